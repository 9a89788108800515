"""A window of a real browser in which nothing that runs goes unseen.

In: a browser, the address of a server. Out: everything that happened and shouldn't have.
Never: takes a page that wasn't looked at for a good one.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from playwright.sync_api import Error

from tests.web.hostile.audit import SCRIPT
from tests.web.hostile.marks import FUNCTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Frame, Page, Request

_REPORT: Final = "xss_report"
_LISTEN: Final = f"""
addEventListener("securitypolicyviolation", (event) =>
  {_REPORT}(`${{event.effectiveDirective}} of ${{event.blockedURI}} ${{event.sample}}`), true);
"""
# The browser's own word on a page that is an error, which is what was asked for.
_STATUS: Final = "Failed to load resource: the server responded with a status of 4"
# What is given to events that come after a page has loaded: animations, refreshes, timers.
_SETTLE: Final = 300


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was parsed and not shown."""

    path: str
    status: int
    text: str
    faults: list[str]


class Watch:
    """A page and what happened in it.

    Attributes:
        page: The page.
        seen: What happened: hit, csp, dialog, error, console, request, away, window.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.seen: list[tuple[str, str]] = []
        self._at = ""
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("console", self._console)
        page.on("popup", lambda other: self._note("window", other.url))
        page.on("download", lambda file: self._note("download", file.url))
        page.on("framenavigated", self._navigated)
        page.context.on("request", self._request)
        page.expose_function(FUNCTION, lambda *told: self._note("hit", str(told)))
        page.expose_function(_REPORT, lambda told: self._note("csp", told))
        page.add_init_script(_LISTEN + SCRIPT)

    def visit(self, path: str) -> int:
        """Open a page, look at all that stands on it, return its status."""
        self._at = path
        answer = self.page.goto(f"{self.base}{path}", wait_until="load")
        self.look()
        return answer.status if answer else 0

    def look(self) -> None:
        """Note what stands on the page that is open and isn't ours."""
        try:
            faults = self.page.evaluate("() => faultsOf(document, location.href)")
        except Error as error:
            # A page that leaves while it is looked at.
            self._note("away", str(error))
            return
        for fault in faults:
            self._note("markup", fault)

    def fetch(self, paths: Sequence[str]) -> list[Fetched]:
        """Have the browser parse pages of ours without showing them."""
        answers = self.page.evaluate("paths => faultsAt(paths)", list(paths))
        out = [Fetched(path, *answer) for path, answer in zip(paths, answers, strict=True)]
        for one in out:
            self._at = one.path
            for fault in one.faults:
                self._note("markup", fault)
        return out

    def forget(self) -> None:
        """Begin anew, on an empty page."""
        self.page.goto("about:blank")
        self.settled()
        self.seen.clear()

    def settled(self) -> list[tuple[str, str]]:
        """Return what happened, once nothing more is to come."""
        self.page.wait_for_timeout(_SETTLE)
        return self.seen

    def kinds(self) -> set[str]:
        """Return the kinds of what happened."""
        return {kind for kind, _ in self.settled()}

    def _note(self, kind: str, what: str) -> None:
        self.seen.append((kind, f"{what[:200]} at {self._at[:2000]}"))

    def _dialog(self, dialog: Dialog) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _console(self, told: ConsoleMessage) -> None:
        if told.type == "error" and not told.text.startswith(_STATUS):
            self._note("console", told.text)

    def _navigated(self, frame: Frame) -> None:
        if frame.parent_frame is not None or not self._is_own(frame.url):
            self._note("away", frame.url)

    def _request(self, request: Request) -> None:
        if not self._is_own(request.url):
            self._note("request", request.url)

    def _is_own(self, url: str) -> bool:
        return url == "about:blank" or urlsplit(url)[:2] == urlsplit(self.base)[:2]


@contextlib.contextmanager
def watched(browser: Browser, base: str, *, guarded: bool) -> Iterator[Watch]:
    """Give a watched page; unguarded, the browser takes no notice of our policy.

    Then only escaping stands between a payload and its function.
    """
    context = browser.new_context(bypass_csp=not guarded, viewport={"width": 1280, "height": 900})
    try:
        yield Watch(context.new_page(), base)
    finally:
        context.close()

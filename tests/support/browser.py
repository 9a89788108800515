"""A real server and a real browser for tests of the pages.

The browser is the system's Chromium; where it isn't, a test fails and says what
to install: a page that nobody looked at is not tested.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import expect, sync_playwright

from searchqa.web import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request, Route

    from searchqa.web import Settings

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> Path:
    """Return the system's Chromium.

    Raises:
        FileNotFoundError: There is none.
    """
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        message = "no Chromium here; these tests need one: apt-get install chromium"
        raise FileNotFoundError(message)
    return Path(found)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Give a headless browser with a profile of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield opened
        finally:
            opened.close()


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve an index from a thread on a free port of loopback; give its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        make_app(settings), access_log=False, log_config=None, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
    running.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert running.is_alive(), "the server ended before it began"
            assert time.monotonic() < until, "the server didn't start within 20 s"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.join(20)
        listening.close()


class Gate:
    """Answers to a page's searches, held back until a test lets them through."""

    def __init__(self, page: Page, part: str = "") -> None:
        """Hold what a page's script asks for whose address contains ``part``."""
        self._page = page
        self._held: list[Route] = []
        self._opened = False
        page.route(re.compile(r"/part/search.*" + re.escape(part)), self._hold)

    def _hold(self, route: Route) -> None:
        if self._opened:
            route.continue_()
        else:
            self._held.append(route)

    def wait(self, count: int = 1) -> None:
        """Wait until that many requests are held.

        Raises:
            AssertionError: They aren't within five seconds.
        """
        until = time.monotonic() + 5
        while len(self._held) < count:
            assert time.monotonic() < until, f"{len(self._held)} of {count} requests came"
            self._page.wait_for_timeout(10)

    def open(self) -> None:
        """Let through what is held, and all that comes."""
        self._opened = True
        for route in self._held:
            # One that the page gave up is of no interest to anybody.
            if not route.request.failure:
                route.continue_()
        self._held.clear()

    def fail(self) -> None:
        """Break off what is held, as a server does that goes away."""
        for route in self._held:
            route.abort()
        self._held.clear()


def begin(page: Page) -> None:
    """Open the start page and wait for its field to have the focus, as somebody does who types."""
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()


def leave_the_field(page: Page) -> None:
    """Wait until the field has the focus, as it has on start and results pages, and leave it."""
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()


def asked(page: Page) -> list[str]:
    """Return a list that gets the address of each search that a page's script asks for."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if "/part/search" in request.url:
            seen.append(request.url)

    page.on("request", note)
    return seen


def total(page: Page) -> int:
    """Return how many hits a results page says there are."""
    return int(page.locator(".total strong").inner_text().split()[0].replace(",", ""))


def titles(page: Page) -> list[str]:
    """Return the questions of a results page, from above."""
    return page.locator(".hit .question").all_inner_texts()


def chips(page: Page) -> list[str]:
    """Return the labels of what is chosen on a results page."""
    shown = page.locator(".chips li a:not(.clear)").all_inner_texts()
    return [re.sub(r"^Without \w+:\s*|\s*×$", "", text).strip() for text in shown]

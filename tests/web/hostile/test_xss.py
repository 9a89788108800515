"""Every payload through every door of the pages, in a real browser.

Heeding our policy, whose violations are seen as well; in the long form once more
without it, so that escaping has to do alone.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import httpx
import pytest

from tests.web.hostile.payloads import payloads
from tests.web.hostile.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

    from tests.web.hostile.watch import Watch

_LISTS = ("author", "book", "participant", "role", "kind", "year", "during", "all")
_SINGLES = ("before", "after", "sort", "group", "page", "find", "unknown", "'\"><img src=x>")
# Names that mean something to whoever takes apart a form.
_NAMES = ("action", "submit", "elements", "method", "__proto__", "constructor", "innerHTML", "q[]")
_PATHS = (
    "/threads/{}",
    "/threads/{}/{}",
    "/threads/{}/0123456789.1",
    "/books/{}",
    "/authors/{}",
    "/participants/{}",
    "/covers/{}",
    "/{}",
    "/part/{}",
    "/part/search?q={}",
)
_OTHER_NAMES = ("referer", "x-forwarded-host", "x-original-url", "forwarded")
# A filter keeps 300 letters, a query 1,000; values with signs in them are longer in an address.
_IN_A_FILTER = 220
_IN_A_QUERY = 700


@pytest.fixture(
    params=[
        pytest.param(True, id="with-policy"),
        pytest.param(False, id="without-policy", marks=pytest.mark.slow),
    ]
)
def watch(browser: Browser, sample: str, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """A window on the sample; whatever was seen in it fails the test."""
    with watched(browser, sample, guarded=request.param) as found:
        yield found
        assert found.settled() == []


def _together(room: int) -> list[list[str]]:
    """Return all payloads, so many letters at a time; one that gets out is seen by the audit."""
    out: list[list[str]] = [[]]
    for one in payloads():
        if sum(map(len, out[-1])) + len(out[-1]) + len(one.text) > room:
            out.append([])
        out[-1].append(one.text)
    return out


def _shown(text: str) -> str:
    """Return a text as a field shows it: one line, nothing that can't be seen."""
    return "".join(char for char in text if char.isprintable() and char != "\ufffd")


def test_every_payload_in_every_parameter(watch: Watch) -> None:
    for group in _together(_IN_A_FILTER):
        whole = " ".join(group)
        lists = [("q", whole), *((name, one) for name in _LISTS for one in group)]
        assert watch.visit(f"/search?{urlencode(lists)}") == 200
        assert _shown(watch.page.input_value("#q", timeout=2_000)) == _shown(whole)
        singles = [(name, whole) for name in _SINGLES]
        singles += [(one, one) for one in (*_NAMES, group[0])]
        (fetched,) = watch.fetch([f"/search?{urlencode(singles)}"])
        assert fetched.status == 200


def test_every_payload_in_every_path(watch: Watch) -> None:
    watch.visit("/help")
    groups = _together(_IN_A_QUERY)
    for number, group in enumerate(groups):
        name = quote(" ".join(group), safe="")
        paths = [path.format(name, name) for path in _PATHS]
        # As an address in which nothing is quoted but what would end it, or the browser refuses:
        # it asks for no address with both a line's end and a bracket in it.
        paths.append("/books/" + re.sub(r"[#?\n\r\t]", "", "".join(group)))
        for fetched in watch.fetch(paths):
            assert fetched.status in (200, 404), fetched.path
        assert watch.visit(paths[number % len(paths)]) in (200, 404)


def test_every_payload_typed_as_instant_search(watch: Watch) -> None:
    watch.visit("/")
    for group in _together(_IN_A_QUERY):
        whole = " ".join(" ".join(group).split())
        with watch.page.expect_response(lambda answer: "/part/search" in answer.url):
            watch.page.fill("#q", whole)
        watch.page.wait_for_function(
            "q => new URL(location.href).searchParams.get('q') === q", arg=whole
        )
        watch.look()


def test_letters_typed_one_by_one(watch: Watch) -> None:
    watch.visit("/")
    for one in islice(payloads(), 0, None, 60):
        watch.page.fill("#q", "")
        watch.page.keyboard.type(" ".join(one.text.split()), delay=4)
        watch.page.wait_for_timeout(150)
        watch.look()
        watch.page.keyboard.press("Enter")
        watch.page.wait_for_timeout(80)
        watch.look()


def test_names_of_parameters_take_nothing_over(watch: Watch) -> None:
    """A hidden input called action would stand for its form's own action."""
    strange = urlencode([(name, "<img src=x onerror=xss_hit(1)>") for name in _NAMES])
    watch.visit(f"/search?q=data&{strange}")
    watch.page.fill("#q", "data versioning")
    watch.page.wait_for_url("**/search?*versioning*")
    watch.page.go_back()
    watch.page.wait_for_timeout(200)
    watch.page.fill("#q", "models")
    watch.page.wait_for_url("**/search?*models*")
    watch.page.keyboard.press("Enter")
    watch.page.wait_for_timeout(200)
    watch.look()
    assert watch.page.locator(".hit").count() > 0
    assert watch.settled() == []


def test_who_asks_by_another_name_gets_no_address_of_it(sample: str) -> None:
    """Whole addresses on pages are made from the host; a host is only letters and a port."""
    book = httpx.get(f"{sample}/api/books").json()["books"][0]["id"]
    paths: tuple[str, ...] = (
        "/",
        f"/books/{book}",
        "/search?q=data",
        "/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
    )
    paths += ("/opensearch.xml", "/threads/x/0123456789.1", "/nothing")
    asked = [
        (path, name, one)
        for path in paths
        for number, one in enumerate(_headers())
        for name in ("host", _OTHER_NAMES[number % len(_OTHER_NAMES)])
    ]
    with httpx.Client(base_url=sample) as client:
        for path, name, one in asked:
            answer = client.get(path, headers={name: one})
            assert answer.status_code < 500, (path, name, one)
            assert one.encode("latin-1") not in answer.content, (path, name, one)
            if answer.is_redirect:
                assert answer.headers["location"] == "/threads/x/0123456789#m1"


def _headers() -> Sequence[str]:
    """Return payloads as far as a header can hold them."""
    kept = [one.text for one in payloads() if one.text.isascii() and one.text.isprintable()]
    others = ["evil.invalid/", "[", "a@trap.invalid", 'x" onfocus="xss_hit(1)', "x/y?z#", "[::1"]
    return [*kept[::60], *others]

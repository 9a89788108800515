"""Every payload in every field of a transcript, on every page that shows it.

Each page is seen by a real browser's parser; one of each kind for each group of
payloads is opened, so that whatever runs does run. Another parser sees them as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup

from tests.web.hostile.audit import faults_of
from tests.web.hostile.corpus import ODD_NAME
from tests.web.hostile.marks import FUNCTION, TRAP
from tests.web.hostile.payloads import payloads
from tests.web.hostile.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

    from tests.web.hostile.watch import Watch

_NUMBERS = re.compile(rf"{FUNCTION}\((\d+)\)|{TRAP}/(\d+)")
# Words of payloads, phrases across the signs between them, filters with signs in them.
_QUERIES = (
    FUNCTION,
    "onerror src img",
    '"img src x onerror"',
    '"script xss_hit" -style',
    "javascript svg onload textarea",
    "<img src=x",
    '"><script>',
    "xss* is:question",
    "scrpt~ has:code",
    "has:link trap.invalid",
    'participant:"<img src=x" title',
)
_PLACES = ("books", "threads", "authors", "participants")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(False, id="without-policy"),
        pytest.param(True, id="with-policy", marks=pytest.mark.slow),
    ],
)
def window(browser: Browser, hostile: str, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """A window on the hostile transcripts; by default only escaping protects it."""
    with watched(browser, hostile, guarded=request.param) as found:
        yield found


@pytest.fixture
def watch(window: Watch) -> Iterator[Watch]:
    """The same window; whatever was seen in it fails the test."""
    window.forget()
    window.visit("/help")
    yield window
    assert window.settled() == []


@pytest.fixture(scope="module")
def pages(hostile: str) -> dict[str, list[str]]:
    """Addresses of all books, threads, authors and participants, as pages link to them."""
    found: dict[str, dict[str, None]] = {place: {} for place in _PLACES}
    with httpx.Client(base_url=hostile) as client:
        _gather(found, client.get("/books").text)
        for path in list(found["books"]):
            _gather(found, client.get(path).text)
        for path in _first_threads(found["threads"]):
            _gather(found, client.get(path).text)
    return {place: list(paths) for place, paths in found.items()}


def _gather(found: dict[str, dict[str, None]], html: str) -> None:
    for link in re.findall(r'href="(/[^"#?]*)', html):
        place = link.split("/")[1]
        if place in found and link.count("/") > 1:
            found[place][link.replace("&amp;", "&")] = None


def _first_threads(threads: Iterable[str]) -> list[str]:
    """Return the first thread of each book: it holds all forms of a group's payloads."""
    first: dict[str, str] = {}
    for path in threads:
        first.setdefault(path.split("/")[2], path)
    return list(first.values())


def _numbers(texts: Iterable[str]) -> set[int]:
    """Return the numbers of the payloads that stand in some texts."""
    return {int(one or other) for text in texts for one, other in _NUMBERS.findall(text)}


def test_pages_in_the_browsers_parser(watch: Watch, pages: dict[str, list[str]]) -> None:
    for paths in (pages["books"], _first_threads(pages["threads"])):
        _check_all_shown(watch, paths)
    some = [*pages["threads"][::5], *pages["authors"][::20], *pages["participants"][::20]]
    assert {one.path for one in watch.fetch(some) if one.status != 200} == set()


@pytest.mark.long
def test_every_page_in_the_browsers_parser(watch: Watch, pages: dict[str, list[str]]) -> None:
    for place in _PLACES:
        _check_all_shown(watch, pages[place])


def _check_all_shown(watch: Watch, paths: list[str]) -> None:
    fetched = watch.fetch(paths)
    assert {one.path for one in fetched if one.status != 200} == set()
    # Nobody's payload went missing on the way: what isn't shown isn't tried.
    shown = _numbers(one.text for one in fetched)
    assert {one.number for one in payloads()} - shown - _vanished() == set()


def _vanished() -> set[int]:
    """Return payloads in which letters that nobody sees stand in the function's name."""
    return {one.number for one in payloads() if not _NUMBERS.search(one.text)}


def test_pages_that_are_opened(watch: Watch, pages: dict[str, list[str]]) -> None:
    for path in ("/", "/books", "/search", "/search?group=none&sort=oldest"):
        assert watch.visit(path) == 200
    for path in (*_first_threads(pages["threads"]), *pages["books"]):
        assert watch.visit(path) == 200
    for path in (*pages["authors"][::60], *pages["participants"][::60]):
        assert watch.visit(path) == 200


@pytest.mark.long
def test_all_pages_opened(watch: Watch, pages: dict[str, list[str]]) -> None:
    for place in _PLACES:
        for path in pages[place]:
            assert watch.visit(path) == 200


def test_results_with_words_marked(watch: Watch) -> None:
    for query in _QUERIES:
        for rest in ("", "&group=none", "&group=none&page=3", "&all=participant&all=author"):
            assert watch.visit(f"/search?q={quote(query)}{rest}") == 200
    watch.visit(f"/search?q={FUNCTION}&group=none")
    assert watch.page.locator("mark").count() > 0


def test_results_as_one_types_and_clicks(watch: Watch) -> None:
    watch.visit("/")
    for query in _QUERIES:
        with watch.page.expect_response(lambda answer: "/part/search" in answer.url):
            watch.page.fill("#q", query)
        watch.page.wait_for_timeout(60)
        watch.look()
    watch.visit(f"/search?q={FUNCTION}")
    for name in ("author", "participant", "book"):
        with watch.page.expect_response(lambda answer: "/part/search" in answer.url):
            watch.page.locator(f"[data-facet={name}] a.choice").first.click()
        watch.page.wait_for_timeout(60)
        watch.look()
    watch.page.locator("a.question").first.click()
    watch.page.wait_for_url("**/threads/**")
    watch.look()


def test_marked_words_on_a_threads_page(watch: Watch, pages: dict[str, list[str]]) -> None:
    asked = quote('xss_hit onerror "img src" script svg')
    for path in _first_threads(pages["threads"])[::3]:
        assert watch.visit(f"{path}?q={asked}") == 200
        assert watch.page.locator("mark").count() > 0


_DRAWS_XML = (
    "Applying inline style violates the following Content Security Policy directive 'style-src",
    "style-src-elem of inline",
)


@pytest.mark.parametrize(
    "path",
    [
        f"/api/search?q={FUNCTION}&limit=100&group=none",
        "/api/books",
        "/api/facets/participant?limit=100",
        "/api/facets/<script>xss_hit(1)</script>",
        "/api/suggest?q=scr",
        "/api/threads/<img%20src=x%20onerror=xss_hit(1)>",
        "/api/search?<svg/onload=xss_hit(1)>=1",
        "/api/search?sort=<svg/onload=xss_hit(1)>",
        f"/feed.atom?q={FUNCTION}",
        "/sitemap.xml",
        "/static/<svg/onload=xss_hit(1)>",
    ],
)
def test_what_is_for_programs_runs_nothing_in_a_browser(window: Watch, path: str) -> None:
    window.forget()
    answer = window.page.goto(f"{window.base}{path}")
    assert answer is not None
    assert answer.status in (200, 404, 422)
    assert answer.headers["x-content-type-options"] == "nosniff"
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind.endswith(("json", "xml")), kind
    found = window.settled()
    if kind == "application/xml":
        # Chromium draws XML as a tree with styles of its own, and tells that our policy doesn't
        # let it; a script would be told of in other words.
        found = [one for one in found if not one[1].startswith(_DRAWS_XML)]
    assert found == []


def test_every_link_and_element_in_another_parser(
    hostile: str, pages: dict[str, list[str]]
) -> None:
    faults: dict[str, list[str]] = {}
    outgoing = 0
    paths = [*pages["books"][::2], *_first_threads(pages["threads"])[::2], *pages["threads"][::9]]
    paths += [*pages["authors"][::40], *pages["participants"][::40]]
    paths += [f"/search?q={quote(query)}&group=none" for query in _QUERIES]
    with httpx.Client(base_url=hostile) as client:
        for path in ("/", "/books", "/help", "/search", "/nothing<img>", *paths):
            answer = client.get(path)
            found = faults_of(answer.text, str(answer.url))
            outgoing += answer.text.count('href="https://books.example')
            if found:
                faults[path] = found
    assert faults == {}
    assert outgoing > 100


@pytest.mark.parametrize(
    "start",
    [
        f"/books/{quote(ODD_NAME, safe='')}",
        f"/participants/{quote('Orla Quill')}",
        f"/authors/{quote('Orla Quill')}",
        f"/search?during=2019&q={FUNCTION}",
    ],
)
def test_a_book_with_an_odd_name_is_found_from_each_page(hostile: str, start: str) -> None:
    with httpx.Client(base_url=hostile) as client:
        page = BeautifulSoup(client.get(start).text, "html.parser")
        links = [str(one["href"]) for one in page.select("a.question, .about a, h2 a")]
        assert links
        for link in links:
            # As a browser reads it: what stands behind # is not asked for.
            target = urlsplit(urljoin(hostile + start, link))
            asked = f"{target.path}?{target.query}" if target.query else target.path
            assert client.get(asked).status_code == 200, link

"""What the other tests look with sees what it is for: each detector, and each payload."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.web.hostile.audit import faults_of
from tests.web.hostile.control_server import careless
from tests.web.hostile.payloads import payloads
from tests.web.hostile.watch import watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.web.hostile.watch import Watch

# Of these families, whatever is written into a page, a tag or an address adds to it.
_MARKUP = ("handlers", "vectors", "mutations", "pages", "broken_out", "dangling", "comments")
_HOLES = ("{}", '<input value="{}">', "<input value='{}'>", "<p class={}>", "<a {}>x</a>")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a page that escapes nothing."""
    with careless() as found:
        yield found


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[Watch]:
    """A browser's window that heeds a page's policy."""
    with watched(browser, address, guarded=True) as found:
        yield found


@pytest.fixture
def watch(window: Watch) -> Watch:
    """The same window, with nothing seen yet."""
    window.forget()
    return window


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<img src=x onerror=xss_hit(1)>", "hit"),
        ("<script>xss_hit(1)</script>", "hit"),
        ("<svg><script>xss_hit(1)</script></svg>", "hit"),
        ("<iframe srcdoc='<script>parent.xss_hit(1)</script>'></iframe>", "hit"),
        ("<script>alert(1)</script>", "dialog"),
        ("<script>nobody()</script>", "error"),
        ("<script>console.error(1)</script>", "console"),
        ("<script>open('/')</script>", "window"),
        ("<img src=//trap.invalid/1>", "request"),
        ("<style>@import '//trap.invalid/1';</style>", "request"),
        ("<meta http-equiv=refresh content='0;url=//trap.invalid/1'>", "request"),
        ("<iframe src=/></iframe>", "away"),
        ("<p>nothing of ours</p><b>x</b>", "markup"),
        ("<a href=javascript:xss_hit(1)>x</a>", "markup"),
        ("<a href='java&Tab;script:xss_hit(1)'>x</a>", "markup"),
        ("<a href=//books.example/>no rel</a>", "markup"),
        ("<form action=//books.example/></form>", "markup"),
        ("<p style=color:red>x</p>", "markup"),
    ],
)
def test_a_careless_page_is_caught(watch: Watch, text: str, kind: str) -> None:
    watch.visit("/?" + urlencode({"q": text}))
    assert kind in watch.kinds()


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=xss_hit(1)>",
        "<script>xss_hit(1)</script>",
        "<script src=//trap.invalid/1></script>",
        "<base href=//trap.invalid/>",
        "<style>p{color:red}</style>",
        "<p style=color:red>x</p>",
        "<iframe src=data:,x></iframe>",
        "<img src=data:,x>",
        "<object data=x></object>",
    ],
)
def test_our_policy_stops_and_tells(watch: Watch, text: str) -> None:
    watch.visit("/guarded?" + urlencode({"q": text}))
    kinds = watch.kinds()
    assert "csp" in kinds
    assert not kinds & {"hit", "dialog"}


def test_a_page_with_nothing_wrong_is_left_in_peace(browser: Browser, address: str) -> None:
    for guarded in (True, False):
        with watched(browser, address, guarded=guarded) as watch:
            watch.visit("/?" + urlencode({"q": "<p class=text>Fine <a href=/x>words</a></p>"}))
            assert watch.settled() == []


def test_every_payload_of_markup_shows_where_nothing_is_escaped(watch: Watch) -> None:
    tried = [one for one in payloads() if one.family in _MARKUP]
    caught = set()
    watch.visit("/")
    for hole in _HOLES:
        paths = ["/?" + urlencode({"q": hole.format(one.text)}) for one in tried]
        fetched = watch.fetch(paths)
        caught |= {one.shape for one, page in zip(tried, fetched, strict=True) if page.faults}
    assert sorted({one.shape for one in tried} - caught) == []


def test_the_other_parser_sees_the_same() -> None:
    assert faults_of("<p class=text>Fine <a href=/x>words</a></p>", "http://h/") == []
    for text, fault in (
        ("<b>x</b>", "element <b>"),
        ("<p onclick=x>", "attribute onclick of <p>"),
        ("<p style=x>", "attribute style of <p>"),
        ("<a href=javascript:x>", "javascript: in javascript:x"),
        ("<a href=//books.example>", "no noopener on //books.example"),
        ("<script>x</script>", "a script that isn't ours"),
        ("<meta http-equiv=refresh>", "a meta element that isn't ours"),
    ):
        assert fault in faults_of(text, "http://h/")


def test_there_are_enough_payloads_and_no_two_alike() -> None:
    shapes = [one.shape for one in payloads()]
    assert len(shapes) >= 200
    assert len(set(shapes)) == len(shapes)

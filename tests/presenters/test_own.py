"""A message's own moment, address and reactions, a talk's one day, a book without any."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from searchqa.model import UNDATED
from searchqa.presenters.bookjson import book_shape
from searchqa.presenters.formats import present
from searchqa.presenters.own import clock, place
from searchqa.presenters.standing import render_standing
from searchqa.presenters.terminal import Terminal
from searchqa.presenters.thread import render_thread
from searchqa.presenters.threadjson import render as thread_json
from searchqa.presenters.wording import day, week
from searchqa.report import LastRun, Status
from searchqa.results import Bucket, Hit, Loosening, QueryEcho, Results, ThreadRef, ThreadView
from tests.presenters.answers import ANSWER, ENGINES, QUESTION, results
from tests.presenters.test_other_screens import BOOK, ID, document

Golden = Callable[[str, str], None]
MOMENT = datetime(2021, 9, 28, 10, 12, 33, tzinfo=timezone.utc)
SECOND = "https://video.example.org/watch?v=x&t=754"
TALK = replace(ENGINES, start=UNDATED, end=UNDATED, collection="talks")
SAID = replace(ANSWER, book=TALK, sent=MOMENT, url=SECOND, reactions=3)
SCREENS = {
    "80": Terminal(80),
    "piped": Terminal(100, piped=True),
    "ascii": Terminal(80, unicode=False),
}
OTHERS = Bucket("talks", "talks", 3)
FOUND = results(
    SAID,
    replace(QUESTION, book=TALK),
    query=QueryEcho("data", {"collection": ["books"]}, "relevance", "thread", 0, 10),
    notices=(),
    facets={
        "collection": (Bucket("books", "books", 57, selected=True), Bucket("talks", "talks", 3))
    },
    elsewhere=(Bucket("talks", "talks", 3),),
)


def thread(**changes: Any) -> ThreadView:
    own = {"collection": "talks", "sent": MOMENT, "url": SECOND, "reactions": 1, **changes}
    return ThreadView(
        ThreadRef(ID, 4, "Where is the tape?", "Pim Okafor", 2),
        replace(BOOK, start=UNDATED, end=UNDATED, collection="talks"),
        (document(0, "Where is the tape?"), document(1, "In the second drawer.", **own)),
    )


@pytest.mark.parametrize("name", SCREENS)
def test_an_answer_on_a_screen(golden: Golden, name: str) -> None:
    golden(f"own-answer-{name}.txt", present(FOUND, "text", SCREENS[name]))


@pytest.mark.parametrize("name", SCREENS)
def test_a_thread_on_a_screen(golden: Golden, name: str) -> None:
    golden(f"own-thread-{name}.txt", render_thread(thread(), SCREENS[name]))


@pytest.mark.parametrize("form", ["csv", "md"])
def test_an_answer_as_a_document(golden: Golden, form: str) -> None:
    golden(f"own-answer.{form}", present(FOUND, form, Terminal()))


@pytest.mark.parametrize("columns", range(40, 121, 4))
def test_what_is_elsewhere_is_told_on_the_narrowest_screen(columns: int) -> None:
    shown = present(FOUND, "text", Terminal(columns))
    (line,) = (one for one in shown.splitlines() if "--collection all" in one)
    assert "3 more in talks" in line
    assert len(line) <= columns


def test_a_moment_that_finds_no_room_beside_a_name_stands_below_it() -> None:
    lines = render_thread(thread(), Terminal(40)).splitlines()
    assert "   28 Sep 2021, 10:12 UTC · 1 reaction" in lines
    assert max(map(len, lines[:-4])) <= len(f"   ↗ at 12:34 in the recording  {SECOND}")


def test_nothing_here_but_elsewhere_says_what_to_type() -> None:
    nothing: Results = replace(
        FOUND,
        total=0,
        messages=0,
        hits=(),
        loosenings=(Loosening("in all collections", "data", {"collection": ["all"]}, 3),),
    )
    assert "in all collections (--collection all)   3 threads" in present(
        nothing, "text", Terminal(80)
    )


def test_json_has_them_all_and_null_where_there_is_none() -> None:
    said, asked = json.loads(present(FOUND, "json", Terminal()))["hits"]
    assert (said["sent"], said["url"], said["reactions"]) == ("2021-09-28T10:12:33Z", SECOND, 3)
    assert (asked["sent"], asked["url"], asked["reactions"]) == (None, "", 0)
    assert (said["book"]["start"], said["book"]["end"]) == (None, None)
    assert said["book"]["collection"] == "talks"


def test_json_of_a_thread_has_them_too() -> None:
    shown = json.loads(thread_json(thread(), "000001"))
    assert [m["sent"] for m in shown["messages"]] == [None, "2021-09-28T10:12:33Z"]
    assert [m["reactions"] for m in shown["messages"]] == [0, 1]
    assert shown["book"]["start"] is None
    assert book_shape(BOOK)["start"] == "2021-09-27"


def test_one_collection_is_no_facet_for_people() -> None:
    alone = replace(FOUND, facets={"collection": (Bucket("books", "books", 57),)}, elsewhere=())
    for terminal in SCREENS.values():
        assert "collection" not in present(alone, "text", terminal)
    assert '"collection": [' in present(alone, "json", Terminal())


def test_days() -> None:
    assert week(ENGINES.start, ENGINES.start) == "27 Sep 2021"
    assert week(UNDATED, UNDATED) == day(UNDATED) == "undated"


@pytest.mark.parametrize(
    ("url", "collection", "words"),
    [
        (SECOND, "talks", "at 12:34 in the recording"),
        ("https://video.example.org/x#t=5", "talks", "at 0:05 in the recording"),
        ("https://video.example.org/x?t=3600s&a=b", "talks", "at 1:00:00 in the recording"),
        ("HTTPS://video.example.org/x?t=59#top", "talks", "at 0:59 in the recording"),
        ("https://video.example.org/x?t=soon", "talks", "original"),
        ("https://video.example.org/x?start=5", "talks", "original"),
        ("https://video.example.org/t=5", "talks", "original"),
        (SECOND, "books", "original"),
        ("https://chat.example.org/archives/C0/p1", "books", "original"),
        ("", "talks", ""),
        ("javascript:alert(1)", "talks", ""),
        ("javascript:alert(1)//https://a?t=5", "talks", ""),
        ("data:text/html,x", "books", ""),
        ("https://a b?t=5", "talks", ""),
        ("https://a\n?t=5", "talks", ""),
        (" https://a", "talks", ""),
        ("//a/b", "books", ""),
        ("ftp://a/b", "books", ""),
        ("https://", "books", ""),
    ],
)
def test_only_http_is_a_place(url: str, collection: str, words: str) -> None:
    assert place(url, collection) == words
    hit: Hit = replace(SAID, url=url, book=replace(TALK, collection=collection))
    for form in ("text", "md"):
        shown = present(results(hit), form, Terminal(piped=True))
        assert ("in the recording" in shown or "original" in shown) == bool(words)


def test_clock() -> None:
    assert [clock(s) for s in (0, 59, 60, 3599, 3600, 36_000)] == [
        "0:00",
        "0:59",
        "1:00",
        "59:59",
        "1:00:00",
        "10:00:00",
    ]


def test_how_reindexing_stands_breaks_between_words_and_hangs() -> None:
    problem = "warning: _books/a.md:18: a link without an address; left out; write link: https://…"
    last = LastRun("2026-05-04T09:30:00Z", 1.2, problems=1, first=(problem,))
    lines = render_standing(Status(last=last), Terminal(60)).splitlines()
    assert lines == [
        " last run     2026-05-04 09:30 UTC, 1.2 s, nothing changed",
        " problem      warning: _books/a.md:18: a link without an",
        "              address; left out; write link: https://…",
    ]

"""The line that stands for a question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.presenters.found import beyond_title, marked_headline
from searchqa.presenters.headline import headline, short
from searchqa.presenters.terminal import Terminal
from searchqa.results import Snippet
from tests.presenters.answers import QUESTION

LONG = "We have been thinking about this for quite some time now, in several teams. "


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Hi Ada, thanks for coming! What is a ledger?", "What is a ledger?"),
        ("- How do you test it?", "How do you test it?"),
        (LONG * 2 + "What would you do first here?", "What would you do first here?"),
        (
            LONG * 2 + "Would you take a hosted one (e.g. Vertex pipelines) if cost is no matter?",
            "Would you take a hosted one (e.g. Vertex pipelines) if cost is no matter?",
        ),
        (
            LONG * 2 + "Is it batch vs. Streaming, i.e. Flink, that decides it for you?",
            "Is it batch vs. Streaming, i.e. Flink, that decides it for you?",
        ),
        ("Thank you!", "Thank you!"),
    ],
)
def test_it_begins_where_the_question_does(question: str, shown: str) -> None:
    assert headline(question, 90) == shown


TITLE = "Thanks & tapes: what a drawer remembers"


def test_a_talks_chapter_is_headed_by_its_title_alone() -> None:
    said = f"{TITLE}\n\nWhat is\na drawer? Tell us of it."
    assert headline(said, 90, "talks") == TITLE
    assert headline("No title,\nonly a line", 90, "talks") == "No title, only a line"
    assert headline("", 90, "talks") == ""
    assert headline(said, 90, "meetups") == headline(said, 90), "unknown ones are as books"


@given(st.text(), st.sampled_from(["books", "talks", "x"]))
def test_a_short_headline_is_never_longer_than_a_line_of_a_list(text: str, name: str) -> None:
    shown = short(text, name)
    assert 0 < len(shown) <= 161
    assert shown == (headline(text, 160, name) or "(no words)") or shown.endswith("…")


@pytest.mark.parametrize("words", ["one two three " * 40, "x" * 400])
def test_a_long_headline_ends_at_a_word_with_an_ellipsis(words: str) -> None:
    shown = short(words, "talks")
    assert shown.endswith("…")
    assert f"{words} ".startswith(shown[:-1])
    assert len(shown) > 140


def test_what_is_found_in_a_title_is_marked_there_and_not_told_again() -> None:
    question = f"{TITLE}\n\nA drawer remembers tape."
    at, then = TITLE.index("drawer"), len(TITLE) + 3
    ranges = ((at, at + 6), (then, then + 6))
    snippet = Snippet("text", f"{TITLE} A drawer remembers tape.", ranges)
    thread = replace(QUESTION.thread, question=question)
    book = replace(QUESTION.book, collection="talks")
    hit = replace(QUESTION, thread=thread, book=book, snippets=(snippet,))
    wide = marked_headline(hit, Terminal(120), 100)
    assert wide.line.text == TITLE.replace("drawer", "[drawer]")
    (rest,) = wide.rest
    assert (rest.text, rest.ranges) == ("A drawer remembers tape.", ((2, 8),))
    narrow = marked_headline(hit, Terminal(40), 20)
    assert [one.text for one in narrow.rest] == [TITLE, "A drawer remembers tape."], "nothing lost"
    assert [one.text for one in beyond_title(hit)] == ["A drawer remembers tape."]
    weeks = replace(hit, book=QUESTION.book)
    assert beyond_title(weeks) == weeks.snippets
    reply = replace(hit, position=2)
    assert marked_headline(reply, Terminal(120), 100).rest == reply.snippets

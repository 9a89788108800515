"""What is shown of a message that was found: by its text, its question or its title."""

from __future__ import annotations

from datetime import date

from searchqa.model import Document, Span
from searchqa.results import Mark, Snippet
from searchqa.snippets import find_marks, hit_snippets

NONE: frozenset[str] = frozenset()


def message(text: str, question: str, spans: tuple[Span, ...] = ()) -> Document:
    return Document(
        id="20210104-tides/0123456789.1",
        thread="20210104-tides/0123456789",
        book="20210104-tides",
        position=1,
        number=1,
        size=2,
        kind="reply",
        role="other",
        participant="Odile Farn",
        participant_key="Odile Farn",
        text=text,
        spans=spans,
        links=(),
        question=question,
        asker="Bram Holt",
        title="Tides of Tables",
        authors=("Maren Quill",),
        start=date(2021, 1, 4),
        end=date(2021, 1, 8),
        answered=False,
    )


def shown(document: Document, terms: frozenset[str]) -> tuple[Snippet, ...]:
    def marks(text: str) -> list[Mark]:
        return find_marks(text, terms, NONE, ())

    return hit_snippets(document, marks(document.text), lambda: marks(document.question))


def test_a_find_in_the_message_is_shown_alone() -> None:
    found = shown(message("Use a lake.", "Which lake?"), frozenset({"lake"}))
    assert [(s.field, s.text, s.ranges) for s in found] == [("text", "Use a lake.", ((6, 10),))]


def test_a_find_in_the_question_shows_it_and_the_beginning_of_the_message() -> None:
    document = message("It depends. " * 30, "Which lake?")
    asked, beginning = shown(document, frozenset({"lake"}))
    assert (asked.field, asked.text, asked.ranges) == ("question", "Which lake?", ((6, 10),))
    assert beginning.field == "text"
    assert beginning.text.startswith("It depends. It depends.")
    assert (beginning.ranges, beginning.before, beginning.after) == ((), False, True)


def test_browsing_and_a_find_in_the_title_show_the_beginning() -> None:
    document = message("It depends.", "Which lake?")
    for terms in (NONE, frozenset({"tide"})):
        (beginning,) = shown(document, terms)
        assert (beginning.field, beginning.text, beginning.ranges) == ("text", "It depends.", ())


def test_an_empty_message_shows_its_question_or_nothing() -> None:
    document = message("", "Which lake?")
    (asked,) = shown(document, frozenset({"lake"}))
    assert asked.field == "question"
    assert shown(document, NONE) == ()


def test_code_of_the_message_is_left_whole() -> None:
    code = "select lake from tables where depth > 3"
    before = "letters " * 18
    document = message(before + code + " letters" * 20, "", (Span(144, 144 + len(code), "code"),))
    (found, *_) = shown(document, frozenset({"lake"}))
    assert code in found.text

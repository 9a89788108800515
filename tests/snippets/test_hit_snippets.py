"""What is shown of a message that was found: by its text, its question or its title."""

from __future__ import annotations

from searchqa.results import Mark, Snippet
from searchqa.snippets import Source, find_marks, hit_snippets

NONE: frozenset[str] = frozenset()


def shown(
    text: str, question: str, terms: frozenset[str], code: tuple[tuple[int, int], ...] = ()
) -> tuple[Snippet, ...]:
    def marks(some: str) -> list[Mark]:
        return find_marks(some, terms, NONE, ())

    def asked() -> Source:
        return Source(question, field="question")

    return hit_snippets(Source(text, code), asked, marks(text), lambda: marks(question))


def test_a_find_in_the_message_is_shown_alone() -> None:
    found = shown("Use a lake.", "Which lake?", frozenset({"lake"}))
    assert [(s.field, s.text, s.ranges) for s in found] == [("text", "Use a lake.", ((6, 10),))]


def test_a_find_in_the_question_shows_it_and_the_beginning_of_the_message() -> None:
    asked, beginning = shown("It depends. " * 30, "Which lake?", frozenset({"lake"}))
    assert (asked.field, asked.text, asked.ranges) == ("question", "Which lake?", ((6, 10),))
    assert beginning.field == "text"
    assert beginning.text.startswith("It depends. It depends.")
    assert (beginning.ranges, beginning.before, beginning.after) == ((), False, True)


def test_browsing_and_a_find_in_the_title_show_the_beginning() -> None:
    for terms in (NONE, frozenset({"tide"})):
        (beginning,) = shown("It depends.", "Which lake?", terms)
        assert (beginning.field, beginning.text, beginning.ranges) == ("text", "It depends.", ())


def test_an_empty_message_shows_its_question_or_nothing() -> None:
    (asked,) = shown("", "Which lake?", frozenset({"lake"}))
    assert asked.field == "question"
    assert shown("", "Which lake?", NONE) == ()


def test_code_of_the_message_is_left_whole() -> None:
    code = "select lake from tables where depth > 3"
    before = "letters " * 18
    text = before + code + " letters" * 20
    (found, *_) = shown(text, "", frozenset({"lake"}), ((144, 144 + len(code)),))
    assert code in found.text

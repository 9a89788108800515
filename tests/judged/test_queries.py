"""The judged queries are fair: they exist, name real threads, and copy no question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.judgements import Judged, read_judged
from tests.support.documents import documents_by_book

if TYPE_CHECKING:
    from collections.abc import Iterator

COPIED = 5


@pytest.fixture(scope="module")
def questions() -> dict[str, str]:
    """Each thread's whole question by ``book#number``."""
    documents = (d for book in documents_by_book().values() for d in book)
    return {f"{d.book}#{d.number}": d.question for d in documents if d.position == 0}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + COPIED]) for i in range(len(words) - COPIED + 1))


def test_there_are_enough() -> None:
    judged = read_judged()
    assert len(judged) >= 80
    assert len({one.id for one in judged}) == len(judged)
    assert len({one.query for one in judged}) == len(judged)


def test_every_reference_is_a_thread_of_the_sample(questions: dict[str, str]) -> None:
    wanted = {reference for one in read_judged() for reference in one.relevant}
    assert wanted - questions.keys() == set()
    assert all(one.relevant for one in read_judged())


def test_every_book_with_an_archive_is_asked_about() -> None:
    books = {one.relevant[0].partition("#")[0] for one in read_judged()}
    assert books == {book for book, documents in documents_by_book().items() if documents}


@pytest.mark.parametrize("judged", read_judged(), ids=lambda one: one.id)
def test_no_query_copies_its_question(judged: Judged, questions: dict[str, str]) -> None:
    for reference in judged.relevant:
        copied = set(runs(judged.query)) & set(runs(questions[reference]))
        assert copied == set()

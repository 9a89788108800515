"""Threads, facets, statistics, explanations."""

from __future__ import annotations

import pytest

from searchqa.errors import NotFoundError
from searchqa.search import Search
from tests.search.conftest import ARCHIVE, documents, thread_id

ENGINES, FORESTS, TREES = (thread[0] for thread in ARCHIVE)
THREADS = [thread_id(book, thread[0]) for book, *_, threads in ARCHIVE for thread in threads]


def test_a_thread_is_whole_and_knows_its_neighbours(search: Search) -> None:
    view = search.thread(THREADS[1])
    assert [m.participant for m in view.messages] == ["Ruth Abara", "Ottilie Brandt"]
    assert (view.previous, view.next) == (THREADS[0], THREADS[2])
    assert view.book.title == "Patient Data Engines"
    assert view.thread.number == 2
    assert search.thread(THREADS[0]).previous is None
    assert search.thread(THREADS[2]).next is None


def test_a_thread_is_found_by_a_message_of_it(search: Search) -> None:
    assert search.thread(f"{THREADS[0]}.2") == search.thread(THREADS[0])


def test_the_same_conversation_in_another_book_is_named(search: Search) -> None:
    assert search.thread(THREADS[2]).also_in == ((THREADS[4], "Growing Forests of Decision Trees"),)
    assert search.thread(THREADS[0]).also_in == ()


def test_a_thread_that_is_not_there_names_the_nearest(search: Search) -> None:
    wrong = THREADS[0][:-1] + ("0" if THREADS[0][-1] != "0" else "1")
    with pytest.raises(NotFoundError) as raised:
        search.thread(wrong)
    assert THREADS[0] in raised.value.hint
    with pytest.raises(NotFoundError) as raised:
        search.thread(f"{ENGINES}/nothing")
    assert ENGINES in raised.value.hint
    with pytest.raises(NotFoundError) as raised:
        search.thread("20210927-patient-data-engine/3f9c2a1b04")
    assert ENGINES in raised.value.hint
    with pytest.raises(NotFoundError) as raised:
        search.thread("")
    assert raised.value.hint


def test_a_facets_values_can_be_searched(search: Search) -> None:
    assert [b.value for b in search.facet("participant", "ABARA")] == ["Ruth Abara", "Mira Abara"]
    assert [b.value for b in search.facet("book", "growing-forests")] == [FORESTS]
    assert search.facet("author", "xyzzy") == ()
    assert sum(bucket.count for bucket in search.facet("kind")) == len(documents())
    with pytest.raises(NotFoundError, match='did you mean "author"') as raised:
        search.facet("autor")
    assert "participant" in raised.value.hint


def test_the_parts_of_a_score_add_up_to_it(search: Search) -> None:
    results = search.search("data versioning", author="ottilie")
    for hit in results.hits:
        parts = search.explain("data versioning", hit.id, author="ottilie")
        assert sum(part.score for part in parts) == pytest.approx(hit.score)
    with pytest.raises(NotFoundError):
        search.explain("data", "nowhere/0.0")


def test_statistics_count_everything(search: Search) -> None:
    assert search.statistics().messages == len(documents())

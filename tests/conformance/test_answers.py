"""What any engine promises about pages, order, threads and documents."""

from __future__ import annotations

import pytest

from searchqa.engines.base import Searcher
from searchqa.model import Document
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.schema import Grouping, Sort

TEXTS = ("", "data", "how do I test a pipeline", '"feature store" OR model', "d*")


def ids(searcher: Searcher, request: Request) -> list[str]:
    return [match.document.id for match in searcher.search(request).matches]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("group", ["thread", "none"])
@pytest.mark.parametrize("text", TEXTS)
def test_pages_put_together_are_the_whole(
    searcher: Searcher, text: str, group: Grouping, sort: Sort
) -> None:
    tree = parse(text).tree
    whole = ids(searcher, Request(tree=tree, group=group, sort=sort, limit=60))
    pages = [
        document
        for offset in range(0, 60, 7)
        for document in ids(
            searcher, Request(tree=tree, group=group, sort=sort, offset=offset, limit=7)
        )
    ]
    assert pages[: len(whole)] == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("text", TEXTS)
def test_a_thread_is_shown_by_its_best_message(searcher: Searcher, text: str) -> None:
    tree = parse(text).tree
    everything = searcher.search(Request(tree=tree, group="none", limit=10**6)).matches
    grouped = searcher.search(Request(tree=tree, group="thread", limit=10**6))
    best: dict[str, tuple[float, str]] = {}
    counts: dict[str, int] = {}
    for match in everything:
        thread = match.document.thread
        rank = (-round(match.score, 9), match.document.id)
        best[thread] = min(best.get(thread, rank), rank)
        counts[thread] = counts.get(thread, 0) + 1
    assert {m.document.thread: m.document.id for m in grouped.matches} == {
        thread: id_ for thread, (_, id_) in best.items()
    }
    assert {m.document.thread: m.more + 1 for m in grouped.matches} == counts
    assert grouped.messages == len(everything)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorted_by_date(searcher: Searcher, sort: Sort) -> None:
    found = searcher.search(Request(tree=parse("data").tree, sort=sort, limit=10**6)).matches
    dates = [match.document.start for match in found]
    assert dates == sorted(dates, reverse=sort == "newest")
    assert len(set(dates)) > 1


def test_documents_come_back_as_they_went_in(
    searcher: Searcher, documents: tuple[Document, ...]
) -> None:
    assert {d.id: d for d in searcher.documents()} == {d.id: d for d in documents}


def test_threads_come_back_whole_and_in_order(
    searcher: Searcher, documents: tuple[Document, ...]
) -> None:
    threads: dict[str, list[Document]] = {}
    for document in documents:
        threads.setdefault(document.thread, []).append(document)
    for thread in list(threads)[:100]:
        assert list(searcher.thread(thread)) == sorted(threads[thread], key=lambda d: d.position)
    assert searcher.thread("20000101-nowhere/0123456789") == ()
    assert searcher.document("20000101-nowhere/0123456789.0") is None


def test_statistics_count_everything(searcher: Searcher, documents: tuple[Document, ...]) -> None:
    statistics = searcher.statistics()
    assert statistics.messages == len(documents)
    assert statistics.threads == len({d.thread for d in documents})
    assert statistics.books == len({d.book for d in documents})
    assert statistics.participants <= len({d.participant_key for d in documents})
    assert statistics.terms > 1000


@pytest.mark.parametrize(
    "text", ["data versioning", '"feature store" +model', "d* test", "-data", "s* c* d* data"]
)
def test_the_parts_of_a_score_add_up(searcher: Searcher, text: str) -> None:
    request = Request(tree=parse(text).tree, group="none", limit=20)
    for match in searcher.search(request).matches:
        parts = searcher.explain(request, match.document.id)
        assert sum(part.score for part in parts) == pytest.approx(match.score)


@pytest.mark.parametrize("word", ["dat", "modle", "vresion", "pipline"])
def test_near_words_are_near_and_frequent(searcher: Searcher, word: str) -> None:
    found = searcher.near_words(word)
    assert found
    assert len(found) <= 10
    assert all(count > 0 for _, count in found)


def test_a_word_that_is_there_is_its_own_nearest(searcher: Searcher) -> None:
    assert searcher.near_words("data")[0][0] == "data"

"""Facet counts against a count by plain loops over the documents."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from searchqa.engines.base import Searcher
from searchqa.model import UNDATED, Document
from searchqa.query.parser import parse
from searchqa.query.request import Filters, Request
from searchqa.schema import FACETS, FacetName, Grouping
from searchqa.text.fold import fold

TEXTS = ("", "data", "model test", '"feature store"', "how", "is:unanswered", "zzzqqq")


def values_of(document: Document, facet: FacetName) -> tuple[str, ...]:
    """Return what a document counts for, in the plainest way."""
    values: dict[FacetName, tuple[str, ...]] = {
        "author": document.authors,
        "book": (document.book,),
        "participant": (document.participant_key,) if document.participant_key else (),
        "role": (document.role,),
        "kind": (document.kind,),
        "year": () if document.start == UNDATED else (str(document.start.year),),
        "collection": (document.collection,),
    }
    return tuple(fold(value) for value in values[facet])


def passes(document: Document, filters: Filters, ignored: FacetName | None) -> bool:
    """Say whether a document passes all filters but one facet's."""
    return all(
        not filters.of(facet)
        or facet == ignored
        or {fold(v) for v in filters.of(facet)} & set(values_of(document, facet))
        for facet in FACETS
    )


def counted(
    documents: list[Document], filters: Filters, facet: FacetName, group: Grouping
) -> dict[str, int]:
    """Count one facet by loops: distinct threads when grouped, else messages."""
    pairs = {
        (document.thread if group == "thread" else document.id, value)
        for document in documents
        if passes(document, filters, facet)
        for value in values_of(document, facet)
    }
    return dict(Counter(value for _, value in pairs))


def matched(searcher: Searcher, text: str) -> list[Document]:
    request = Request(tree=parse(text).tree, group="none", limit=10**6, facets=())
    return [match.document for match in searcher.search(request).matches]


def some_filters(searcher: Searcher) -> list[Filters]:
    """Return no filter, one of each facet, and pairs of them with two values each."""
    top = {facet: [bucket.value for bucket in searcher.values(facet)][:3] for facet in FACETS}
    alone = [Filters().with_facet(facet, tuple(top[facet][:1])) for facet in FACETS]
    pairs = [
        Filters().with_facet(one, tuple(top[one][:2])).with_facet(other, tuple(top[other][1:3]))
        for one, other in combinations(FACETS, 2)
    ]
    return [Filters(), *alone, *pairs]


@pytest.mark.parametrize("group", ["thread", "none"])
@pytest.mark.parametrize("text", TEXTS)
def test_counts_are_what_loops_count(searcher: Searcher, text: str, group: Grouping) -> None:
    parsed = parse(text)
    found = matched(searcher, text)
    for filters in some_filters(searcher):
        answer = searcher.search(Request(tree=parsed.tree, filters=filters, group=group, limit=0))
        passing = [document for document in found if passes(document, filters, None)]
        threads = len({document.thread for document in passing})
        assert answer.messages == len(passing)
        assert answer.total == (threads if group == "thread" else len(passing))
        for facet in FACETS:
            buckets = {fold(bucket.value): bucket.count for bucket in answer.facets[facet]}
            expected = counted(found, filters, facet, group)
            chosen = dict.fromkeys(map(fold, filters.of(facet)), 0)
            assert buckets == {**chosen, **expected}, (facet, filters)


@pytest.mark.parametrize("group", ["thread", "none"])
@pytest.mark.parametrize("facet", FACETS)
def test_a_bucket_chosen_finds_exactly_its_count(
    searcher: Searcher, facet: FacetName, group: Grouping
) -> None:
    tree = parse("data").tree
    buckets = searcher.search(Request(tree=tree, group=group, limit=0)).facets[facet]
    assert buckets
    for bucket in buckets[:40]:
        filters = Filters().with_facet(facet, (bucket.value,))
        answer = searcher.search(Request(tree=tree, filters=filters, group=group, limit=0))
        assert answer.total == bucket.count, bucket


def test_what_is_chosen_stays_in_sight_with_count_zero(searcher: Searcher) -> None:
    value = searcher.values("author")[0].value
    request = Request(tree=parse("zzzqqq").tree, filters=Filters(author=(value,)))
    buckets = searcher.search(request).facets["author"]
    assert [(b.value, b.count, b.selected) for b in buckets] == [(value, 0, True)]


def test_people_with_one_name_stay_apart_by_book(
    searcher: Searcher, documents: tuple[Document, ...]
) -> None:
    single = {d.participant for d in documents if d.participant and " " not in d.participant}
    books: dict[str, set[str]] = {}
    for document in documents:
        if document.participant in single:
            books.setdefault(fold(document.participant), set()).add(document.book)
    shared = [name for name, where in books.items() if len(where) > 1]
    assert shared, "the documents hold no one-word name in two books"
    values = [bucket.value for bucket in searcher.values("participant")]
    labels = [bucket.label for bucket in searcher.values("participant")]
    for name in shared:
        keys = [v for v in values if fold(v.partition(" @ ")[0]) == name and " @ " in v]
        assert len(keys) == len(books[name])
    assert len(labels) == len(set(labels)), "two people look the same in the facet"

"""A wrong answer is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.parts.check import differences, miscounted, misgrouped, oddities, strangers
from benchmarks.peers.base import FACETS, Found, Shown
from benchmarks.queries import Query
from searchqa.engines.base import Answer
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.support.brute import BruteSearcher
from tests.support.documents import documents_by_book

if TYPE_CHECKING:
    from searchqa.results import Bucket


def right_answer() -> Answer:
    documents = next(iter(documents_by_book().values()))
    tree = parse("data").tree
    return BruteSearcher(documents).search(Request(tree=tree, group="none", facets=FACETS))


def counts(buckets: tuple[Bucket, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((bucket.label, bucket.count) for bucket in buckets[:20])


def found(answer: Answer, *, total: int | None = None, score: float = 1.0) -> Found:
    hits = tuple(
        Shown(m.document.id, "", "", "", "data", ((0, 4),), m.score * score) for m in answer.matches
    )
    facets = {str(name): counts(tuple(buckets)) for name, buckets in answer.facets.items()}
    return Found(answer.total if total is None else total, hits, facets)


def test_a_right_answer_is_right() -> None:
    right = right_answer()
    assert right.total > 10
    assert differences(found(right), right) == []


def test_wrong_counts_scores_and_facets_are_told() -> None:
    right = right_answer()
    assert "found" in differences(found(right, total=right.total + 1), right)[0]
    assert "the score of hit 1" in differences(found(right, score=1.01), right)[0]
    lacking = found(right)
    lacking.facets["participant"] = (*lacking.facets["participant"][:1], ("x", 10_000))
    assert "participant" in differences(lacking, right)[0]
    outside = Found(right.total, found(right).hits[:-1], found(right).facets)
    assert "hits" in differences(outside, right)[0]


def test_what_no_peer_may_answer() -> None:
    hits = (Shown("a", "", "", "", "", (), 1.0), Shown("b", "", "", "", "", (), 2.0))
    assert oddities(Found(0, ()), 3, 10)
    assert oddities(Found(11, hits[:1]), 3, 10)
    assert oddities(Found(2, hits), 3, 10)
    assert not oddities(Found(None, hits[:1]), 3, 10)
    assert strangers(Found(1, hits), {"a"}) == ["there is no message b"]


def test_counts_that_analysis_has_no_part_in_are_exact() -> None:
    browse, word = Query("browse"), Query("one word", words=("data",))
    assert miscounted("whoosh", browse, Found(9, ()), 10)
    assert not miscounted("whoosh", word, Found(2, ()), 10)
    assert miscounted("tantivy", word, Found(2, ()), 10)
    assert not miscounted("tantivy", word, Found(12, ()), 10)
    assert miscounted("whoosh-fields", word, Found(9, ()), 10)
    assert not miscounted("whoosh-fields", word, Found(10, ()), 10)
    assert not miscounted("whoosh-fields", Query("fuzzy", fuzzy="dta"), Found(9, ()), 10)


def test_facets_of_the_same_messages_are_exact() -> None:
    right = right_answer()
    word, narrowed = Query("one word", words=("data",)), Query("filter", value=("author", 0))
    assert misgrouped("whoosh-fields", word, found(right), right) == []
    lacking = found(right)
    lacking.facets["book"] = (("x", 1),)
    assert "book" in misgrouped("whoosh-fields", word, lacking, right)[0]
    assert not misgrouped("whoosh", word, lacking, right)
    assert not misgrouped("whoosh-fields", narrowed, lacking, right)

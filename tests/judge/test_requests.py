"""Whole requests, all kernels against plain loops: filters, order, groups, facets, marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.engines.arrays.kernels import (
    vector,
    vector_counts,
    vector_lists,
    vector_order,
)
from searchqa.engines.base import Answer
from searchqa.model import Document
from searchqa.query.dates import parse_date_range
from searchqa.query.request import Filters, Request
from searchqa.schema import FACETS, GROUPINGS, KINDS, ROLES, SORTS
from tests.judge.conftest import Judged
from tests.support.brute import BruteSearcher
from tests.support.documents import documents_by_book
from tests.support.trees import TREES

DOCUMENTS: tuple[Document, ...] = tuple(
    document for documents in documents_by_book().values() for document in documents
)
BRUTE = BruteSearcher(DOCUMENTS)
LARGE = (
    (vector, "_SMALL", 0),
    (vector, "_SHORTER", 2),
    (vector, "_DENSE", 300),
    (vector_lists, "_BLOCK", 7),
    (vector_counts, "_MANY", 0),
    (vector_order, "_ROWS", 2),
    (vector_order, "_SHOWN", 2),
    (vector_order, "_FEW", 0),
)


def some_of(values: set[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return mostly no value, else one or some; now and then one that nobody has."""
    chosen = st.lists(st.sampled_from([*sorted(values), "nobody"]), max_size=3, unique=True)
    return st.one_of(st.just(()), st.just(()), chosen.map(tuple))


DATES = st.sampled_from(["2021", "2021-04", "2022-02-21", "2022", "2024-02-14"])


FILTERS = st.builds(
    Filters,
    author=some_of({name for d in DOCUMENTS for name in d.authors}),
    book=some_of({d.book for d in DOCUMENTS}),
    participant=some_of({d.participant_key for d in DOCUMENTS if d.participant_key}),
    role=some_of(set(ROLES)),
    kind=some_of(set(KINDS)),
    year=some_of({str(d.start.year) for d in DOCUMENTS}),
    before=st.none() | DATES.map(lambda date: parse_date_range("before", date)),
    after=st.none() | DATES.map(lambda date: parse_date_range("after", date)),
    during=st.just(()) | DATES.map(lambda date: (parse_date_range("during", date),)),
)
REQUESTS = st.builds(
    Request,
    tree=TREES,
    filters=FILTERS,
    sort=st.sampled_from(SORTS),
    group=st.sampled_from(GROUPINGS),
    offset=st.integers(0, 30),
    limit=st.integers(0, 40),
    facets=st.just(FACETS),
)


def check(judged: Judged, request: Request) -> None:
    """Hold all kernels' whole answers against those of plain loops."""
    vector, *others = (searcher.search(request) for searcher in judged.searchers)
    for other in others:
        assert other == vector
        assert shown(other) == shown(vector)
    expected = BRUTE.search(request)
    assert (vector.total, vector.messages) == (expected.total, expected.messages)
    assert {name: tuple(buckets) for name, buckets in vector.facets.items()} == expected.facets
    assert vector.notices == expected.notices
    if near_ties(request):
        return
    assert [m.document for m in vector.matches] == [m.document for m in expected.matches]
    assert [m.more for m in vector.matches] == [m.more for m in expected.matches]
    assert shown(vector) == shown(expected)


def shown(answer: Answer) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """Return where each match's text and question are marked."""
    return [
        ([mark[:2] for mark in match.marks], [mark[:2] for mark in match.asked()])
        for match in answer.matches
    ]


def near_ties(request: Request) -> bool:
    """Say whether scores differ by less than 32 bits hold: then either may stand first."""
    every = BRUTE.search(replace(request, group="none", offset=0, limit=10**6, facets=()))
    scores = sorted(match.score for match in every.matches)
    return any(
        0 < above - below < 2e-6 * max(abs(above), 1e-3) for below, above in pairwise(scores)
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(request_=REQUESTS)
def test_any_request(judged: Judged, request_: Request) -> None:
    check(judged, request_)


@contextmanager
def as_if_large() -> Iterator[None]:
    """Let the kernel with numpy take the ways that it takes with many documents."""
    with ExitStack() as stack:
        for module, name, value in LARGE:
            stack.enter_context(patch.object(module, name, value))
        yield


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(request_=REQUESTS)
def test_any_request_as_if_there_were_many_documents(judged: Judged, request_: Request) -> None:
    with as_if_large():
        check(judged, request_)


@pytest.mark.slow
@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(request_=REQUESTS)
def test_very_many_requests(judged: Judged, request_: Request) -> None:
    check(judged, request_)

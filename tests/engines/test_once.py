"""A process that asks once gets the same answers, whichever kernel is the sooner one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from searchqa.engines.arrays.kernels import once
from searchqa.engines.base import Answer
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.schema import FACETS, GROUPINGS, SORTS
from tests.support.documents import documents_by_book

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.engines.arrays.kernels.choose import Wish

QUERIES = (
    "",
    "data versioning",
    '"feature store"',
    "+model -data",
    "(model AND data) OR NOT pipeline",
    "dep* monitoring pipelne~",
    "is:unanswered data",
    "role:author model",
    "zzzzqqq",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("once")
    writer = WhooshEngine().writer(place)
    for documents in documents_by_book().values():
        writer.add(documents)
    writer.commit()
    return place


def answers(folder: Path, kernel: Wish) -> list[Answer]:
    searcher = WhooshEngine(kernel).open(folder)
    found = [
        searcher.search(Request(tree=parse(text).tree, sort=sort, group=group, facets=FACETS))
        for text in QUERIES
        for sort in SORTS
        for group in GROUPINGS
    ]
    searcher.close()
    return found


# Never, somewhere among the queries, before the first one.
@pytest.mark.parametrize("worth", [10**9, 500, -1])
def test_the_answers_are_the_same(
    folder: Path, worth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "_WORTH", worth)
    assert answers(folder, "once") == answers(folder, "numpy") == answers(folder, "plain")


def test_it_answers_without_numpy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_WORTH", -1)
    monkeypatch.setitem(sys.modules, "searchqa.engines.arrays.kernels.vector_answer", None)
    assert answers(folder, "once") == answers(folder, "plain")


@pytest.mark.parametrize("offset", [0, 1, 3, 10**9, sys.maxsize])
@pytest.mark.parametrize("limit", [0, 1, 2, 1_000])
def test_any_page_is_that_of_numpy(folder: Path, offset: int, limit: int) -> None:
    numpy, plain = (WhooshEngine(kernel).open(folder) for kernel in ("numpy", "plain"))
    for text in QUERIES:
        for sort in SORTS:
            for group in GROUPINGS:
                request = Request(
                    parse(text).tree, sort=sort, group=group, offset=offset, limit=limit
                )
                assert plain.search(request) == numpy.search(request)

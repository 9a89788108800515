"""Indexes to judge, the same documents in all: one segment, many, after deletions and merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchqa.engines.arrays.kernels.choose import Wish
from searchqa.engines.base import Searcher
from searchqa.engines.whoosh_engine.bulk import MAX_SEGMENTS
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.model import Document
from tests.judge.whoosh_judge import Judge
from tests.support.documents import documents_by_book, half

SHAPES = ("one segment", "many segments", "after deletions", "after merges")
KERNELS: tuple[Wish, ...] = ("numpy", "plain", "once")


@dataclass(frozen=True)
class Judged:
    """Our searchers, one for each kernel, and Whoosh over the same folder."""

    searchers: tuple[Searcher, ...]
    judge: Judge


def build(folder: Path, books: dict[str, tuple[Document, ...]], shape: str) -> None:
    """Write the same live documents in one of the shapes."""
    names = sorted(name for name in books if books[name])
    if shape == "one segment":
        _write(folder, {name: books[name] for name in names})
        return
    if shape == "after merges":
        # Each transcript comes by itself, twice: more segments than are kept.
        for name in names * 2:
            _write(folder, {name: books[name]}, remove=(name,))
        return
    for at in range(3):
        # For deletions, some books are cut short at first: replaced below, they leave holes
        # in each segment, too few for the segment to be written again.
        cut = shape == "after deletions"
        part = names[at::3]
        _write(folder, {n: half(books[n]) if cut and n == part[0] else books[n] for n in part})
    if shape == "after deletions":
        replaced = {names[at]: books[names[at]] for at in range(3)}
        _write(folder, replaced, remove=tuple(replaced))


def _write(
    folder: Path, add: dict[str, tuple[Document, ...]], remove: tuple[str, ...] = ()
) -> None:
    writer = WhooshEngine().writer(folder)
    for name in remove:
        writer.remove(name)
    for documents in add.values():
        writer.add(documents)
    writer.commit()


@pytest.fixture(scope="session", params=SHAPES)
def judged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judged]:
    books = documents_by_book()
    folder = tmp_path_factory.mktemp("judged")
    build(folder, books, request.param)
    searchers = tuple(WhooshEngine(kernel).open(folder) for kernel in KERNELS)
    judge = Judge(folder)
    if request.param != "after merges":
        assert judge.reader.has_deletions() == (request.param == "after deletions")
    else:
        assert 1 < searchers[0].statistics().segments <= MAX_SEGMENTS
    assert judge.reader.is_atomic() == (request.param == "one segment")
    yield Judged(searchers, judge)
    for searcher in searchers:
        searcher.close()

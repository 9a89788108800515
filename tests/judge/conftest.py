"""Indexes to judge: one segment, many, and after deletions; the same documents in all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchqa.engines.base import Searcher
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.model import Document
from tests.judge.whoosh_judge import Judge
from tests.support.documents import documents_by_book

SHAPES = ("one segment", "many segments", "after deletions")


@dataclass(frozen=True)
class Judged:
    """Our searcher, and Whoosh over the same folder."""

    searcher: Searcher
    judge: Judge


def build(folder: Path, books: dict[str, tuple[Document, ...]], shape: str) -> None:
    """Write the same live documents in one of the shapes."""
    engine = WhooshEngine()
    names = sorted(books)
    if shape == "one segment":
        writer = engine.writer(folder)
        for name in names:
            writer.add(books[name])
        writer.commit()
        return
    for at in range(4):
        writer = engine.writer(folder)
        for name in names[at::4]:
            # The wrong half of a book first, to be replaced: deletions in each segment.
            half = books[name][::2] if shape == "after deletions" else books[name]
            writer.add(half)
        writer.commit()
    if shape == "after deletions":
        writer = engine.writer(folder)
        for name in names[::2]:
            writer.remove(name)
            writer.add(books[name])
        writer.commit()
        writer = engine.writer(folder)
        for name in names[1::2]:
            writer.remove(name)
            writer.add(books[name])
        writer.commit()


@pytest.fixture(scope="session", params=SHAPES)
def judged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judged]:
    books = documents_by_book()
    folder = tmp_path_factory.mktemp("judged")
    build(folder, books, request.param)
    searcher = WhooshEngine().open(folder)
    yield Judged(searcher, Judge(folder))
    searcher.close()

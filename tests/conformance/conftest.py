"""The engines that have to pass this suite; each is given the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchqa.engines.base import Engine, Searcher
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.model import Document
from tests.support.brute import BruteEngine
from tests.support.documents import SAMPLE, corpus, documents_by_book

ENGINES: dict[str, type[Engine]] = {"whoosh": WhooshEngine, "brute": BruteEngine}
# Plain loops over the large corpus take minutes and say nothing new.
CASES = ["whoosh-sample", "brute-sample", "whoosh-corpus"]


@pytest.fixture(scope="session", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, str]:
    engine, _, documents = str(request.param).partition("-")
    return engine, documents


@pytest.fixture(scope="session")
def engine(case: tuple[str, str]) -> Engine:
    return ENGINES[case[0]]()


@pytest.fixture(scope="session")
def folder(case: tuple[str, str]) -> Path:
    if case[1] == "sample":
        return SAMPLE
    large = corpus()
    if large is None:
        pytest.skip("the large corpus isn't on this machine (SEARCHQA_CORPUS)")
    return large


@pytest.fixture(scope="session")
def books(folder: Path) -> dict[str, tuple[Document, ...]]:
    return documents_by_book(folder)


@pytest.fixture(scope="session")
def documents(books: dict[str, tuple[Document, ...]]) -> tuple[Document, ...]:
    return tuple(document for name in books for document in books[name])


@pytest.fixture(scope="session")
def searcher(
    engine: Engine,
    books: dict[str, tuple[Document, ...]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("conformance")
    writer = engine.writer(folder)
    for name in sorted(books):
        writer.add(books[name])
    writer.commit()
    opened = engine.open(folder)
    yield opened
    opened.close()

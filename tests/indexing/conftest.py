"""A site of three books, a place for its index, and the engines that index it."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing.reindex import reindex
from searchqa.model import Document
from tests.indexing.fake_engine import FakeEngine
from tests.indexing.site import A, B, Site, holds, threads_of, three_books


@pytest.fixture(params=["fake", "whoosh"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engines: dict[str, type[FakeEngine | WhooshEngine]] = {
        "fake": FakeEngine,
        "whoosh": WhooshEngine,
    }
    return engines[request.param]()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return three_books(tmp_path / "site")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def changed(site: Site, index: Path, engine: Engine) -> dict[str, Document]:
    """Build an index twice, edit the site, and return what the index still answers."""
    reindex(site.sources, index, engine)
    site.write(A, threads_of(2, 7))
    reindex(site.sources, index, engine)
    old = holds(index, engine)
    site.write(A, threads_of(1, 8))
    site.remove(B)
    site.write("20230102-delta", threads_of(2, 9))
    return old

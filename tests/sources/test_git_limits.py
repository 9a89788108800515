"""How much a clone may hold, and what happens beyond."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchqa.errors import SourceError
from searchqa.sources.git.limits import Limits
from tests.sources.repository import Repository, paths, same_as_folder, synced


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "_books/b.md", "_people/ida.md", "README.md").commit()
    return site


def test_a_clone_that_grew_is_made_anew(site: Repository, home: Path, calls: list[str]) -> None:
    limits = Limits(packs=6)
    made = 0
    for number in range(9):
        site.write("_books/a.md", data=f"version {number}").commit()
        calls.clear()
        source = synced(site.source(home, limits=limits))
        made += "init" in calls
        same_as_folder(source, site.path, ["ida"])
        assert len(list(clone_packs(home))) <= limits.packs + 2 + 2
    assert 1 < made < 9


def clone_packs(home: Path) -> list[Path]:
    newest = max(path for path in home.iterdir() if path.name.isdecimal())
    return list(newest.glob("objects/pack/*.pack"))


def test_a_repository_that_is_too_big_is_stopped(site: Repository, home: Path) -> None:
    synced(site.source(home))
    site.write("_books/big.md", data=os.urandom(1_200_000).hex()).commit()
    source = site.source(home, limits=Limits(size=1_000_000))
    with pytest.raises(SourceError, match="bigger than 1 MB"):
        source.sync()
    assert paths(source) == ["_books/a.md", "_books/b.md"]
    assert "_books/big.md" in paths(synced(site.source(home)))

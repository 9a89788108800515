"""What lies in the folders of generations, and for how long."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.indexing import disk
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.model import Document
from tests.indexing.site import A, Site, fresh, generations, holds, threads_of


def test_where_links_are_not_possible_files_are_copied(
    site: Site,
    index: Path,
    engine: Engine,
    changed: dict[str, Document],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    new = fresh(site, engine)
    monkeypatch.setattr(os, "link", refuse)
    report = reindex(site.sources, index, engine)
    assert report.published
    assert holds(index, engine) == new
    assert verify(index, engine) == ()


def test_unchanged_segments_are_linked_and_the_published_ones_left_alone(
    site: Site, index: Path, engine: Engine, changed: dict[str, Document]
) -> None:
    def content(generation: str) -> dict[str, bytes]:
        folder = index / "generations" / generation
        return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.*")}

    published = content("000002")
    reindex(site.sources, index, engine)
    assert content("000002") == published
    shared = [
        path
        for path in (index / "generations" / "000003" / "segments").iterdir()
        if path.stat().st_nlink > 1
    ]
    assert shared


def test_a_reader_keeps_its_generation_through_later_ones(
    site: Site, index: Path, engine: Engine, changed: dict[str, Document]
) -> None:
    opened = open_index(index, engine)
    for number in range(3):
        site.write(A, threads_of(1, 20 + number))
        reindex(site.sources, index, engine)
    assert "000002" in generations(index)
    assert {d.id: d for d in opened.searcher.documents()} == changed
    opened.close()
    reindex(site.sources, index, engine)
    assert generations(index) == ["000004", "000005"]


def test_all_that_is_new_is_synced_before_it_answers(
    site: Site,
    index: Path,
    engine: Engine,
    changed: dict[str, Document],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A power cut can't be had in a test; the order that survives one can."""
    steps: list[tuple[str, Path]] = []

    def watch(name: str) -> None:
        real = getattr(disk, name)

        def step(path: Path, *rest: object) -> None:
            real(path, *rest)
            steps.append((name, path))

        monkeypatch.setattr(disk, name, step)

    for name in ("write", "sync_file", "sync_folder", "replace"):
        watch(name)
    reindex(site.sources, index, engine)
    renamed = steps.index(("replace", index / "CURRENT.next"))
    synced = {path for name, path in steps[:renamed] if name in ("write", "sync_file")}
    folders = {path for name, path in steps[:renamed] if name == "sync_folder"}
    generation = index / "generations" / "000003"
    for path in generation.rglob("*"):
        if path.is_dir():
            assert path in folders
        else:
            assert path in synced or path.stat().st_nlink > 1, path
    assert {generation, generation.parent, index} <= folders
    assert index / "CURRENT.next" in synced
    assert ("sync_folder", index) in steps[renamed:]

"""``searchqa reindex --watch``: a change is indexed as it happens."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.config import Config, SourceConfig
from searchqa.upkeep.watching import Listed, folders_of
from tests.indexing.site import threads_of
from tests.upkeep.conftest import A, B

if TYPE_CHECKING:
    from tests.indexing.site import Site
    from tests.upkeep.conftest import Start

WITHOUT = "import sys; sys.modules['watchfiles'] = None"


@pytest.mark.parametrize(("before", "seconds"), [("", 3.0), (WITHOUT, 5.0)])
def test_an_edit_is_indexed_soon(start: Start, site: Site, before: str, seconds: float) -> None:
    process = start("--watch", before=before)
    process.said("2 added")
    time.sleep(0.3)
    begun = time.monotonic()
    site.write(A, threads_of(1, 5))
    process.said("1 changed, 1 unchanged; generation 000002 published", seconds=10)
    assert time.monotonic() - begun < seconds
    warned = [line for line in process.errors if "listed every 2 seconds" in line]
    assert len(warned) == bool(before)
    if before:
        assert "watchfiles isn't installed (pip install 'searchqa[watch]')" in warned[0]
    assert process.end() == 0


def test_a_new_a_renamed_and_a_removed_file_and_an_author_are_seen(
    start: Start, site: Site
) -> None:
    process = start("--watch")
    process.said("2 added")
    site.write("20220404-new", threads_of(1, 5))
    process.said("1 added, 2 unchanged", seconds=5)
    site.file("20220404-new").rename(site.file("20220405-renamed"))
    process.said("1 added, 1 removed, 2 unchanged", seconds=5)
    site.remove("20220405-renamed")
    process.said("1 removed, 2 unchanged", seconds=5)
    site.person("annloom", "Ann B. Loom")
    process.said("2 changed", seconds=5)


def test_a_folder_that_goes_away_and_another_that_takes_its_place(start: Start, site: Site) -> None:
    process = start("--watch")
    process.said("2 added")
    copy = site.path.with_name("copy")
    shutil.copytree(site.path, copy)
    shutil.rmtree(site.path)
    process.said("there is nothing at site", seconds=5)
    copy.rename(site.path)
    process.said("2 unchanged", seconds=5)
    site.write(A, threads_of(1, 5))
    process.said("1 changed", seconds=5)


def test_an_index_inside_of_the_watched_folder_makes_no_run(
    start: Start, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "searchqa.yaml").write_text("sources: site\nindex: site/_built\n")
    process = start("--watch")
    process.said("2 added")
    (site.path / ".git").mkdir()
    (site.path / ".git" / "index").write_text("x")
    time.sleep(2)
    assert len(process.lines) == 2


def test_two_edits_at_once_are_one_run(start: Start, site: Site) -> None:
    process = start("--watch")
    process.said("2 added")
    time.sleep(0.3)
    for seed in range(20):
        site.write(A, threads_of(1, seed))
        site.write(B, threads_of(1, seed))
        time.sleep(0.02)
    process.said("2 changed", seconds=5)
    time.sleep(1)
    assert sum("published" in line for line in process.lines) == 2


def test_the_folders_are_those_of_folder_sources(tmp_path: Path, site: Site) -> None:
    books = site.path / "_books"
    single = tmp_path / "one" / "20220101-one.md"
    single.parent.mkdir()
    single.write_text("")
    sources = (
        SourceConfig(books),
        SourceConfig(single),
        SourceConfig(tmp_path / "nowhere"),
        SourceConfig(Path(), git=str(tmp_path)),
    )
    found = folders_of(Config(sources=sources))
    assert set(found) == {books, site.path / "_people", single.parent}
    assert set(folders_of(Config(sources=(SourceConfig(site.path), *sources)))) == {
        site.path,
        single.parent,
    }


def test_listing_sees_what_changed_and_nothing_else(tmp_path: Path, site: Site) -> None:
    index = site.path / "_built"
    index.mkdir()
    watcher = Listed([site.path], index, every=0)
    assert not watcher.wait(0)
    (index / "x").write_text("x")
    (site.path / ".hidden").write_text("x")
    assert not watcher.wait(0)
    site.write(A, threads_of(3, 3))
    assert watcher.wait(0)
    assert not watcher.wait(0)
    site.remove(A)
    assert watcher.wait(0)

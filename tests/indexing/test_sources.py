"""Several sources: one that fails keeps its part of the index, whatever the others do."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.errors import SourceError
from searchqa.formats import TRANSCRIPTS
from searchqa.indexing import before
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.report import ReindexOptions
from searchqa.sources.folder import FolderSource
from tests.indexing.site import A, B, C, Site, holds, threads_of

D, E = "20220404-delta", "20220502-epsilon"


@pytest.fixture
def other(tmp_path: Path) -> Site:
    made = Site(tmp_path / "other")
    made.write(D, threads_of(2, 5))
    made.write(E, threads_of(1, 6))
    made.person("annloom", "Ann Loom")
    return made


@pytest.fixture
def both(site: Site, other: Site) -> tuple[FolderSource, ...]:
    return (FolderSource(site.path), FolderSource(other.path))


def away(site: Site) -> Path:
    """Take a site away, as a disk that isn't mounted; return where it is."""
    return site.path.rename(site.path.with_name(f"{site.path.name}-away"))


def test_a_source_that_fails_keeps_its_part(
    site: Site, other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    old = holds(index, engine)
    kept = away(other)
    site.write(A, threads_of(1, 9))
    site.remove(B)
    report = reindex(both, index, engine)
    assert (report.changed, report.removed, report.unchanged) == ((A,), (B,), (C, D, E))
    assert report.exit_code == 2
    (problem,) = report.problems
    assert (problem.file, problem.code) == ("other", "source-failed")
    assert "nothing at" in problem.message
    assert [(s.name, s.books, s.problem) for s in report.sources] == [
        ("site", 2, None),
        ("other", 2, problem),
    ]
    now = holds(index, engine)
    assert {i: d for i, d in now.items() if d.book in (D, E)} == {
        i: d for i, d in old.items() if d.book in (D, E)
    }
    assert {d.book for d in now.values()} == {A, C, D, E}
    assert verify(index, engine) == ()
    kept.rename(other.path)
    mended = reindex(both, index, engine)
    assert (mended.unchanged, mended.problems, mended.exit_code) == ((A, C, D, E), (), 0)


def test_nothing_to_do_and_a_failing_source_publishes_nothing(
    other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    away(other)
    report = reindex(both, index, engine)
    assert not report.published
    assert report.generation == "000001"
    assert report.exit_code == 2


def test_a_full_run_takes_over_what_a_failing_source_gave(
    other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    old = holds(index, engine)
    away(other)
    report = reindex(both, index, engine, ReindexOptions(full=True))
    assert report.published
    assert holds(index, engine) == old
    assert verify(index, engine) == ()


def test_another_version_takes_over_what_a_failing_source_gave(
    other: Site,
    both: tuple[FolderSource, ...],
    index: Path,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reindex(both, index, engine)
    old = holds(index, engine)
    away(other)
    monkeypatch.setattr(before, "__version__", "99.0")
    assert "99.0" in reindex(both, index, engine).rebuilt
    assert holds(index, engine) == old


def test_a_bad_file_of_a_failing_source_stays_told(
    other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    other.spoil(D)
    reindex(both, index, engine)
    away(other)
    for options in (ReindexOptions(), ReindexOptions(full=True)):
        report = reindex(both, index, engine, options)
        assert report.kept == (D,)
        assert {p.code for p in report.problems} == {"source-failed", "unusable"}
        assert {d.book for d in holds(index, engine).values()} == {A, B, C, D, E}


def test_strict_publishes_nothing_while_a_source_fails(
    site: Site, other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    away(other)
    site.write(A, threads_of(1, 9))
    report = reindex(both, index, engine, ReindexOptions(strict=True))
    assert (report.published, report.exit_code) == (False, 2)


def test_all_sources_failing_is_an_error_and_leaves_all_as_it_was(
    site: Site, other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    old = holds(index, engine)
    away(site)
    away(other)
    with pytest.raises(SourceError, match=r"nothing at .*site"):
        reindex(both, index, engine)
    assert holds(index, engine) == old


def test_a_book_of_a_failing_source_isnt_taken_over_by_another(
    site: Site, other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    site.write(D, threads_of(3, 1))
    away(other)
    report = reindex(both, index, engine)
    assert D in report.unchanged
    opened = open_index(index, engine)
    opened.close()
    assert opened.manifest.transcripts[D].source == "other"


def test_a_source_that_is_gone_from_the_configuration_is_gone_from_the_index(
    both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    report = reindex(both[:1], index, engine)
    assert report.removed == (D, E)
    opened = open_index(index, engine)
    opened.close()
    assert list(opened.manifest.sources) == ["site"]


def test_a_failing_source_under_a_new_name_loses_nothing(
    site: Site, other: Site, index: Path, engine: Engine
) -> None:
    reindex((FolderSource(site.path), FolderSource(other.path)), index, engine)
    old = holds(index, engine)
    away(other)
    report = reindex((FolderSource(site.path), FolderSource(other.path, "new")), index, engine)
    assert report.removed == ()
    assert holds(index, engine) == old


def test_two_sources_of_one_name_are_refused(site: Site, index: Path, engine: Engine) -> None:
    with pytest.raises(SourceError, match='two sources are called "site"'):
        reindex((*site.sources, *site.sources), index, engine)
    assert not index.exists()


def test_another_collection_is_read_anew_for_this_source_alone(
    site: Site, other: Site, index: Path, engine: Engine
) -> None:
    reindex((FolderSource(site.path), FolderSource(other.path)), index, engine)
    talks = replace(TRANSCRIPTS, collection="talks")
    sources = (FolderSource(site.path), FolderSource(other.path, None, talks))
    report = reindex(sources, index, engine)
    assert (report.changed, report.unchanged) == ((D, E), (A, B, C))
    opened = open_index(index, engine)
    opened.close()
    assert {b.id: b.collection for b in opened.catalog.values()} == {
        **dict.fromkeys((A, B, C), "books"),
        **dict.fromkeys((D, E), "talks"),
    }
    assert opened.manifest.sources["other"].collection == "talks"


def test_a_folder_that_comes_back_empty_is_a_failure_and_no_removal(
    other: Site, both: tuple[FolderSource, ...], index: Path, engine: Engine
) -> None:
    reindex(both, index, engine)
    shutil.rmtree(other.path / "_books")
    report = reindex(both, index, engine)
    assert report.removed == ()
    assert [p.code for p in report.problems] == ["source-failed"]

"""What a file that can't be used does to an index: it is told, and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.report import ReindexOptions, Report
from tests.indexing.site import A, B, C, Site, holds, threads_of


def codes(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.severity == "error"]


def messages_of(index: Path, engine: Engine, book: str) -> list[str]:
    return sorted(d.text for d in holds(index, engine).values() if d.book == book)


def test_a_bad_file_keeps_its_last_good_version(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    site.spoil(A)
    site.write(B, threads_of(4, 5))
    report = reindex(site.sources, index, engine)
    assert (report.kept, report.changed, report.exit_code) == ((A,), (B,), 2)
    problem = next(p for p in report.problems if p.severity == "error")
    assert problem.file == f"_books/{A}.md"
    assert problem.line is not None
    held = holds(index, engine)
    assert {i for i, d in held.items() if d.book == A} == {
        i for i, d in good.items() if d.book == A
    }
    assert len([d for d in held.values() if d.book == B]) == 12
    assert "old-version" in [p.code for p in verify(index, engine)]

    again = reindex(site.sources, index, engine)
    assert (again.kept, again.exit_code, again.published) == ((A,), 2, False)
    assert problem in again.problems

    site.write(A, threads_of(1, 0))
    mended = reindex(site.sources, index, engine)
    assert (mended.changed, mended.kept, mended.exit_code) == ((A,), (), 0)
    assert verify(index, engine) == ()


def test_a_bad_file_that_goes_is_removed(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    site.spoil(A)
    reindex(site.sources, index, engine)
    site.remove(A)
    report = reindex(site.sources, index, engine)
    assert (report.removed, report.exit_code) == ((A,), 0)
    assert messages_of(index, engine, A) == []


def test_a_new_bad_file_is_told_until_it_is_mended(site: Site, index: Path, engine: Engine) -> None:
    site.spoil(B)
    first = reindex(site.sources, index, engine)
    assert (first.added, first.failed, first.exit_code) == ((A, C), (B,), 2)
    assert first.counts["books"] == 2
    again = reindex(site.sources, index, engine)
    assert (again.failed, again.exit_code, again.published) == ((B,), 2, False)
    site.write(B, threads_of(1))
    assert reindex(site.sources, index, engine).added == (B,)


@pytest.mark.parametrize("full", [False, True])
def test_a_full_run_keeps_last_good_versions_too(
    site: Site, index: Path, engine: Engine, full: bool
) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    site.spoil(C)
    report = reindex(site.sources, index, engine, ReindexOptions(full=full))
    assert report.kept == (C,)
    assert holds(index, engine) == good
    site.person("annloom", "Someone Else")
    report = reindex(site.sources, index, engine, ReindexOptions(full=full))
    assert report.kept == (C,)
    assert {d.authors for d in holds(index, engine).values() if d.book == C} == {("Ann Loom",)}


def test_a_bad_people_file_keeps_the_name_last_known(
    site: Site, index: Path, engine: Engine
) -> None:
    reindex(site.sources, index, engine)
    (site.path / "_people" / "annloom.md").write_bytes(b"---\ntitle: [\n---\n")
    report = reindex(site.sources, index, engine)
    assert report.changed == (A, B, C)
    assert codes(report) == ["unusable"]
    assert {d.authors for d in holds(index, engine).values()} == {("Ann Loom",)}
    assert codes(reindex(site.sources, index, engine)) == ["unusable"]


def test_strict_publishes_nothing(site: Site, index: Path, engine: Engine) -> None:
    strict = ReindexOptions(strict=True)
    site.spoil(A)
    report = reindex(site.sources, index, engine, strict)
    assert (report.published, report.exit_code, report.generation) == (False, 2, "")
    assert not (index / "CURRENT").exists()
    site.write(A, threads_of(1))
    assert reindex(site.sources, index, engine, strict).published
    good = holds(index, engine)
    site.spoil(B)
    site.write(C, threads_of(9, 9))
    report = reindex(site.sources, index, engine, strict)
    assert (report.published, report.generation) == (False, "000001")
    assert holds(index, engine) == good
    assert [p.name for p in (index / "generations").iterdir()] == ["000001"]


def test_of_two_files_with_one_stem_the_first_counts(
    site: Site, index: Path, engine: Engine, tmp_path: Path
) -> None:
    other = Site(tmp_path / "other")
    other.write(A, [[("Ida Brook", "From the other source?")]])
    other.write("20240101-epsilon", threads_of(1))
    sources = (*site.sources, *other.sources)
    report = reindex(sources, index, engine)
    assert codes(report) == ["same-book"]
    assert report.exit_code == 2
    assert report.added == (A, B, C, "20240101-epsilon")
    assert "From the other source?" not in messages_of(index, engine, A)
    swapped = reindex(sources[::-1], index, engine)
    assert swapped.changed == (A,)
    assert messages_of(index, engine, A) == ["From the other source?"]


def test_a_file_that_cannot_be_read_is_bad_not_gone(
    site: Site, index: Path, engine: Engine
) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    text = site.file(A).read_bytes()
    site.remove(A)
    os.mkfifo(site.file(A))
    for published in (True, False):
        report = reindex(site.sources, index, engine)
        assert (report.kept, report.removed, report.exit_code) == ((A,), (), 2)
        assert report.published == published
    assert holds(index, engine) == good
    site.remove(A)
    site.file(A).write_bytes(text)
    assert reindex(site.sources, index, engine).exit_code == 0


def test_a_file_behind_a_refused_link_keeps_its_last_version(
    site: Site, index: Path, engine: Engine, tmp_path: Path
) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    outside = tmp_path / "outside.md"
    site.file(A).rename(outside)
    site.file(A).symlink_to(outside)
    for full in (False, True):
        report = reindex(site.sources, index, engine, ReindexOptions(full=full))
        assert (report.kept, report.removed, report.exit_code) == ((A,), (), 2)
        assert holds(index, engine) == good
    site.file(A).unlink()
    outside.rename(site.file(A))
    report = reindex(site.sources, index, engine)
    assert (report.changed, report.exit_code) == ((A,), 0)

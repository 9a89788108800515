"""What a reindex does to what an index holds, and what it says about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import pytest

from searchqa.engines.base import Engine
from searchqa.errors import SourceError
from searchqa.formats import Format
from searchqa.indexing import before
from searchqa.indexing.manifest import checksum
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.settings import Settings
from searchqa.report import Progress, ReindexOptions, Report
from searchqa.sources.base import Entry
from searchqa.sources.folder import FolderSource
from tests.indexing.fake_engine import FakeEngine
from tests.indexing.site import A, B, C, Site, holds, threads_of


def codes(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.severity == "error"]


def messages_of(index: Path, engine: Engine, book: str) -> list[str]:
    return sorted(d.text for d in holds(index, engine).values() if d.book == book)


def test_a_first_run_indexes_everything(site: Site, index: Path, engine: Engine) -> None:
    report = reindex(site.sources, index, engine)
    assert report.added == (A, B, C)
    assert report.published
    assert report.generation == "000001"
    assert report.counts == {"books": 3, "threads": 6, "messages": 18}
    assert report.exit_code == 0
    held = holds(index, engine)
    assert len(held) == 18
    assert {d.authors for d in held.values()} == {("Ann Loom",)}
    opened = open_index(index, engine)
    opened.close()
    assert sorted(opened.catalog) == [A, B, C]
    assert opened.catalog[C].threads == 3
    assert opened.generation == "000001"


def test_nothing_changed_reads_and_writes_nothing(
    site: Site, index: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex(site.sources, index, engine)
    pointer = (index / "CURRENT").stat()

    def refuse(form: Format, data: bytes, file: str) -> NoReturn:
        raise AssertionError(f"{file} was read")

    monkeypatch.setattr("searchqa.indexing.reading.read_as", refuse)
    report = reindex(site.sources, index, engine)
    assert report.unchanged == (A, B, C)
    assert not report.published
    assert report.generation == "000001"
    assert report.counts["messages"] == 18
    assert (index / "CURRENT").stat().st_mtime_ns == pointer.st_mtime_ns
    assert [p.name for p in (index / "generations").iterdir()] == ["000001"]


def test_changed_added_and_removed_files(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    old = holds(index, engine)
    site.write(A, [[("Ida Brook", "A new question?"), ("Ann Loom", "A new answer.")]])
    site.write("20230102-delta", threads_of(2, 9))
    site.remove(B)
    report = reindex(site.sources, index, engine)
    assert (report.added, report.changed) == (("20230102-delta",), (A,))
    assert (report.removed, report.unchanged) == ((B,), (C,))
    assert report.generation == "000002"
    assert messages_of(index, engine, A) == ["A new answer.", "A new question?"]
    assert messages_of(index, engine, B) == []
    assert len(messages_of(index, engine, "20230102-delta")) == 6
    new = holds(index, engine)
    assert {i: d for i, d in new.items() if d.book == C} == {
        i: d for i, d in old.items() if d.book == C
    }


def test_a_people_file_changes_its_books_only(site: Site, index: Path, engine: Engine) -> None:
    site.write(B, threads_of(1), authors=["someone"])
    reindex(site.sources, index, engine)
    site.person("annloom", "Ann Loom-Weaver")
    report = reindex(site.sources, index, engine)
    assert (report.changed, report.unchanged) == ((A, C), (B,))
    site.person("someone", "Some One")
    report = reindex(site.sources, index, engine)
    assert (report.changed, report.unchanged) == ((B,), (A, C))
    names = {d.book: d.authors for d in holds(index, engine).values()}
    assert names[A] == ("Ann Loom-Weaver",)
    assert names[B] == ("Some One",)


def test_a_dry_run_only_plans(site: Site, index: Path, engine: Engine) -> None:
    dry = ReindexOptions(dry_run=True)
    report = reindex(site.sources, index, engine, dry)
    assert (report.added, report.dry_run, report.published) == ((A, B, C), True, False)
    assert not index.exists()
    reindex(site.sources, index, engine)
    stamps = {p: p.stat().st_mtime_ns for p in index.rglob("*")}
    site.remove(A)
    site.write(B, threads_of(5, 5))
    report = reindex(site.sources, index, engine, dry)
    assert (report.removed, report.changed, report.unchanged) == ((A,), (B,), (C,))
    assert {p: p.stat().st_mtime_ns for p in index.rglob("*")} == stamps


def test_a_moved_file_is_not_read_again(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    (site.path / "_books" / "old").mkdir()
    site.file(A).rename(site.path / "_books" / "old" / f"{A}.md")
    report = reindex(site.sources, index, engine)
    assert (report.unchanged, report.changed) == ((A, B, C), ())
    opened = open_index(index, engine)
    opened.close()
    assert opened.manifest.transcripts[A].file == f"_books/old/{A}.md"


def test_other_aliases_read_everything_again(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    settings = Settings({"annloom": ["Tom Reed"]})
    report = reindex(site.sources, index, engine, settings=settings)
    assert report.changed == (A, B, C)
    assert "aliases" in report.rebuilt
    assert {d.role for d in holds(index, engine).values() if d.participant == "Tom Reed"} == {
        "author"
    }
    assert reindex(site.sources, index, engine, settings=settings).rebuilt == ""


def test_another_version_reads_everything_again(
    site: Site, index: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex(site.sources, index, engine)
    monkeypatch.setattr(before, "__version__", "9.9")
    report = reindex(site.sources, index, engine)
    assert report.changed == (A, B, C)
    assert "9.9" in report.rebuilt


def test_another_fingerprint_builds_anew(site: Site, index: Path) -> None:
    reindex(site.sources, index, FakeEngine("one"))
    site.spoil(A)
    report = reindex(site.sources, index, FakeEngine("two"))
    assert report.rebuilt
    assert report.changed == (B, C)
    # What the other engine stored can't be read, so the loss is told.
    assert report.failed == (A,)
    assert "last-version-lost" in codes(report)
    assert {d.book for d in holds(index, FakeEngine("two")).values()} == {B, C}


def test_a_damaged_index_is_built_anew(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    catalog = index / "generations" / "000001" / "catalog.json"
    catalog.write_bytes(b"[]")
    report = reindex(site.sources, index, engine)
    assert "catalog.json" in report.rebuilt
    assert holds(index, engine) == good
    (index / "CURRENT").write_bytes(b"garbage")
    report = reindex(site.sources, index, engine)
    assert "CURRENT" in report.rebuilt
    assert report.generation == "000003"
    assert holds(index, engine) == good


def test_an_index_of_another_format_is_built_anew(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    manifest = index / "generations" / "000001" / "manifest.json"
    data = manifest.read_bytes().replace(b'"format":2', b'"format":7')
    manifest.write_bytes(data)
    pointer = {"generation": "000001", "sha256": checksum(data)}
    (index / "CURRENT").write_text(json.dumps(pointer))
    report = reindex(site.sources, index, engine)
    assert "format 7" in report.rebuilt
    assert len(holds(index, engine)) == 18


def test_a_file_that_changes_meanwhile_is_read_again(
    site: Site, index: Path, engine: Engine
) -> None:
    class Source(FolderSource):
        shifted = False

        def read(self, path: str) -> bytes:
            data = super().read(path)
            return data.replace(b"Version", b"Edition") if self.shifted else data

        def transcripts(self) -> tuple[Entry, ...]:
            self.shifted = False
            try:
                return super().transcripts()
            finally:
                self.shifted = True

    reindex((Source(site.path),), index, engine)
    assert any("Edition" in text for text in messages_of(index, engine, C))
    # The revision stored is that of the bytes indexed, so the older listing differs.
    assert reindex(site.sources, index, engine).changed == (A, B, C)
    assert not any("Edition" in text for text in messages_of(index, engine, C))


def test_no_source_is_an_error_and_no_empty_index(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    with pytest.raises(SourceError, match="no source"):
        reindex((), index, engine)
    for book in (A, B, C):
        site.remove(book)
    with pytest.raises(SourceError, match="no transcript"):
        reindex(site.sources, index, engine)
    assert len(holds(index, engine)) == 18


def test_worker_processes_give_the_same_index(
    site: Site, index: Path, engine: Engine, tmp_path: Path
) -> None:
    site.spoil(B)
    one = reindex(site.sources, index, engine)
    two = reindex(site.sources, tmp_path / "other", engine, ReindexOptions(jobs=3))
    assert holds(index, engine) == holds(tmp_path / "other", engine)
    assert (one.added, one.failed, one.problems) == (two.added, two.failed, two.problems)


def test_progress_names_each_book_that_is_read(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    site.write(B, threads_of(3, 3))
    site.write(C, threads_of(3, 4))
    said: list[Progress] = []
    reindex(site.sources, index, engine, progress=said.append)
    assert [(p.stage, p.done, p.total, p.name) for p in said] == [
        ("syncing", 0, 1, "site"),
        ("reading", 0, 2, B),
        ("reading", 1, 2, C),
        ("writing", 2, 2, ""),
        ("publishing", 2, 2, ""),
    ]


def test_two_generations_are_kept(site: Site, index: Path, engine: Engine) -> None:
    for number in range(1, 5):
        site.write(A, threads_of(1, number))
        assert reindex(site.sources, index, engine).generation == f"{number:06}"
    assert sorted(p.name for p in (index / "generations").iterdir()) == ["000003", "000004"]


def test_an_interrupted_run_leaves_no_trace(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    good = holds(index, engine)
    site.write(A, threads_of(5, 5))

    def stop(progress: Progress) -> None:
        if progress.stage == "publishing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(site.sources, index, engine, progress=stop)
    assert holds(index, engine) == good
    assert sorted(p.name for p in (index / "generations").iterdir()) == ["000001"]
    assert (index / "LOCK").read_bytes() == b""

"""An export writes what was read, leaves everything else alone, and says what it couldn't."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from searchqa.app import export, reindex, sample_config
from searchqa.config import Config, SourceConfig
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.errors import SearchqaError, SourceError, WriteError
from searchqa.formats import FORMATS
from searchqa.indexing.opened import open_index
from searchqa.model import Document
from searchqa.report import ExportReport
from searchqa.writers.place import file_name
from tests.indexing.site import A, B, C, Site, threads_of, three_books
from tests.support.documents import SAMPLE, corpus


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return three_books(tmp_path / "site")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def run(site: Site, out: Path, *, force: bool = False, dry_run: bool = False) -> ExportReport:
    return export(Config(sources=(SourceConfig(site.path),)), out, force=force, dry_run=dry_run)


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def documents(config: Config, index: Path) -> dict[str, Document]:
    assert reindex(replace(config, index=index)).exit_code == 0
    opened = open_index(index, WhooshEngine())
    try:
        return {document.id: document for document in opened.searcher.documents()}
    finally:
        opened.close()


@pytest.mark.parametrize("folder", [SAMPLE, corpus()], ids=["sample", "corpus"])
def test_an_index_of_the_export_is_an_index_of_the_source(
    folder: Path | None, out: Path, tmp_path: Path
) -> None:
    if folder is None:
        pytest.skip("the large corpus isn't on this machine")
    config = Config(sources=(SourceConfig(folder),))
    assert export(config, out).exit_code == 0
    before = documents(config, tmp_path / "one")
    after = documents(Config(sources=(SourceConfig(out),)), tmp_path / "two")
    assert len(before) > 300
    assert after == before


def test_the_second_time_nothing_is_touched(site: Site, out: Path) -> None:
    first = run(site, out)
    assert first.new == tuple(sorted(tree(out)))
    assert len(first.new) == 4
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    second = run(site, out)
    assert (second.new, second.changed, second.unchanged) == ((), (), first.new)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times


def test_only_what_changed_is_written_and_nothing_is_deleted(site: Site, out: Path) -> None:
    run(site, out)
    (out / "_books" / "notes.txt").write_text("mine")
    site.write(A, threads_of(2, 9))
    site.remove(B)
    report = run(site, out)
    assert report.changed == (f"_books/{A}.md",)
    assert {f"_books/{B}.md", "_books/notes.txt"} <= set(tree(out))
    assert not [name for name in tree(out) if ".export-" in name]


def test_a_dry_run_says_the_same_and_writes_nothing(site: Site, out: Path) -> None:
    dry = run(site, out, dry_run=True)
    assert not out.exists()
    assert dry.new == run(site, out).new


def test_a_bad_file_is_named_and_the_others_are_written(site: Site, out: Path) -> None:
    site.spoil(B)
    report = run(site, out)
    assert report.exit_code == 2
    assert [(p.file, p.severity) for p in report.problems] == [(f"_books/{B}.md", "error")]
    assert set(report.new) == {f"_books/{A}.md", f"_books/{C}.md", "_people/annloom.md"}


def test_a_source_that_fails_is_named_and_the_others_are_written(site: Site, out: Path) -> None:
    gone = SourceConfig(site.path / "gone", "gone")
    report = export(Config(sources=(gone, SourceConfig(site.path))), out)
    assert report.exit_code == 2
    assert [(p.file, p.code) for p in report.problems] == [("gone", "source-failed")]
    assert "index" not in report.problems[0].message
    assert len(report.new) == 4


def test_what_is_no_transcript_is_overwritten_only_by_force(site: Site, out: Path) -> None:
    (out / "_books").mkdir(parents=True)
    mine = out / "_books" / f"{A}.md"
    mine.write_text("# A page of mine\n")
    report = run(site, out)
    assert report.exit_code == 2
    assert "is none of ours" in report.problems[0].message
    assert mine.read_text() == "# A page of mine\n"
    assert run(site, out, force=True).changed == (f"_books/{A}.md",)


def test_keys_that_a_site_uses_besides_stay(site: Site, out: Path) -> None:
    file = site.file(A)
    own = 'image: "a.jpg" # square\nlayout:\n  wide: 01\n'
    file.write_text(file.read_text().replace("start:", f"{own}\n# when\nstart:"))
    run(site, out)
    written = (out / "_books" / f"{A}.md").read_text()
    assert own in written
    assert run(site, out).changed == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_nothing_is_written_through_a_link(site: Site, out: Path, tmp_path: Path) -> None:
    run(site, out)
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes((out / "_books" / f"{A}.md").read_bytes())
    (out / "_books" / f"{A}.md").unlink()
    (out / "_books" / f"{A}.md").symlink_to(elsewhere)
    site.write(A, threads_of(2, 9))
    before = elsewhere.read_bytes()
    report = run(site, out, force=True)
    assert report.exit_code == 2
    assert "is a link" in report.problems[0].message
    assert elsewhere.read_bytes() == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "_books").symlink_to(out / "_books")
    with pytest.raises(SearchqaError, match="is a link"):
        run(site, other)


def test_a_folder_inside_a_source_is_refused(site: Site) -> None:
    before = tree(site.path)
    for folder in (site.path, site.path / "_books" / "more"):
        with pytest.raises(SourceError, match="part of the source"):
            run(site, folder)
    assert tree(site.path) == before


def test_talks_are_left_out_and_said(site: Site, out: Path) -> None:
    talks = SourceConfig(site.path, "talks", FORMATS["talks"])
    report = export(Config(sources=(talks, SourceConfig(site.path, "books"))), out)
    assert [(p.file, p.code) for p in report.problems] == [("talks", "talks-left-out")]
    assert len(report.new) == 4
    with pytest.raises(SourceError, match="talks"):
        export(Config(sources=(talks,)), out)


def test_two_people_files_of_one_name_are_not_mixed(site: Site, out: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    other.write("20240101-other", threads_of(1))
    other.person("annloom", "Ann Loomis")
    sources = (SourceConfig(site.path), SourceConfig(other.path))
    report = export(Config(sources=sources), out)
    assert report.exit_code == 2
    assert "annloom.md has the place of" in report.problems[-1].message
    assert 'Ann Loom"' in (out / "_people" / "annloom.md").read_text()


@pytest.mark.parametrize(
    "id_",
    ["", " ", "..", ".x", "_x", "a/b", "a\\b", "a\0", "c:x", "con", "NUL.a", "COM1", "x ", "x.",
     "a\nb", "a?", "\ud800", "é" * 101],
)  # fmt: skip
def test_a_name_that_leads_out_or_gets_lost_is_refused(id_: str) -> None:
    with pytest.raises(WriteError, match="not written"):
        file_name(id_, "config")


@pytest.mark.parametrize("id_", ["20210927-x", "Über Engines", "a.b", "console", "a..b"])
def test_a_name_that_is_fine(id_: str) -> None:
    assert file_name(id_, "config") == f"{id_}.md"


def test_a_folder_that_is_a_file(site: Site, out: Path) -> None:
    out.write_text("x")
    with pytest.raises(SearchqaError, match="is no folder"):
        run(site, out)


def test_the_sample_has_a_form_of_its_own(out: Path) -> None:
    report = export(sample_config(Config()), out)
    assert report.exit_code == 0
    assert len(report.new) == 30


def test_a_key_that_points_elsewhere_is_told_when_it_cannot_stay(site: Site, out: Path) -> None:
    file = site.file(A)
    own = "layout: *t\nlong: |+\n  x\n\n\n"
    text = file.read_text().replace("title: ", "title: &t ").replace("start:", f"{own}start:")
    file.write_text(text)
    report = run(site, out)
    assert [(p.code, p.severity) for p in report.problems] == [("lost-key", "warning")]
    assert '"layout"' in report.problems[0].message
    assert "long: |+\n  x\n\n\n" in (out / "_books" / f"{A}.md").read_text()

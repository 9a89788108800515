"""Folders as sources: what is listed, what is left out and why, what is refused."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from searchqa.errors import ReadError, SourceError
from searchqa.sources.base import UNREADABLE, Entry, Source, revision_of
from searchqa.sources.folder import FolderSource

TEXT = b"---\ntitle: a\n---\n"
REVISION = "sha256:" + hashlib.sha256(TEXT).hexdigest()


def write(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(TEXT)
    return root


def paths(source: Source) -> list[str]:
    return [entry.path for entry in source.transcripts()]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(
        tmp_path / "site",
        "_books/20210927-b.md", "_books/20210920-a.md", "_books/_template.md", "_books/cover.jpg",
        "_people/idabrandt.md", "_people/_template.md", "_podcast/20210101-p.md", "README.md",
    )  # fmt: skip


def test_a_checkout_lists_its_books_by_name(site: Path) -> None:
    source = FolderSource(site)
    assert source.name == "site"
    assert source.transcripts() == (
        Entry("_books/20210920-a.md", REVISION),
        Entry("_books/20210927-b.md", REVISION),
    )
    assert source.read("_books/20210927-b.md") == TEXT
    assert revision_of(TEXT) == REVISION


def test_the_books_folder_alone_gives_the_same(site: Path) -> None:
    assert FolderSource(site / "_books").transcripts() == FolderSource(site).transcripts()
    assert FolderSource(site / "_books").person("idabrandt") == Entry(
        "_people/idabrandt.md", REVISION
    )


def test_templates_are_left_out_with_a_notice(site: Path) -> None:
    (notice,) = FolderSource(site).notices()
    assert (notice.file, notice.severity, notice.code) == (
        "_books/_template.md", "notice", "left-out",
    )  # fmt: skip


def test_people_are_found_by_slug_in_any_case(site: Path) -> None:
    source = FolderSource(site, "ours")
    assert source.name == "ours"
    assert source.person("idabrandt") == Entry("_people/idabrandt.md", REVISION)
    assert source.person("IdaBrandt") == Entry("_people/idabrandt.md", REVISION)
    assert source.read("_people/idabrandt.md") == TEXT
    for stranger in ("noor", "_template", "../_books/20210927-b", "", "a/b"):
        assert source.person(stranger) is None


def test_a_plain_folder_with_people_inside_or_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "one/2021/20210927-b.md", "one/20210920-a.md", "one/_people/ida.md")
    inside = FolderSource(tmp_path / "one")
    assert paths(inside) == ["2021/20210927-b.md", "20210920-a.md"]
    assert inside.person("ida") == Entry("_people/ida.md", REVISION)
    write(tmp_path, "two/20210920-a.md", "_people/noor.md")
    beside = FolderSource(tmp_path / "two")
    assert beside.person("noor") == Entry("_people/noor.md", REVISION)
    assert beside.read("_people/noor.md") == TEXT


def test_one_file(tmp_path: Path) -> None:
    write(tmp_path, "20210920-a.md", "20210927-b.md", "_people/ida.md")
    source = FolderSource(tmp_path / "20210920-a.md")
    assert paths(source) == ["20210920-a.md"]
    assert source.person("ida") == Entry("_people/ida.md", REVISION)


def test_one_file_of_a_checkout_keeps_its_name_there(site: Path) -> None:
    source = FolderSource(site / "_books" / "20210920-a.md")
    assert paths(source) == ["_books/20210920-a.md"]
    assert source.read("_books/20210920-a.md") == TEXT
    assert source.person("idabrandt") is not None


def test_files_about_the_folder_and_hidden_ones_are_no_transcripts(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "a.md", ".hidden.md", ".git/x.md", "_drafts/b.md", "c.txt", "D.MD")
    source = FolderSource(tmp_path)
    assert paths(source) == ["D.MD", "a.md"]
    assert {n.file for n in source.notices()} == {"README.md", "_drafts"}


def test_a_listing_is_of_now(tmp_path: Path) -> None:
    source = FolderSource(write(tmp_path, "a.md"))
    assert paths(source) == ["a.md"]
    write(tmp_path, "b.md")
    (tmp_path / "a.md").write_bytes(b"changed")
    assert source.transcripts() == (
        Entry("a.md", revision_of(b"changed")),
        Entry("b.md", REVISION),
    )


def test_nothing_there_is_an_error_and_no_empty_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing at"):
        FolderSource(tmp_path / "absent").sync()
    for empty in (tmp_path, write(tmp_path / "only", "_template.md")):
        with pytest.raises(SourceError) as caught:
            FolderSource(empty).transcripts()
        assert "no transcript" in caught.value.message
        assert caught.value.hint


def test_a_file_gone_since_the_listing_is_said(tmp_path: Path) -> None:
    source = FolderSource(write(tmp_path, "a.md"))
    source.transcripts()
    (tmp_path / "a.md").unlink()
    with pytest.raises(ReadError, match="can't be read"):
        source.read("a.md")


def test_names_that_lead_out_are_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(b"secret")
    source = FolderSource(site)
    for name in ("../secret.md", str(tmp_path / "secret.md"), "_people/../../secret.md"):
        with pytest.raises(ReadError, match="leads out"):
            source.read(name)


def test_a_link_out_of_the_folder_is_refused_and_said(site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(b"secret")
    (site / "_books" / "20210101-s.md").symlink_to(tmp_path / "secret.md")
    (site / "_people" / "noor.md").symlink_to(tmp_path / "secret.md")
    (site / "_books" / "20210102-t.md").symlink_to("20210927-b.md")
    (site / "_books" / "linked").symlink_to(tmp_path, target_is_directory=True)
    source = FolderSource(site)
    assert paths(source) == ["_books/20210102-t.md", "_books/20210920-a.md", "_books/20210927-b.md"]
    said = {n.file: n.severity for n in source.notices()}
    assert said["_books/20210101-s.md"] == "error"
    assert said["_books/linked"] == "notice"
    assert source.person("noor") is None


def test_what_cant_be_read_is_listed_so_that_it_never_seems_removed(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to("gone.md")
    (tmp_path / "c.md").symlink_to("c.md")
    (tmp_path / "d.md").write_bytes(b"x" * 5_000_001)
    source = FolderSource(tmp_path)
    assert [(e.path, e.revision == UNREADABLE) for e in source.transcripts()] == [
        ("a.md", False), ("b.md", True), ("c.md", True), ("d.md", True),
    ]  # fmt: skip
    for name in ("b.md", "c.md", "d.md"):
        with pytest.raises(ReadError) as caught:
            source.read(name)
        assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_no_file_and_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    os.mkfifo(tmp_path / "b.md")
    source = FolderSource(tmp_path)
    assert paths(source) == ["a.md", "b.md"]
    with pytest.raises(ReadError, match="no ordinary file"):
        source.read("b.md")


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", lambda: 0)() == 0,
    reason="the superuser may read anything",
)
def test_a_folder_without_permission_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "sub/b.md")
    (tmp_path / "sub").chmod(0)
    try:
        with pytest.raises(SourceError, match="can't list"):
            FolderSource(tmp_path).transcripts()
    finally:
        (tmp_path / "sub").chmod(0o700)

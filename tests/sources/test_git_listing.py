"""What is listed of a commit: the same as of a folder, and what only a commit can hold."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from searchqa.errors import ReadError, SourceError
from searchqa.formats import FORMATS, TRANSCRIPTS
from searchqa.sources.base import UNREADABLE
from tests.sources.repository import Repository, paths, run_git, same_as_folder, synced, told

SLUGS = ("ida", "IDA", "Ann", "ann", "_template", "", "a/b", "nobody", "../_books/a")


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write(
        "_books/20210927-b.md", "_books/20210920-a.md", "_books/_template.md", "_books/cover.jpg",
        "_books/README.md", "_books/.hidden.md", "_books/sub/c.MD", "_books/sub/d.markdown",
        "_books/_drafts/e.md", "_books/_people/f.md", "_books/.git-not/g.md", "_books/h.html",
        "_people/ida.md", "_people/Ann.md", "_people/_template.md", "_people/pic.jpg",
        "_podcast/20210101-p.md", "README.md", "docs/_podcast/x.md", "_people/deep/no.md",
        "plain/one.md", "plain/_people/ida.md", "plain/README", "plain/two.txt",
    )  # fmt: skip
    site.commit()
    return site


@pytest.mark.parametrize(
    ("folder", "form"),
    [
        (".", "transcripts"),
        ("_books", "transcripts"),
        ("_books/20210920-a.md", "transcripts"),
        ("_books/sub", "transcripts"),
        ("plain", "transcripts"),
        ("plain/one.md", "transcripts"),
        (".", "talks"),
        ("docs", "talks"),
        ("docs/_podcast", "talks"),
        ("_books", "html"),
    ],
)
def test_a_commit_is_listed_as_its_checkout(
    site: Repository, tmp_path: Path, folder: str, form: str
) -> None:
    chosen = next(one for name, one in FORMATS.items() if name == form)
    source = synced(site.source(tmp_path / "home.git", folder=folder, form=chosen))
    assert paths(source)
    same_as_folder(source, site.path / folder, SLUGS)


def test_a_checkout_lists_its_books_and_people(site: Repository, tmp_path: Path) -> None:
    source = synced(site.source(tmp_path / "home.git"))
    assert paths(source) == [
        "_books/20210920-a.md", "_books/20210927-b.md", "_books/sub/c.MD", "_books/sub/d.markdown",
    ]  # fmt: skip
    assert source.read("_books/20210920-a.md") == b"20210920-a.md"
    person = source.person("IdA")
    assert person is not None
    assert (person.path, person.revision) == (
        "_people/ida.md", "git:" + site.git("rev-parse", "HEAD:_people/ida.md"),
    )  # fmt: skip
    assert source.revision() == site.git("rev-parse", "HEAD")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_of_any_bytes(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    names = [
        b"\xff\xfe.md",
        b"new\nline.md",
        b'quo"te\t.md',
        "schön.md".encode(),
        b"-rf.md",
        b":(glob)*.md",
    ]
    site.write(*[b"_books/" + name for name in names]).write(b"_people/\xe9.md").commit()
    source = synced(site.source(tmp_path / "home.git"))
    assert len(paths(source)) == len(names)
    same_as_folder(source, site.path, ["\udce9"])


def test_links_inside_are_followed_and_others_are_told(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "_books/sub/b.md", "texts/c.md", "_people/ida.md")
    (tmp_path / "secret.md").write_bytes(b"secret")
    for name, target in {
        "_books/1.md": "a.md",
        "_books/2.md": "../texts/c.md",
        "_books/3.md": "1.md",
        "_books/4.md": "../../secret.md",
        "_books/5.md": str(tmp_path / "secret.md"),
        "_books/6.md": "gone.md",
        "_books/7.md": "7.md",
        "_books/8": "sub",
        "_books/9.md": "sub",
        "_books/_10.md": "a.md",
        "_books/11.md": "8/b.md",
        "_books/12.md": "a.md/x",
        "_people/ann.md": "ida.md",
        "_people/tom.md": "../../secret.md",
    }.items():
        (site.path / name).symlink_to(target)
    site.commit()
    source = synced(site.source(tmp_path / "home.git"))
    same_as_folder(source, site.path, ["ida", "ann", "tom"])
    assert source.person("tom") is None
    with pytest.raises(ReadError, match="leads nowhere"):
        source.read("_books/6.md")


def test_a_linked_folder_of_people_is_told(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "team/ida.md")
    (site.path / "_people").symlink_to("team")
    site.commit()
    source = synced(site.source(tmp_path / "home.git"))
    assert told(source.notices()) == ["notice left-out _people: left out: a linked folder"]


def test_a_submodule_is_told_and_not_fetched(tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.write("x.md").commit()
    site = Repository(tmp_path / "site")
    site.write("_books/a.md")
    site.git("submodule", "--quiet", "add", str(other.path), "_books/more")
    site.commit()
    source = synced(site.source(tmp_path / "home.git"))
    assert paths(source) == ["_books/a.md"]
    assert "submodule" in str(source.notices())
    with pytest.raises(SourceError, match="submodule"):
        site.source(tmp_path / "other.git", folder="_books/more").sync()


def test_too_big_and_pointers_are_told(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md").write("_books/b.md", data=b"x" * 5_000_001)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    site.write("_books/c.md", data=pointer).commit()
    source = synced(site.source(tmp_path / "home.git"))
    assert [e.path for e in source.transcripts() if e.revision == UNREADABLE] == ["_books/b.md"]
    with pytest.raises(ReadError, match="bigger than 5 MB"):
        source.read("_books/b.md")
    with pytest.raises(ReadError, match="Git LFS"):
        source.read("_books/c.md")


@pytest.mark.parametrize(
    ("folder", "message"),
    [("absent", "no folder absent"), ("_books/absent.md", "no folder"), ("linked", "is a link")],
)
def test_a_folder_that_isnt_there_is_an_error(
    site: Repository, tmp_path: Path, folder: str, message: str
) -> None:
    (site.path / "linked").symlink_to("_books")
    site.commit()
    with pytest.raises(SourceError, match=message) as caught:
        site.source(tmp_path / "home.git", folder=PurePosixPath(folder)).sync()
    assert caught.value.hint


def test_no_transcript_is_an_error_and_no_empty_source(site: Repository, tmp_path: Path) -> None:
    form = replace(TRANSCRIPTS, endings=(".rst",))
    with pytest.raises(SourceError, match="no transcript in _books"):
        synced(site.source(tmp_path / "home.git", form=form)).transcripts()
    empty = Repository(tmp_path / "empty")
    with pytest.raises(SourceError, match="empty"):
        empty.source(tmp_path / "empty.git").sync()
    empty.commit("nothing in it")
    with pytest.raises(SourceError, match="no transcript in site"):
        synced(empty.source(tmp_path / "empty.git")).transcripts()


def test_only_what_is_listed_can_be_read(site: Repository, tmp_path: Path) -> None:
    source = synced(site.source(tmp_path / "home.git"))
    for name in ("README.md", "../site/README.md", "/etc/passwd", "_books/cover.jpg", ""):
        with pytest.raises(ReadError, match="isn't in the commit"):
            source.read(name)


def test_a_deep_tree_and_a_name_of_git_itself(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.write("_books/" + "d/" * 300 + "x.md").commit()
    assert paths(synced(site.source(tmp_path / "home.git"))) == ["_books/" + "d/" * 300 + "x.md"]
    # A tree that a checkout would write into its own .git: refused when it comes in.
    blob = run_git("hash-object", "-w", "--stdin", at=site.path, given=b"#!/bin/sh\n")
    tree = site.git("mktree", given=f"100644 blob {blob}\t.git\n".encode())
    commit = site.git("commit-tree", tree, "-m", "evil")
    site.git("update-ref", "refs/heads/evil", commit)
    with pytest.raises(SourceError, match="can't fetch"):
        site.source(tmp_path / "evil.git", branch="evil").sync()

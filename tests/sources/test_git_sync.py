"""What happens elsewhere, and what a sync makes of it: little when nothing changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from searchqa.errors import SourceError
from searchqa.sources.git.source import GitSource
from tests.sources.repository import Repository, paths, run_git, same_as_folder, seen, synced


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "_books/b.md", "_people/ida.md", "README.md").commit()
    return site


def clone_of(home: Path) -> Path:
    (found,) = [path for path in home.iterdir() if path.name.isdecimal()]
    return found


def test_an_unchanged_repository_is_asked_once(
    site: Repository, home: Path, calls: list[str]
) -> None:
    first = synced(site.source(home))
    calls.clear()
    again = synced(site.source(home))
    assert calls == ["ls-remote"]
    assert again.transcripts() == first.transcripts()
    assert seen(again) == seen(first)


def test_a_change_is_fetched_and_the_clone_stays(
    site: Repository, home: Path, calls: list[str]
) -> None:
    synced(site.source(home))
    clone = clone_of(home)
    old = site.git("rev-parse", "HEAD")
    for edit in ("one", "two"):
        site.write("_books/a.md", data=edit).write(f"_books/{edit}.md")
        (site.path / "_books" / "b.md").unlink(missing_ok=True)
        new = site.commit()
        calls.clear()
        source = synced(site.source(home))
        assert calls.count("fetch") == 2
        assert "init" not in calls
        same_as_folder(source, site.path, ["ida"])
        assert source.revision() == new != old
    assert clone_of(home) == clone


def test_pictures_are_not_fetched(site: Repository, home: Path) -> None:
    site.write("assets/big.jpg", "_books/cover.jpg", data=os.urandom(3_000_000)).commit()
    for address in (str(site.path), f"file://{site.path}"):
        source = GitSource(address, home, "site")
        source.sync()
        assert paths(source) == ["_books/a.md", "_books/b.md"]
        assert sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) < 100_000
    site.write("assets/other.jpg", data=os.urandom(3_000_000)).write("_books/c.md").commit()
    synced(source)
    assert sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) < 100_000


def test_history_is_not_fetched(site: Repository, home: Path) -> None:
    for number in range(5):
        site.write("_books/a.md", data=f"version {number}").commit()
    synced(site.source(home))
    shown = run_git(
        "--git-dir", str(clone_of(home)), "log", "--format=%H", "refs/searchqa/tip", at=home
    )
    assert len(shown.splitlines()) == 1


def force_push(site: Repository) -> None:
    site.git("reset", "--quiet", "--hard", "HEAD~1")
    site.write("_books/rewritten.md").commit()


def unrelated(site: Repository) -> None:
    site.git("checkout", "--quiet", "--orphan", "fresh")
    site.git("rm", "--quiet", "-r", "--force", ".")
    site.write("_books/other.md").commit()
    site.git("branch", "--quiet", "--force", "--move", "main")


def other_default(site: Repository) -> None:
    site.git("branch", "--move", "main", "trunk")
    site.write("_books/trunk.md").commit()


def repacked(site: Repository) -> None:
    site.write("_books/c.md").commit()
    site.git("reflog", "expire", "--expire=now", "--all")
    site.git("gc", "--quiet", "--prune=now", "--aggressive")


def tag_of_that_name(site: Repository) -> None:
    site.git("tag", "main", "HEAD~1")
    site.git("tag", "HEAD", "HEAD~1")
    site.write("_books/c.md").commit()


def detached(site: Repository) -> None:
    site.git("checkout", "--quiet", "--detach")
    site.write("_books/detached.md").commit()


def made_again(site: Repository) -> None:
    shutil.rmtree(site.path)
    Repository(site.path).write("_books/new.md").commit()


def other_digits(site: Repository) -> None:
    shutil.rmtree(site.path)
    Repository(site.path, "--object-format=sha256").write("_books/new.md").commit()


def shallow_elsewhere(site: Repository) -> None:
    aside = site.path.with_name("aside")
    run_git("clone", "--quiet", "--depth=1", f"file://{site.path}", str(aside), at=site.path.parent)
    shutil.rmtree(site.path)
    aside.rename(site.path)
    site.write("_books/shallow.md").commit()


@pytest.mark.parametrize(
    "happens",
    [
        force_push, unrelated, other_default, repacked, tag_of_that_name, detached, made_again,
        other_digits, shallow_elsewhere,
    ],
)  # fmt: skip
def test_whatever_happens_elsewhere_is_followed(site: Repository, home: Path, happens: Any) -> None:
    site.write("_books/d.md").commit()
    synced(site.source(home))
    happens(site)
    source = synced(site.source(home))
    same_as_folder(source, site.path, ["ida"])
    assert source.revision() == site.git("rev-parse", "HEAD")
    site.write("_books/after.md").commit()
    same_as_folder(synced(source), site.path, ["ida"])


def test_a_branch_by_name(site: Repository, home: Path) -> None:
    site.git("checkout", "--quiet", "-b", "drafts/next")
    site.write("_books/draft.md").commit()
    site.git("checkout", "--quiet", "main")
    site.git("tag", "drafts")
    for name in ("drafts/next", "refs/heads/drafts/next"):
        assert "_books/draft.md" in paths(synced(site.source(home, branch=name)))
    assert "_books/draft.md" not in paths(synced(site.source(home, branch="main")))
    with pytest.raises(SourceError, match='no branch "drafts"'):
        site.source(home, branch="drafts").sync()


def test_a_folder_of_an_unchanged_commit_is_listed_anew(
    site: Repository, home: Path, calls: list[str]
) -> None:
    site.write("more/_books/x.md").commit()
    synced(site.source(home))
    calls.clear()
    source = synced(site.source(home, folder="more"))
    assert paths(source) == ["_books/x.md"]
    assert calls.count("fetch") == 1  # the content of x.md


def test_another_version_lists_anew_what_is_here(
    site: Repository, home: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced(site.source(home))
    calls.clear()
    monkeypatch.setattr("searchqa.sources.git.tree.__version__", "99")
    assert paths(synced(site.source(home))) == ["_books/a.md", "_books/b.md"]
    assert "ls-tree" in calls
    assert "fetch" not in calls


def vanish(site: Repository) -> None:
    shutil.rmtree(site.path)


def lose_branch(site: Repository) -> None:
    site.git("checkout", "--quiet", "-b", "elsewhere")
    site.git("branch", "--quiet", "-D", "main")


def lose_folder(site: Repository) -> None:
    site.git("mv", "_books", "_moved")
    site.commit()


@pytest.mark.parametrize(
    ("happens", "message"),
    [
        (vanish, "there is no git repository at"),
        (lose_branch, 'there is no branch "main" in'),
        (lose_folder, "there is no folder _books in"),
    ],
)
def test_what_is_gone_is_told_and_the_last_state_stays(
    site: Repository, home: Path, happens: Any, message: str
) -> None:
    kept = seen(synced(site.source(home, branch="main", folder="_books")))
    aside = site.path.with_name("aside")
    shutil.copytree(site.path, aside)
    happens(site)
    source = site.source(home, branch="main", folder="_books")
    for _ in range(2):
        with pytest.raises(SourceError, match=message) as caught:
            source.sync()
        assert "\n" not in str(caught.value)
        assert caught.value.hint
        assert seen(source) == kept
    shutil.rmtree(site.path, ignore_errors=True)
    aside.rename(site.path)
    site.write("_books/mended.md").commit()
    source.sync()
    assert "_books/mended.md" in paths(source)


def test_a_folder_that_stays_away_costs_no_new_clone(
    site: Repository, home: Path, calls: list[str]
) -> None:
    synced(site.source(home, folder="_books"))
    lose_folder(site)
    for _ in range(3):
        with pytest.raises(SourceError, match="there is no folder"):
            site.source(home, folder="_books").sync()
    assert calls.count("init") == 1


def test_a_source_that_was_never_fetched_says_so(site: Repository, home: Path) -> None:
    source = site.source(home)
    assert source.revision() == ""
    for ask in (source.transcripts, source.notices, lambda: source.person("ida")):
        with pytest.raises(SourceError, match="wasn't fetched yet"):
            ask()


def test_repositories_of_long_names(tmp_path: Path, home: Path) -> None:
    site = Repository(tmp_path / "site", "--object-format=sha256")
    site.write("_books/a.md", "_people/ida.md").commit()
    source = synced(site.source(home))
    same_as_folder(source, site.path, ["ida"])
    assert len(source.transcripts()[0].revision) == len("git:") + 64

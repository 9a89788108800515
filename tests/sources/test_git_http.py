"""Repositories over HTTP: clever servers, plain files, names and passwords."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from searchqa.errors import SourceError
from searchqa.sources.git.source import GitSource
from tests.sources.repository import Repository, paths, same_as_folder, synced
from tests.sources.web_server import serving

LOGIN = "ida:s3cret/@ü"
TYPED = "ida:s3cret%2F%40%C3%BC@"


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "hosted" / "site")
    site.write("_books/a.md", "_books/b.md", "_people/ida.md")
    site.write("big.jpg", data=os.urandom(1_000_000)).commit()
    return site


def kept(home: Path) -> bytes:
    """Return all that is written down, names of files included."""
    return b"".join(
        os.fsencode(path) + (path.read_bytes() if path.is_file() else b"")
        for path in home.rglob("*")
    )


@pytest.mark.parametrize("filters", ["true", "false"])
def test_a_clever_server(site: Repository, home: Path, filters: str) -> None:
    site.git("config", "uploadpack.allowFilter", filters)
    with serving(site.path.parent) as (address, _):
        source = synced(GitSource(f"{address}/site/.git", home, "site"))
        same_as_folder(source, site.path, ["ida"])
        # A server that can't leave contents out sends them all.
        assert (len(kept(home)) < 100_000) == (filters == "true")
        site.write("_books/c.md").commit()
        same_as_folder(synced(source), site.path, ["ida"])


def test_plain_files(site: Repository, home: Path) -> None:
    site.git("update-server-info")
    with serving(site.path.parent, smart=False) as (address, _):
        source = synced(GitSource(f"{address}/site/.git", home, "site"))
        same_as_folder(source, site.path, ["ida"])
        site.write("_books/c.md").commit()
        site.git("update-server-info")
        same_as_folder(synced(source), site.path, ["ida"])


def test_name_and_password_of_an_address_are_used_and_never_kept(
    site: Repository, home: Path
) -> None:
    with serving(site.path.parent, login=LOGIN) as (address, asked):
        url = f"{address.replace('//', f'//{TYPED}')}/site/.git"
        source = synced(GitSource(url, home, "site"))
        assert paths(source) == ["_books/a.md", "_books/b.md"]
        assert any(asked)
        assert b"s3cret" not in kept(home)
        assert "s3cret" not in source.revision() + repr(source.notices())
        # Another password is no other repository.
        clone = next(home.glob("0*"))
        site.write("_books/c.md").commit()
        synced(source)
        assert list(home.glob("0*")) == [clone]


@pytest.mark.parametrize("user", ["", "ida@", "ida:wrong@", "t0ken:@"])
def test_a_wrong_password_is_told_without_it(site: Repository, home: Path, user: str) -> None:
    with serving(site.path.parent, login=LOGIN) as (address, _):
        url = f"{address.replace('//', f'//{user}')}/site/.git"
        with pytest.raises(SourceError, match="asks for a name and a password") as caught:
            GitSource(url, home, "site").sync()
    assert str(caught.value).startswith(f"{address}/site/.git asks")
    assert "sources.md" in caught.value.hint


def test_a_netrc_in_the_home_folder_is_read(
    site: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login ida password plain\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving(site.path.parent, login="ida:plain") as (address, _):
        assert paths(synced(GitSource(f"{address}/site/.git", home, "site")))


def test_a_password_goes_to_no_other_host(site: Repository, home: Path) -> None:
    with (
        serving(site.path.parent, login="x:y") as (other, asked_other),
        serving(site.path.parent, elsewhere=other) as (address, _),
    ):
        url = f"{address.replace('//', f'//{TYPED}')}/site/.git"
        with pytest.raises(SourceError, match="asks for a name"):
            GitSource(url, home, "site").sync()
        assert asked_other
        assert not any(asked_other)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nothing", "there is no git repository at"),
        ("/site", "there is no git repository at"),
    ],
)
def test_nothing_there(site: Repository, home: Path, path: str, message: str) -> None:
    with serving(site.path.parent) as (address, _):
        url = f"{address}{path}?private_token=t0psecret"
        with pytest.raises(SourceError, match=message) as caught:
            GitSource(url, home, "site").sync()
    assert "t0psecret" not in str(caught.value) + caught.value.hint


def test_a_host_that_isnt_there(home: Path) -> None:
    with serving(home.parent) as (address, _):
        pass
    with pytest.raises(SourceError, match="can't be reached"):
        GitSource(f"{address}/x", home, "x").sync()
    with pytest.raises(SourceError, match=r"isn't known|can't be reached") as caught:
        GitSource("https://u:geheim@nowhere.invalid/x.git", home, "x").sync()
    assert re.search("geheim|u:|@", str(caught.value)) is None

"""Whatever is done to a repository, it is listed and read as a checkout of it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.errors import SourceError
from searchqa.sources.folder import FolderSource
from tests.sources.repository import Repository, same_as_folder

NAMES = (
    "_books/a.md", "_books/b.md", "_books/sub/a.md", "_books/sub/_t.md", "_books/README.md",
    "_people/ida.md", "_people/Ida.md", "_people/ann.md", "_books/_x/y.md", "pic.jpg", "c.md",
)  # fmt: skip
SLUGS = ("ida", "Ida", "IDA", "ann")

name = st.sampled_from(NAMES)
step = st.one_of(
    st.tuples(st.just("write"), name, st.binary(max_size=20)),
    st.tuples(st.just("remove"), name, st.just(b"")),
    st.tuples(st.just("rename"), name, name),
    st.tuples(st.just("link"), name, name),
    st.tuples(st.sampled_from(["back", "orphan", "pack"]), st.just(""), st.just(b"")),
)


def apply(site: Repository, what: str, at: str, by: bytes | str) -> None:
    path = site.path / at
    if what == "write":
        path.unlink(missing_ok=True)
        site.write(at, data=by)
    elif what == "remove":
        path.unlink(missing_ok=True)
    elif what == "rename" and path.is_file() and at != by:
        target = site.path / str(by)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    elif what == "link":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to("../" * at.count("/") + str(by))
    elif what == "back":
        site.git("reset", "--quiet", "--hard", "HEAD~1")
        return
    elif what == "orphan":
        site.git("checkout", "--quiet", "--orphan", "fresh")
        site.commit()
        site.git("branch", "--quiet", "--force", "--move", "main")
    elif what == "pack":
        site.git("gc", "--quiet", "--prune=now")
    site.commit()


def follow(rounds: list[list[tuple[str, str, bytes | str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Repository(Path(folder) / "site")
        site.write("_books/first.md").commit()
        source = site.source(Path(folder) / "home.git")
        for steps in rounds:
            for what, at, by in steps:
                if what == "back" and site.git("rev-list", "--count", "HEAD") == "1":
                    continue
                apply(site, what, at, by)
            source.sync()
            try:
                FolderSource(site.path).transcripts()
            except SourceError:
                with pytest.raises(SourceError, match="no transcript"):
                    source.transcripts()
                continue
            same_as_folder(source, site.path, SLUGS)
            assert source.revision() == site.git("rev-parse", "HEAD")


rounds = st.lists(st.lists(step, min_size=1, max_size=3), min_size=1, max_size=4)
quiet = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(quiet, max_examples=4)
@given(rounds)
def test_a_few_histories(rounds: list[list[tuple[str, str, bytes | str]]]) -> None:
    follow(rounds)


@pytest.mark.slow
@settings(quiet, max_examples=25)
@given(rounds)
def test_many_histories(rounds: list[list[tuple[str, str, bytes | str]]]) -> None:
    follow(rounds)

"""A git repository that tests write, rewrite and break.

In: files. Out: commits, and the same files as a checkout for a folder source.
Never: reads this machine's git settings.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from searchqa.model import Problem
from searchqa.sources.base import Source, revision_of
from searchqa.sources.folder import FolderSource
from searchqa.sources.git.source import GitSource

ENV = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2021-01-04T12:00:00Z",
    "GIT_COMMITTER_DATE": "2021-01-04T12:00:00Z",
}


def run_git(*arguments: str, at: Path, given: bytes = b"") -> str:
    who = ("-c", "user.name=Ida Brook", "-c", "user.email=ida@example.org")
    command = ["git", *who, "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=at, env=ENV, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return os.fsdecode(done.stdout).strip()


class Repository:
    """A repository with a checkout."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, given: bytes = b"") -> str:
        return run_git(*arguments, at=self.path, given=given)

    def write(self, *names: str | bytes, data: bytes | str | None = None) -> Repository:
        for name in names:
            path = self.path / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            content = os.fsencode(path.name) if data is None else data
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def commit(self, message: str = "more") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def source(self, home: Path, **options: Any) -> GitSource:
        return GitSource(str(self.path), home, "site", **options)


def synced(source: GitSource) -> GitSource:
    source.sync()
    return source


def paths(source: Source) -> list[str]:
    return [entry.path for entry in source.transcripts()]


def seen(source: Source, slugs: Iterable[str] = ()) -> dict[str, bytes | None]:
    """Return what is in a source: each entry's bytes, None for one that can't be read."""
    entries = [*source.transcripts(), *filter(None, map(source.person, slugs))]
    out: dict[str, bytes | None] = {}
    for entry in entries:
        if entry.revision == "unreadable":
            out[entry.path] = None
        else:
            out[entry.path] = source.read(entry.path)
            assert revision_of(out[entry.path] or b"", entry.revision) == entry.revision
    return out


def told(notices: tuple[Problem, ...]) -> list[str]:
    """Return what notices say, in an order that doesn't depend on a disk's."""
    return sorted(f"{n.severity} {n.code} {n}" for n in notices)


def same_as_folder(source: GitSource, folder: Path, slugs: Iterable[str] = ()) -> None:
    """Compare a source with a folder source on a checkout."""
    other = FolderSource(folder, "site", source.format)
    assert seen(source, slugs) == seen(other, slugs)
    assert told(source.notices()) == told(other.notices())

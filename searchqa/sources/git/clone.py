"""A bare clone that is never checked out: fetched, listed, and filled with the texts that count.

In: a repository elsewhere. Out: commits, trees and blobs here. Never: fetches the content of a
file that isn't asked for, where the other side can leave it out.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from searchqa.errors import SourceError
from searchqa.records import dataclass
from searchqa.sources.git.command import GitError, OverTimeError
from searchqa.sources.git.nodes import parse
from searchqa.sources.git.state import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from searchqa.sources.git.command import Git
    from searchqa.sources.git.nodes import Nodes

# How much is fetched: the newest commit without contents, with them, or everything there is.
# Servers that can't do the first do the second; plain files over HTTP only the last.
MODES: Final[tuple[tuple[str, ...], ...]] = (
    ("--depth=1", "--update-shallow", "--filter=blob:none"),
    ("--depth=1", "--update-shallow"),
    (),
)
WHOLE: Final = len(MODES) - 1

# GIT_CONFIG_GLOBAL came with it; older ones would read the user's settings.
_OLDEST: Final = (2, 32)
_TIP: Final = "refs/searchqa/tip"
_FETCH: Final = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
    "--no-show-forced-updates",
    "--recurse-submodules=no",
)


def tip_of(git: Git, branch: str) -> str:
    """Return the commit that a branch stands at elsewhere.

    Raises:
        SourceError: There is no such branch, or the repository is empty.
        GitError, OverTimeError: The place can't be asked.
    """
    name = f"refs/heads/{branch}" if branch else "HEAD"
    output = git.there(None, "ls-remote", "--", "origin", name, seconds=git.limits.ask)
    for line in output.decode(errors="replace").splitlines():
        oid, _, found = line.partition("\t")
        if found == name and re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", oid):
            return oid
    shown = git.remote.shown
    if branch:
        hint = "name another with branch:, or leave it out for the repository's own choice"
        raise SourceError(f'there is no branch "{branch}" in {shown}', hint)
    raise SourceError(
        f"{shown} is empty, or has no default branch",
        "push a commit, or name a branch with branch:",
    )


def check_version(git: Git) -> None:
    """Refuse a git that would read a user's settings.

    Raises:
        SourceError: It is too old.
    """
    said = git.here(None, "version").decode(errors="replace").strip()
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < _OLDEST:
        raise SourceError(f"{said or 'this git'} is too old", "install git 2.32 or newer")


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone on disk.

    Attributes:
        git: How git is called.
        repository: Its folder.
        mode: How much is fetched, a place in MODES.
        scratch: A file for what git reads; the caller holds the source's lock.
    """

    git: Git
    repository: Path
    mode: int
    scratch: Path

    def make(self, digits: int) -> None:
        """Make an empty clone for object names of so many digits."""
        kind = ("--object-format=sha256",) if digits == 64 else ()
        start = ("init", "--bare", "--quiet", "--template=", "--initial-branch=main")
        self.git.here(self.repository, *start, *kind)

    def fetch(self, branch: str) -> str:
        """Fetch the newest commit of a branch, whatever was there before; return its name."""
        source = f"refs/heads/{branch}" if branch else "HEAD"
        with_tip = ("--", "origin", f"+{source}:{_TIP}")
        self._fetch((*_FETCH, *MODES[self.mode], *with_tip), None)
        output = self.git.here(self.repository, "rev-parse", "--verify", f"{_TIP}^{{commit}}")
        return output.decode("ascii").strip()

    def look(self, commit: str, paths: Sequence[str]) -> Nodes:
        """List paths of a commit with all that lies below them; no path lists everything."""
        options = ("ls-tree", "-r", "-t", "-z", "--full-tree", commit, "--")
        return parse(self.git.here(self.repository, *options, *paths))

    def fill(self, oids: Collection[str]) -> dict[str, int]:
        """Fetch the contents that aren't here, all at once; return the size of each.

        Raises:
            GitError: Some can't be had.
        """
        here = self._sizes()
        absent = [oid for oid in dict.fromkeys(oids) if oid not in here]
        if absent:
            self.scratch.write_text("".join(f"{oid}\n" for oid in absent), encoding="ascii")
            # What is here already says nothing of which contents are.
            alone = ("-c", "fetch.negotiationAlgorithm=noop")
            part = ("--filter=blob:none",) if self.mode == 0 else ()
            self._fetch((*alone, *_FETCH, *part, "--stdin", "--", "origin"), self.scratch)
            here = self._sizes()
        lost = [oid for oid in absent if oid not in here]
        if lost:
            raise GitError(f"error: {len(lost)} contents weren't sent, {lost[0]} is one")
        return {oid: here[oid] for oid in oids}

    def contents(self, oids: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield some small contents that are here."""
        self.scratch.write_text("".join(f"{oid}\n" for oid in oids), encoding="ascii")
        data = self.git.here(self.repository, "cat-file", "--batch", given=self.scratch)
        at = 0
        while at < len(data):
            end = data.index(b"\n", at)
            oid, _, size = data[at:end].decode("ascii").split()
            yield oid, data[end + 1 : end + 1 + int(size)]
            at = end + int(size) + 2

    def _sizes(self) -> dict[str, int]:
        form = "--batch-check=%(objectname) %(objectsize)"
        # Of all that is here; asking for one that isn't would try to fetch it.
        output = self.git.here(
            self.repository, "cat-file", "--batch-all-objects", "--unordered", "--buffer", form
        )
        pairs = (line.split() for line in output.decode("ascii").splitlines())
        return {oid: int(size) for oid, size in pairs}

    def _fetch(self, arguments: Sequence[str], given: Path | None) -> None:
        watch = self._watch()
        seconds = self.git.limits.fetch
        self.git.there(self.repository, *arguments, seconds=seconds, given=given, watch=watch)
        watch()

    def _watch(self) -> Callable[[], None]:
        """Return what stops a fetch that brings too much, or nothing for too long."""
        limits, shown = self.git.limits, self.git.remote.shown
        last, since = -1, time.monotonic()

        def watch() -> None:
            nonlocal last, since
            size = size_of(self.repository)
            if size > limits.size:
                message = f"{shown} is bigger than {limits.size / 1_000_000:g} MB; stopped"
                raise SourceError(message, "use a smaller repository, or a folder as the source")
            if size != last:
                last, since = size, time.monotonic()
            elif time.monotonic() - since > limits.ask:
                raise OverTimeError(limits.ask)

        return watch

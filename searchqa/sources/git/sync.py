"""A clone is brought up to date, or made anew beside the old one, which it replaces in one step.

In: a repository elsewhere, the folder of a source. Out: a State. Never: mends a clone that
isn't as it was left, or lets a failure change what is there.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from searchqa.errors import SourceError
from searchqa.locking import try_exclusive
from searchqa.records import dataclass, replace
from searchqa.sources.git import words
from searchqa.sources.git.clone import WHOLE, Clone, check_version, tip_of
from searchqa.sources.git.command import Git, GitError, OverTimeError
from searchqa.sources.git.links import follow
from searchqa.sources.git.state import (
    BROKEN,
    STATE,
    File,
    Listing,
    State,
    files_of,
    load,
    save,
    size_of,
)
from searchqa.sources.git.tree import Walk, find, has_links, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

    from searchqa.formats import Format
    from searchqa.sources.git.address import Remote
    from searchqa.sources.git.limits import Limits

_LOCK: Final = "LOCK"
_SCRATCH: Final = "scratch"
_TRY_AGAIN: Final = 0.05
# How long a clone that was replaced stays for those who still read it.
_STAYS: Final = 3600.0
# A clone may grow by so much before it is made anew, beside as much as it was.
_GROWTH: Final = 20_000_000
# PATH_MAX of Linux.
_LONGEST_LINK: Final = 4096


@dataclass(frozen=True, slots=True)
class Sync:
    """What is synced, and where to.

    Attributes:
        home: The folder of the source: its clone, its state, its lock.
        remote: The repository.
        branch: A branch, "" for the repository's own choice.
        folder: The folder inside.
        form: How the files are written.
        limits: How long, how much.
    """

    home: Path
    remote: Remote
    branch: str
    folder: PurePosixPath
    form: Format
    limits: Limits

    def run(self) -> State:
        """Bring the clone up to date.

        Raises:
            SourceError: It can't be; what was there stays.
        """
        shown = self.remote.shown
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with _locked(self.home, self.limits.lock, shown) as lock:
                try:
                    return self._run(Git(self.limits, self.remote, lock))
                finally:
                    (self.home / _SCRATCH).unlink(missing_ok=True)
        except GitError as error:
            raise words.said(error.said, shown) from None
        except ValueError:
            raise words.said("error: git says what isn't understood", shown) from None
        except OverTimeError as error:
            raise words.silent(shown, error.seconds) from None
        except OSError as error:
            place = f" ({error.filename})" if error.filename else ""
            message = f"{shown} can't be kept here: {error.strerror or error}{place}"
            raise SourceError(message, "make room, or make the index's folder writable") from error

    def _run(self, git: Git) -> State:
        state = load(self.home)
        _sweep(self.home, state)
        tip = tip_of(git, self.branch)
        wants = wanted(self.folder, self.form)
        if state is None or not self._is_whole(state, tip):
            return self._anew(git, tip, state)
        if (state.commit, state.wanted) == (tip, wants):
            if state.branch != self.branch:
                state = replace(state, branch=self.branch)
                save(self.home, state)
            return state
        if not self._is_worn(state):
            try:
                return self._update(git, tip, state)
            except GitError as error:
                if words.is_outside(error.said):
                    raise
        return self._anew(git, tip, state)

    def _is_whole(self, state: State, tip: str) -> bool:
        """Say whether the clone is as it was left, and of the same repository."""
        if state.url != self.remote.url or len(state.commit) != len(tip):
            return False
        if (self.home / BROKEN).exists():
            return False
        try:
            return files_of(self.home / state.repository) == state.files
        except OSError:
            return False

    def _is_worn(self, state: State) -> bool:
        packs = sum(name.endswith(".pack") for name in state.files)
        size = sum(size for size, _ in state.files.values())
        return packs >= self.limits.packs or size > 2 * state.fresh + _GROWTH

    def _update(self, git: Git, tip: str, state: State) -> State:
        clone = Clone(git, self.home / state.repository, state.mode, self.home / _SCRATCH)
        commit = tip if tip == state.commit else clone.fetch(self.branch)
        try:
            return self._publish(clone, commit, state.before, state.fresh)
        except SourceError:
            # The commit has no such folder: the clone is in order, and the old state stays.
            save(self.home, replace(state, files=files_of(clone.repository)))
            raise

    def _anew(self, git: Git, tip: str, old: State | None) -> State:
        """Make a clone from nothing, as small as the other side allows."""
        check_version(git)
        taken = [int(path.name) for path in self.home.iterdir() if path.name.isdecimal()]
        repository = self.home / f"{max(taken, default=0) + 1:06}"
        before = old.repository if old is not None else ""
        mode = 0
        while True:
            clone = Clone(git, repository, mode, self.home / _SCRATCH)
            try:
                clone.make(len(tip))
                commit = clone.fetch(self.branch)
                return self._publish(clone, commit, before, 0)
            except GitError as error:
                if mode == WHOLE or words.is_outside(error.said):
                    raise
                mode = WHOLE if words.is_dumb(error.said) else mode + 1
            finally:
                self._discard(repository)

    def _discard(self, repository: Path) -> None:
        """Remove a clone that didn't become the one that counts."""
        state = load(self.home)
        if state is None or state.repository != repository.name:
            _remove(repository)

    def _publish(self, clone: Clone, commit: str, before: str, fresh: int) -> State:
        listing = _list(clone, commit, self.folder, self.form)
        state = State(
            repository=clone.repository.name,
            before=before,
            url=self.remote.url,
            branch=self.branch,
            commit=commit,
            wanted=wanted(self.folder, self.form),
            mode=clone.mode,
            fresh=fresh or size_of(clone.repository),
            files=files_of(clone.repository),
            listing=listing,
        )
        save(self.home, state)
        if not fresh:
            (self.home / BROKEN).unlink(missing_ok=True)
        return state


def _list(clone: Clone, commit: str, folder: PurePosixPath, form: Format) -> Listing:
    """List a commit, and fetch the contents that the list is of."""
    place, nodes = find(lambda paths: clone.look(commit, paths), folder, form)
    links: dict[str, str] = {}
    everything = nodes
    if has_links(place, nodes):
        everything = clone.look(commit, [])
        by_path = {path: node.oid for path, node in everything.items() if node.kind == "link"}
        sizes = clone.fill(by_path.values())
        said = dict(clone.contents({oid for oid, size in sizes.items() if size <= _LONGEST_LINK}))
        links = {path: os.fsdecode(said[oid]) for path, oid in by_path.items() if oid in said}
    found = Walk(
        place, nodes, form, lambda path, base: follow(path, base, everything, links)
    ).listing()
    sizes = clone.fill([one.oid for one in (*found.transcripts, *found.people) if one.oid])

    def sized(files: tuple[File, ...]) -> tuple[File, ...]:
        return tuple(replace(one, size=sizes.get(one.oid, 0)) for one in files)

    return replace(found, transcripts=sized(found.transcripts), people=sized(found.people))


@contextlib.contextmanager
def _locked(home: Path, seconds: float, shown: str) -> Iterator[int]:
    """Be the only process that syncs a clone.

    Raises:
        SourceError: Another one is at it, and doesn't end.
    """
    descriptor = _high(os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o644))
    try:
        until = time.monotonic() + seconds
        while not try_exclusive(descriptor):
            if time.monotonic() > until:
                message = f"another process is fetching {shown}"
                raise SourceError(message, "wait until it is done, and run it again")
            time.sleep(_TRY_AGAIN)
        yield descriptor
    finally:
        os.close(descriptor)


def _high(descriptor: int) -> int:
    """Return the same file under a number that a shell doesn't use for its own."""
    if sys.platform == "win32":
        return descriptor
    # Not there on Windows.
    import fcntl

    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    finally:
        os.close(descriptor)


def _sweep(home: Path, state: State | None) -> None:
    """Remove what killed runs left, and the clone of before when nobody reads it any more."""
    keep = {STATE, _LOCK, BROKEN}
    if state is not None:
        keep.add(state.repository)
        with contextlib.suppress(OSError):
            if time.time() - (home / STATE).stat().st_mtime < _STAYS:
                keep.add(state.before)
    for path in list(home.iterdir()):
        if path.name not in keep:
            _remove(path)


def _remove(path: Path) -> None:
    # Rarely needed, and it brings compression along.
    import shutil

    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()

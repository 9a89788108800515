"""What changes in the sources' folders, as it happens.

In: folders. Out: whether something changed while we waited.
Never: reads a file, looks outside of the folders, or takes the index's own files for a change.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from searchqa.sources.rules import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from searchqa.config import Config

# Changes that come so close together are one.
_STEP_MS: Final = 100
_DEBOUNCE_MS: Final = 500
_LOOK_MS: Final = 250
# How often folders are listed where nothing tells of changes.
LISTING_SECONDS: Final = 2.0

_Seen = dict[str, tuple[int, int, int]]


class Watcher(Protocol):
    """Sleeps until something changes."""

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; say whether something changed since the last time."""

    def close(self) -> None:
        """Let go of the folders."""


class Nothing:
    """There are no folders to watch: waiting is all there is.

    Args:
        sleep: Waits so many seconds.
    """

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self._sleep = sleep

    def wait(self, seconds: float) -> bool:
        """Wait; nothing ever changes."""
        self._sleep(seconds)
        return False

    def close(self) -> None:
        """There is nothing to let go of."""


class Notified:
    """The system tells what changes, through watchfiles.

    Args:
        folders: Which.
        index: The index's folder, whose own files don't count.

    Raises:
        ModuleNotFoundError: watchfiles isn't installed.
        OSError: The system can't watch these folders.
    """

    def __init__(self, folders: Sequence[Path], index: Path) -> None:
        # Only those who watch have it (extra `watch`).
        from watchfiles import watch

        self._changes: Generator[set[tuple[int, str]], None, None] = watch(  # type: ignore[assignment] # its Change is an int
            *folders,
            watch_filter=_Counts(folders, index),
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        # It begins to watch when it is first asked: before the first run, not after.
        next(self._changes, None)

    def wait(self, seconds: float) -> bool:
        """Wait a quarter of a second, or until a change is over."""
        found = next(self._changes, None)
        if found is None:
            # It ended; whoever rebuilds it looks at all anew.
            time.sleep(seconds)
            return False
        return bool(found)

    def close(self) -> None:
        """Stop watching."""
        self._changes.close()


class Listed:
    """The folders are listed every two seconds: nobody tells of changes.

    Args:
        folders: Which.
        index: The index's folder, whose own files don't count.
        every: Seconds between two looks.
    """

    def __init__(
        self, folders: Sequence[Path], index: Path, every: float = LISTING_SECONDS
    ) -> None:
        self._folders = folders
        self._counts = _Counts(folders, index)
        self._every = every
        self._seen = self._look()
        self._next = time.monotonic() + every

    def wait(self, seconds: float) -> bool:
        """Wait, and look if it is time."""
        time.sleep(seconds)
        if time.monotonic() < self._next:
            return False
        before, self._seen = self._seen, self._look()
        self._next = time.monotonic() + self._every
        return self._seen != before

    def close(self) -> None:
        """There is nothing to let go of."""

    def _look(self) -> _Seen:
        found: _Seen = {}
        for top in self._folders:
            for folder, folders, files in os.walk(top):
                folders[:] = [n for n in folders if self._counts(0, os.path.join(folder, n))]  # noqa: PTH118 (called for each)
                for name in files:
                    path = os.path.join(folder, name)  # noqa: PTH118 (called for each)
                    if self._counts(0, path):
                        found[path] = _mark(path)
        return found


class _Counts:
    """Says whether a changed path can matter: nothing hidden, nothing of the index."""

    def __init__(self, folders: Sequence[Path], index: Path) -> None:
        self._tops = [f"{top}{os.sep}" for top in folders]
        self._index = str(index.resolve())

    def __call__(self, _change: int, path: str) -> bool:
        if path == self._index or path.startswith(self._index + os.sep):
            return False
        inside = next((path[len(top) :] for top in self._tops if path.startswith(top)), "")
        return f"{os.sep}." not in f"{os.sep}{inside}"


def _mark(path: str) -> tuple[int, int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116 (called for each)
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


def folders_of(config: Config) -> dict[Path, int]:
    """Return the folders that folder sources lie in, as they are now.

    With each comes what tells it from another of the same name. One that isn't there is left
    out; so is one inside another.
    """
    found: dict[Path, int] = {}
    for one in config.sources:
        if one.git:
            continue
        try:
            place = one.path.resolve(strict=True)
            # A file is replaced as often as it is written: its folder is what stays.
            root = place if place.is_dir() else place.parent
            people = [folder / PEOPLE for folder in (root, root.parent)]
            for folder in (root, *(place for place in people if place.is_dir())):
                found[folder] = folder.stat().st_ino
        except (OSError, RuntimeError):
            continue
    inner = [f for f in found if any(f != other and f.is_relative_to(other) for other in found)]
    return {folder: number for folder, number in found.items() if folder not in inner}

"""The index that answers now, while others are published.

In: an index's folder. Out: leases on the generation that answers. Never: lets
go of a generation that somebody still reads, or drops a good one for a bad one.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from searchqa.app import Index, open_index
from searchqa.errors import IndexMissingError, SearchqaError
from searchqa.indexing.generations import CURRENT
from searchqa.indexing.hints import build_hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOG: Final = logging.getLogger("searchqa.web")


class _Lease:
    """One open generation and how many are reading it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.readers = 0
        self.retired = False


class Live:
    """Follows an index's folder; safe to use from threads.

    Attributes:
        trouble: Why the newest generation can't be opened, or None.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: SearchqaError | None = None
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._now: _Lease | None = None
        self._seen: tuple[int, int] | None = None

    @property
    def generation(self) -> str:
        """The generation that answers, "" when none does."""
        return self.published()[0]

    def published(self) -> tuple[str, str]:
        """Return the generation that answers and when it was made (ISO), "" for none."""
        now = self._now
        return (now.index.generation, now.index.manifest.created) if now else ("", "")

    @contextmanager
    def lease(self) -> Iterator[Index]:
        """Give the index that answers now, open as long as the block runs.

        Raises:
            SearchqaError: None can be opened.
        """
        with self._lock:
            held = self._now
            if held is not None:
                held.readers += 1
        if held is None:
            raise self.trouble or _missing(self.path)
        try:
            yield held.index
        finally:
            self._let_go(held)

    def follow(self) -> None:
        """Open the newest generation if another one was published since."""
        with self._opening:
            seen = self._pointer()
            if seen == self._seen and (self._now is not None or seen is None):
                return
            try:
                index = open_index(self.path)
                _warm(index)
            except SearchqaError as error:
                self._complain(error)
                # The next look tries again only when something changed, or nothing answers.
                self._seen = seen
                return
            self._seen, self.trouble = seen, None
            self._replace(_Lease(index))
            _LOG.info("answering from generation %s", index.generation)

    def close(self) -> None:
        """Let go of the index as soon as nobody reads it."""
        self._replace(None)

    def _pointer(self) -> tuple[int, int] | None:
        try:
            stat = (self.path / CURRENT).stat()
        except OSError:
            return None
        # A renamed file is another file, whatever the clock says.
        return stat.st_ino, stat.st_mtime_ns

    def _complain(self, error: SearchqaError) -> None:
        told = self.trouble is not None and self.trouble.message == error.message
        self.trouble = error
        if not told:
            _LOG.error("%s; %s", error.message, error.hint)

    def _replace(self, lease: _Lease | None) -> None:
        with self._lock:
            before, self._now = self._now, lease
            if before is None:
                return
            before.retired = True
            idle = before.readers == 0
        if idle:
            before.index.close()

    def _let_go(self, held: _Lease) -> None:
        with self._lock:
            held.readers -= 1
            idle = held.retired and held.readers == 0
        if idle:
            held.index.close()


def _missing(path: Path) -> SearchqaError:
    return IndexMissingError(f"there is no index in {path} yet", build_hint(path))


def _warm(index: Index) -> None:
    """Ask once, so that the first reader doesn't wait for tables that are made on first use."""
    index.search("a", limit=1)
    index.search("", author="a", book="a", participant="a", limit=1)

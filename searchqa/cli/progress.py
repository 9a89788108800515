"""One line that says where a reindex is, and goes away at the end.

In: progress. Out: a line on stderr when it is a terminal. Never: writes into a pipe.
"""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from searchqa.presenters.marked import Marked, cut, one_line
from searchqa.presenters.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchqa.report import Progress

_EVERY: Final = 0.05
_BACK: Final = "\r\x1b[K"
_VERBS: Final = {
    "syncing": "Asking",
    "reading": "Reading",
    "writing": "Writing",
    "publishing": "Publishing",
}


@contextmanager
def progress_line() -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows progress; the line is gone when the block ends."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    line = _Line()
    try:
        yield line.show
    finally:
        line.clear()


class _Line:
    """A line that is written over itself, at most twenty times a second."""

    def __init__(self) -> None:
        self._last = 0.0
        self._stage = ""
        self._terminal = Terminal(unicode="utf" in (sys.stderr.encoding or "").lower())

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY and progress.stage == self._stage:
            return
        self._last, self._stage = now, progress.stage
        dot = self._terminal.symbol("dot")
        parts = [f"{_VERBS[progress.stage]} {progress.done}/{progress.total}", progress.name]
        text = one_line(dot.join(part for part in parts if part), self._terminal)
        room = shutil.get_terminal_size().columns - 1
        sys.stderr.write(_BACK + cut(Marked(text), room, self._terminal.symbol("more")).text)
        sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write(_BACK)
        sys.stderr.flush()


def _nothing(_: Progress) -> None:
    """Say nothing: stderr is no terminal."""

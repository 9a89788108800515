"""Another process that inverts and writes its share of the documents.

In: documents. Out: the segment and the batch it made of them, or what went wrong there.
Never: outlives the process that started it, or lets it wait for one that has died.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import secrets
import signal
import threading
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from searchqa.engines.arrays.invert import invert
from searchqa.engines.whoosh_engine.aside import put_aside, take_back
from searchqa.engines.whoosh_engine.segment import write_segment
from searchqa.errors import SearchqaError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from searchqa.engines.arrays.facts import Facts
    from searchqa.engines.whoosh_engine.private import Segment
    from searchqa.model import Document

StartMethod: TypeAlias = Literal["fork", "forkserver", "spawn"]

# How files end that are on their way from one process to another.
SHARE: Final = ".share"
BATCH: Final = ".batch"
# What a process says when it begins to wait for work.
_AWAKE: Final = "awake"
_DIED: Final = "a process that was writing the index ended before its work was done"
_DIED_HINT: Final = "it may have had too little memory; index with --jobs 1"


class Helper:
    """A process for one share after the other.

    Args:
        folder: Where segments are written.
        start: How Python starts a process.
    """

    def __init__(self, folder: Path, start: StartMethod) -> None:
        context: Any = multiprocessing.get_context(start)
        self._folder = folder
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, folder), daemon=True)
        self._process.start()
        theirs.close()
        self._awake = False
        self._batch: Path | None = None

    def awake(self) -> bool:
        """Say whether the process has begun to wait for work."""
        if not self._awake and self._ours.poll():
            self._awake = self._heard() == _AWAKE
        return self._awake

    @property
    def busy(self) -> bool:
        """Say whether a share was given whose result nobody has asked for."""
        return self._batch is not None

    def finished(self) -> bool:
        """Say whether a result can be had without waiting."""
        return self.busy and self.awake() and self._ours.poll()

    def give(self, documents: Sequence[Document]) -> None:
        """Let it begin with its next share.

        Raises:
            OSError: The disk refuses.
            SearchqaError: It has died.
        """
        name = secrets.token_hex(8)
        share, self._batch = self._folder / f"{name}{SHARE}", self._folder / f"{name}{BATCH}"
        # A pipe is small: it would keep us waiting until the other process is awake.
        with share.open("xb") as file:
            pickle.dump(documents, file, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            self._ours.send((share, self._batch))
        except OSError as error:
            raise SearchqaError(_DIED, _DIED_HINT) from error

    def result(self) -> tuple[Segment, Facts]:
        """Wait for what became of the share.

        Raises:
            Exception: Whatever went wrong in the other process.
            SearchqaError: It has died.
        """
        assert self._batch is not None  # noqa: S101 - results are asked for after giving
        answer = self._heard()
        if answer == _AWAKE:
            self._awake = True
            answer = self._heard()
        batch, self._batch = self._batch, None
        if isinstance(answer, Exception):
            raise answer
        return answer, take_back(batch)

    def _heard(self) -> Segment:
        """Wait for what the process says: that it is awake, a segment, or an error."""
        wait([self._ours, self._process.sentinel])
        try:
            if self._ours.poll():
                return self._ours.recv()
        except (EOFError, OSError):
            pass
        raise SearchqaError(_DIED, _DIED_HINT)

    def stop(self) -> None:
        """End the process, whatever it does; files that it hasn't handed over stay."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ours.close()


def _work(theirs: Connection, folder: Path) -> None:
    """Make a segment and a batch of each share, until told no more."""
    # An interrupt from the keyboard reaches all processes; ours is ended by the other.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError):
        theirs.send(_AWAKE)
        while True:
            share, batch = theirs.recv()
            try:
                theirs.send(_written(folder, share, batch))
            except Exception as error:  # noqa: BLE001 - raised again where it is heard
                theirs.send(error)


def _written(folder: Path, share: Path, aside: Path) -> Segment:
    with share.open("rb") as file:
        documents = pickle.load(file)  # noqa: S301 - written by the process that started this one
    share.unlink()
    batch = invert(documents)
    put_aside(batch, aside)
    return write_segment(folder, batch)


def _end_with_parent() -> None:
    # A helper of a killed process would wait for work for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

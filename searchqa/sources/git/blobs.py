"""Contents of a clone, one after the other from one process of git.

In: Git's names of contents. Out: bytes, compared with their name. Never: talks to a network, or
takes a process along into another one.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import weakref
from typing import TYPE_CHECKING

from searchqa.sources.base import GIT, revision_of
from searchqa.sources.git.command import program, stop
from searchqa.sources.git.environment import environment

if TYPE_CHECKING:
    from pathlib import Path


class BrokenCloneError(Exception):
    """The clone doesn't hold what it should."""


class Blobs:
    """Reads contents; the process starts with the first one and ends with this object.

    Args:
        repository: The clone.
    """

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._busy = threading.Lock()

    def read(self, oid: str) -> bytes:
        """Return a content.

        Raises:
            BrokenCloneError: It isn't there, or isn't what its name says.
            SourceError: There is no git.
        """
        with self._busy:
            try:
                data = self._ask(oid)
            except (OSError, ValueError) as error:
                self.close()
                raise BrokenCloneError from error
        if revision_of(data, f"{GIT}{oid}") != f"{GIT}{oid}":
            raise BrokenCloneError
        return data

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            _end(process)

    def _ask(self, oid: str) -> bytes:
        process = self._started()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - pipes
        process.stdin.write(f"{oid}\n".encode("ascii"))
        process.stdin.flush()
        # "<oid> blob <size>", or "<oid> missing"; see git-cat-file(1).
        _, kind, size = process.stdout.readline().split()
        data = process.stdout.read(int(size) + 1)
        if kind != b"blob" or len(data) != int(size) + 1:
            raise ValueError
        return data[:-1]

    def _started(self) -> subprocess.Popen[bytes]:
        # A copy of this process mustn't read what the original asked for.
        if self._process is None or self._owner != os.getpid():
            command = [program(), "--git-dir", str(self._repository), "cat-file", "--batch"]
            # It ends by itself when we do: then there is nothing more to read for it.
            self._process = subprocess.Popen(  # noqa: S603 - a list without a given value
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(None, 0),
                start_new_session=True,
            )
            self._owner = os.getpid()
            weakref.finalize(self, _end, self._process, self._owner)
        return self._process


def _end(process: subprocess.Popen[bytes], owner: int | None = None) -> None:
    if owner is not None and owner != os.getpid():
        return
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    stop(process)

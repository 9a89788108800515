"""One writer at a time, and generations that stay while somebody reads them.

In: the index folder, a generation's folder. Out: locks that end with their process.
Never: waits, leaves a lock behind after a kill, or trusts a process id in a file.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from searchqa.errors import BrokenIndexError, IndexLockedError
from searchqa.locking import try_exclusive

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE: Final = "LOCK"
KEEPER_FILE: Final = "REINDEXER"
READERS_FILE: Final = "READERS"
_MOMENT: Final = 0.05


@contextlib.contextmanager
def writing(index: Path) -> Iterator[None]:
    """Be the only writer of an index inside the ``with`` block.

    The lock is the operating system's, so it ends with the process however that
    ends; what the file says is only for the message. The file itself stays:
    removing it would let two writers lock two files of one name.

    Raises:
        IndexLockedError: Another process writes; the message names it.
        BrokenIndexError: The file system can't lock.
    """
    hint = "wait until it is done; searching goes on meanwhile"
    with _alone(index, LOCK_FILE, "being written", hint):
        yield


@contextlib.contextmanager
def keeping(index: Path) -> Iterator[None]:
    """Be the only one who reindexes regularly inside the ``with`` block; see ``writing``.

    Raises:
        IndexLockedError: Another process does; the message names it.
        BrokenIndexError: The file system can't lock.
    """
    hint = "end that one first; `searchqa reindex` without --every or --watch runs once beside it"
    with _alone(index, KEEPER_FILE, "kept up to date already", hint):
        yield


def is_kept(index: Path) -> bool:
    """Say whether somebody reindexes regularly now."""
    if sys.platform == "win32":
        return True  # asking would be in the way of one who begins
    try:
        descriptor = os.open(index / KEEPER_FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared: two who ask don't see each other.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextlib.contextmanager
def _alone(index: Path, name: str, done: str, hint: str) -> Iterator[None]:
    descriptor = os.open(index / name, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            free = try_exclusive(descriptor)
            if not free and name == KEEPER_FILE:
                # Somebody may only be asking whether it is locked, which takes no time.
                time.sleep(_MOMENT)
                free = try_exclusive(descriptor)
        except OSError as error:
            message = f"the file system of {index} can't lock files ({error.strerror})"
            raise BrokenIndexError(message, "put the index on a local disk (--index DIR)") from None
        if not free:
            message = f"the index in {index} is {done} by {_holder(descriptor)}"
            raise IndexLockedError(message, hint)
        # The note is for people only: a full disk mustn't stop the writer here.
        with contextlib.suppress(OSError):
            _note(descriptor)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


class ReaderLock:
    """Says that a generation is being read, until it is closed or the process ends.

    ``held`` is False when the generation is just being removed. Where a file
    system can't lock, readers go without: what they opened stays readable.
    """

    def __init__(self, generation: Path) -> None:
        self.held = True
        self._descriptor = -1
        if sys.platform == "win32":
            return  # open files can't be removed there anyway
        try:
            self._descriptor = os.open(generation / READERS_FILE, os.O_RDONLY)
        except FileNotFoundError:
            self.held = generation.is_dir()
            return
        except OSError:
            return
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            self.held = False
        except OSError:
            return
        # Locked, but of a folder that was removed between opening and locking.
        if os.fstat(self._descriptor).st_nlink == 0:
            self.held = False
        if not self.held:
            self.close()

    def close(self) -> None:
        """Let the generation go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextlib.contextmanager
def unread(generation: Path) -> Iterator[bool]:
    """Say whether nobody reads a generation, and keep it so inside the block."""
    try:
        descriptor = os.open(generation / READERS_FILE, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        free = sys.platform == "win32" or try_exclusive(descriptor)
        yield free
    finally:
        os.close(descriptor)


def _note(descriptor: int) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    note = {"pid": os.getpid(), "host": _host(), "since": now}
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(note).encode() + b"\n")


def _host() -> str:
    # Not from the socket module, whose import a terminal query would wait for.
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "this computer")
    return os.uname().nodename


def _holder(descriptor: int) -> str:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        note = json.loads(os.read(descriptor, 4096))
        since = datetime.fromisoformat(note["since"])
        today = since.date() == datetime.now(since.tzinfo).date()
        when = since.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
        return f"process {int(note['pid'])} on {note['host']} since {when}"
    except (OSError, ValueError, KeyError, TypeError):
        # The other process may not have written its note yet.
        return "another process"

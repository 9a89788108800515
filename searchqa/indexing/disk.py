"""Every lasting step on disk, so that a test can make each one of them fail.

In: paths and bytes. Out: files and folders that survive a power cut once synced.
Never: decides what to write, catches an error that a caller should see, or knows a format.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# What file systems say when they don't link: another device, not supported, not allowed, too many.
_NO_LINKS: Final = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
)


def make_folder(path: Path) -> None:
    """Create a folder and those above it."""
    path.mkdir(parents=True, exist_ok=True)


def write(path: Path, data: bytes) -> None:
    """Create a file that isn't there yet and sync it.

    Raises:
        FileExistsError: It is there; nothing written is ever changed in place.
    """
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make a folder's entries survive a power cut."""
    # Windows has no handle for a folder; its file systems log renames by themselves.
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target`` in one step."""
    source.replace(target)


def link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where links aren't possible."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Only a writer on such a file system needs it; it brings compression along.
        import shutil

        shutil.copyfile(source, target)


def remove_file(path: Path) -> None:
    """Remove a file that may be gone already."""
    path.unlink(missing_ok=True)


def remove_tree(path: Path) -> None:
    """Remove a folder with all it holds."""
    # As above: a query reads this module on its way and removes nothing.
    import shutil

    shutil.rmtree(path)

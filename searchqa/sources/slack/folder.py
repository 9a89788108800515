"""The folder that a Slack export was unpacked into, as a set of files with bounds.

In: a path. Out: names and streams. Never: follows a link inside the folder, or opens
what isn't an ordinary file.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, SourceError
from searchqa.sources.slack.zip import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.sources.slack.json import Stream

_DEPTH: Final = 3
_LINK: Final = "is a link, which isn't followed"


class FolderFiles:
    """The files of a folder, three levels deep.

    Args:
        path: The folder.
    """

    odd: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> frozenset[str]:
        """Return the names of the files, with forward slashes; links, too.

        Raises:
            SourceError: A folder can't be listed.
        """
        found: list[str] = []
        links: list[str] = []
        self._walk("", found, links, _DEPTH)
        self.odd = tuple(sorted(links))
        return frozenset(found)

    @contextmanager
    def open(self, name: str) -> Iterator[Stream]:
        """Open one file.

        Raises:
            ReadError: It is gone, a link, no ordinary file, too large, or can't be read.
        """
        path = self._path
        try:
            for part in name.split("/"):
                path = path / part
                if path.is_symlink():
                    raise ReadError(name, None, f"{_LINK}; not read", "copy the file here")
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                raise ReadError(name, None, "is no ordinary file; not read", "remove it")
            if status.st_size > MAX_FILE:
                limit = f"is bigger than {MAX_FILE // 1_000_000} MB; not read"
                raise ReadError(name, None, limit, "export it from Slack again")
            with path.open("rb") as stream:
                yield stream
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ReadError(name, None, f"can't be read: {reason}", "make it readable") from None

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _walk(self, inside: str, found: list[str], links: list[str], depth: int) -> None:
        folder = self._path / inside
        try:
            with os.scandir(folder) as listed:
                for item in listed:
                    name = f"{inside}/{item.name}".lstrip("/")
                    if item.is_dir(follow_symlinks=False):
                        if depth > 1:
                            self._walk(name, found, links, depth - 1)
                    elif item.is_symlink() and item.is_dir():
                        links.append(name)
                    else:
                        found.append(name)
        except OSError as error:
            hint = "make it readable; nothing was listed, so that nothing seems removed"
            message = f"can't list {folder}: {error.strerror or error}"
            raise SourceError(message, hint) from None

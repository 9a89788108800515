"""The zip that Slack gives, as a set of files with bounds.

In: a path. Out: names and streams. Never: unpacks anything onto the disk, follows a
link, or believes a zip about how large it is.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchqa.sources.slack.json import Stream

MAX_FILE: Final = 512_000_000
# What lists the zip's files: some 100 bytes for each, so about 300,000 of them.
MAX_DIRECTORY: Final = 32_000_000
MAX_RATIO: Final = 200
_SMALL: Final = 1_000_000
_ENCRYPTED: Final = 0x1
_AGAIN: Final = "export it from Slack again"
_END: Final = b"PK\5\6"
_END_64: Final = b"PK\6\6"
_ODD: Final = re.compile(r"\\|\x00|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|//")
_WRONG: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class ZipFiles:
    """The files of a zip; the zip stays open until ``close``.

    Args:
        path: The zip.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        self._found: dict[str, zipfile.ZipInfo] = {}
        self._twice: frozenset[str] = frozenset()
        self.odd: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[[Path], ZipFiles], tuple[Path]]:
        """Be sent to another process as the path: each opens the zip for itself."""
        return ZipFiles, (self._path,)

    def names(self) -> frozenset[str]:
        """Return the names of the files, with forward slashes.

        Raises:
            SourceError: It is no zip, or its list of files is too long.
        """
        self._open()
        return frozenset(self._found)

    @contextmanager
    def open(self, name: str) -> Iterator[Stream]:
        """Open one file.

        Raises:
            ReadError: It isn't there, is damaged, encrypted, a link, or would be too large.
            SourceError: As for ``names``.
        """
        opened = self._open()
        info = self._found.get(name)
        if info is None:
            raise ReadError(name, None, "isn't in the export", _AGAIN)
        self._check(info, name)
        try:
            with opened.open(info) as stream:
                yield stream
        except (*_WRONG, OSError) as error:
            raise ReadError(name, None, f"is damaged in the zip ({error})", _AGAIN) from None

    def close(self) -> None:
        """Close the zip; it is opened anew when it is asked again."""
        if self._zip is not None:
            self._zip.close()
        self._zip = None

    def _check(self, info: zipfile.ZipInfo, name: str) -> None:
        wrong = hint = ""
        if name in self._twice:
            wrong = "is there twice in the zip"
        elif info.flag_bits & _ENCRYPTED:
            wrong, hint = "is encrypted", "unpack the zip, and give the folder"
        elif stat.S_ISLNK(info.external_attr >> 16):
            wrong = "is a link, which isn't followed"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others can't be unpacked piece by piece.
            wrong, hint = "is packed in an unusual way", "unpack the zip, and give the folder"
        elif info.file_size > MAX_FILE:
            wrong = f"is bigger than {MAX_FILE // 1_000_000} MB"
        elif info.file_size > max(_SMALL, info.compress_size * MAX_RATIO):
            wrong = f"unpacks to more than {MAX_RATIO} times its size, as no export does"
        if wrong:
            raise ReadError(name, None, f"{wrong}; not read", hint or _AGAIN)

    def _open(self) -> zipfile.ZipFile:
        if self._zip is None:
            hint = "give the zip that Slack gives, or the folder it was unpacked into"
            try:
                _check_directory(self._path)
                self._zip = zipfile.ZipFile(self._path)
            except OSError as error:
                message = f"can't read {self._path}: {error.strerror or error}"
                raise SourceError(message, "make it readable") from None
            except (*_WRONG, ValueError, struct.error) as error:
                raise SourceError(f"{self._path} is no whole zip ({error})", hint) from None
            self._list(self._zip)
        return self._zip

    def _list(self, opened: zipfile.ZipFile) -> None:
        self._found, odd, twice = {}, [], set()
        for info in opened.infolist():
            # As it is written: zipfile's own name ends at a NUL.
            name = info.orig_filename
            if _ODD.search(name):
                odd.append(name)
            elif name in self._found:
                twice.add(name)
            elif not name.endswith("/"):
                self._found[name] = info
        self.odd, self._twice = tuple(odd), frozenset(twice)


def _check_directory(path: Path) -> None:
    """Refuse a zip whose list of files would fill the memory.

    The end of a zip says how long the list is: APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 16) - 200))
        tail = file.read()
    at = tail.rfind(_END)
    size = struct.unpack_from("<I", tail, at + 12)[0] if at >= 0 else 0
    at = tail.rfind(_END_64)
    if size == 0xFFFFFFFF and at >= 0:
        size = struct.unpack_from("<Q", tail, at + 40)[0]
    if size > MAX_DIRECTORY:
        raise zipfile.BadZipFile(f"its list of files is {size // 1_000_000} MB long")

"""Files put into a folder that may hold others' work.

In: a folder, names and bytes. Out: files, each whole or as it was.
Never: writes outside the folder or through a link, deletes, or touches what is as it should be.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

from searchqa.errors import SearchqaError, WriteError
from searchqa.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

Change = Literal["new", "changed", "unchanged"]

MAX_BYTES: Final = 200
# Not on Windows, not in an address, not in a path.
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\ud800-\udfff\u2028\u2029]')
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_HINT: Final = "rename it where it comes from"


def file_name(id_: str, file: str) -> str:
    """Return the name of the file of a transcript or a person: ``<id>.md``.

    Args:
        id_: A transcript's id or a person's short name.
        file: Where it comes from, for the error.

    Raises:
        WriteError: A name that some system can't have, or that nobody would find again.
    """
    why = ""
    if not id_.strip() or _FORBIDDEN.search(id_):
        why = "holds a letter that names of files can't have"
    elif id_[0] in "._ " or id_[-1] in " .":
        why = "begins or ends with a letter that hides files or gets lost"
    elif _DEVICES.fullmatch(id_):
        why = "is the name of a device on Windows"
    elif len(id_.encode()) > MAX_BYTES:
        why = f"is longer than {MAX_BYTES} bytes"
    if why:
        raise WriteError(file, None, f'not written: the name "{id_[:80]}" {why}', _HINT)
    return f"{id_}.md"


def same_place(name: str) -> str:
    """Return what two names share that are one file on some systems."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True, slots=True)
class Place:
    """A file that is to be written.

    Attributes:
        path: Where.
        before: What is there, None when there is nothing.
        data: What is to be there.
    """

    path: Path
    before: bytes | None
    data: bytes

    @property
    def change(self) -> Change:
        """What writing it means."""
        if self.before is None:
            return "new"
        return "unchanged" if self.before == self.data else "changed"


def look_at(path: Path, file: str) -> bytes | None:
    """Return the bytes of an ordinary file, None when nothing is there.

    Raises:
        WriteError: A link, a folder or something else is there, or it can't be read.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            message = f"not written: {path} is a link"
            raise WriteError(file, None, message, "remove the link, or export to another folder")
        if not stat.S_ISREG(status.st_mode):
            message = f"not written: {path} is no ordinary file"
            raise WriteError(file, None, message, "remove it, or export to another folder")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"not written: {path} can't be read: {error.strerror or error}"
        raise WriteError(file, None, message, "check the permissions") from None


def folder_in(root: Path, name: str) -> Path:
    """Return a folder of the target, which may not be there yet.

    Raises:
        SearchqaError: Something else is there, or a link that leads elsewhere.
    """
    folder = root / name
    if root.exists() and not root.is_dir():
        raise SearchqaError(f"{root} is no folder", "export to a new or another folder")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        what = "a link" if folder.is_symlink() else "no folder"
        raise SearchqaError(f"{folder} is {what}", "remove it, or export to another folder")
    return folder


def put(place: Place) -> None:
    """Write a file beside its place, and then into it in one step.

    Raises:
        OSError: The disk or the permissions; what was there is as it was.
    """
    place.path.parent.mkdir(parents=True, exist_ok=True)
    part = place.path.with_name(f".export-{os.getpid()}.tmp")
    # Left by a process that was killed and had the same number.
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(place.data)
            file.flush()
            os.fsync(file.fileno())
        if place.before is not None:
            part.chmod(stat.S_IMODE(place.path.stat().st_mode))
        part.replace(place.path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise

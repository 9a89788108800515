"""What a Slack export holds: its public channels, its people, a file for each channel and day.

In: a zip or a folder. Out: names, and messages one after the other.
Never: reads a private channel, a direct message, or more than the bounds allow.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, SourceError
from searchqa.sources.slack.folder import FolderFiles
from searchqa.sources.slack.json import entries
from searchqa.sources.slack.zip import ZipFiles

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from searchqa.sources.slack.json import Stream

# All that is unpacked for one listing; an export of 50,000 days is a tenth of it.
MAX_TOTAL: Final = 4_000_000_000

CHANNELS: Final = "channels.json"
# The second is how an Enterprise Grid calls it.
_USERS: Final = ("users.json", "org_users.json")
_DAY: Final = re.compile(r"([^/]+)/(\d{4}-\d{2}-\d{2})\.json", re.ASCII)
_PRIVATE: Final = ("is_private", "is_group", "is_im", "is_mpim")
_AGAIN: Final = "export it from Slack again"


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found.

    Attributes:
        channels: The id of each public channel by its name.
        users: Names (display_name, real_name, name; none is empty) by the id of a user.
        days: Files by channel and day.
        odd: Names that weren't looked at, since they could lead elsewhere.
    """

    channels: Mapping[str, str]
    users: Mapping[str, Mapping[str, str]]
    days: Mapping[str, Mapping[date, str]]
    odd: tuple[str, ...]


@dataclass(slots=True)
class Export:
    """An export under a path: a zip, or the folder it was unpacked into."""

    path: Path
    _files: ZipFiles | FolderFiles | None = None
    _prefix: str = ""
    _spelled: dict[str, str] = field(default_factory=dict)
    _left: int = MAX_TOTAL

    def contents(self) -> Contents:
        """Look through the whole export anew.

        Raises:
            SourceError: Nothing is there, it is no export, or who is who can't be read.
        """
        self.close()
        self.begin()
        files = self._open()
        days: dict[str, dict[date, str]] = {}
        for name in self._spelled:
            found = _DAY.fullmatch(name)
            day = _day(found[2]) if found else None
            if found and day is not None:
                days.setdefault(found[1], {})[day] = name
        try:
            users = next((name for name in _USERS if name in self._spelled), _USERS[0])
            channels = self._channels()
            return Contents(channels, self._users(users), days, files.odd)
        except ReadError as error:
            place = error.file if error.line is None else f"{error.file}:{error.line}"
            raise SourceError(f"{self.path}: {place} {error.message}", error.hint) from None

    def entries(self, name: str) -> Generator[object, None, None]:
        """Yield the entries of one file.

        Raises:
            ReadError: It can't be read, or isn't a list in JSON.
            SourceError: The export is larger than MAX_TOTAL, or gone.
        """
        files = self._open()
        with files.open(self._spelled.get(name, name)) as stream:
            yield from entries(_Metered(self, stream), name)

    def close(self) -> None:
        """Let go of the files; they are opened anew when they are asked again."""
        if self._files is not None:
            self._files.close()
        self._files = None

    def begin(self) -> None:
        """Count the bytes that are read from nothing on."""
        self._left = MAX_TOTAL

    def take(self, count: int) -> None:
        """Count bytes that were read.

        Raises:
            SourceError: They are too many.
        """
        self._left -= count
        if self._left < 0:
            limit = f"{self.path} unpacks to more than {MAX_TOTAL // 1_000_000_000} GB"
            raise SourceError(limit, "export fewer days from Slack")

    def _open(self) -> ZipFiles | FolderFiles:
        if self._files is None:
            try:
                folder = self.path.is_dir()
                there = folder or self.path.is_file()
            except (OSError, ValueError):
                there = False
            if not there:
                hint = "give the zip that Slack gives, or the folder it was unpacked into"
                raise SourceError(f"there is no export at {self.path}", hint)
            files = FolderFiles(self.path) if folder else ZipFiles(self.path)
            names = files.names()
            self._prefix = self._root(names)
            inside = (name for name in names if name.startswith(self._prefix))
            # A Mac writes é as two letters, Slack as one.
            self._spelled = {
                unicodedata.normalize("NFC", name.removeprefix(self._prefix)): name
                for name in inside
            }
            self._files = files
        return self._files

    def _root(self, names: frozenset[str]) -> str:
        """Return what stands before each name: "", or the one folder that holds all."""
        if CHANNELS in names:
            return ""
        ends = f"/{CHANNELS}"
        roots = [n for n in names if n.endswith(ends) and n.count("/") == 1]
        roots = [n for n in roots if not n.startswith("__MACOSX/")]
        if len(roots) == 1:
            return roots[0].removesuffix(CHANNELS)
        inner = sorted(name for name in names if name.lower().endswith(".zip"))
        hint = f"give {inner[0]} in it" if inner else "give the export as Slack made it"
        what = f"several folders with {CHANNELS}" if roots else f"no {CHANNELS}"
        raise SourceError(f"there is {what} in {self.path}, so it is no Slack export", hint)

    def _channels(self) -> dict[str, str]:
        with closing(self.entries(CHANNELS)) as listed:
            tables = [entry for entry in listed if isinstance(entry, dict)]
        public = (t for t in tables if not any(t.get(key) is True for key in _PRIVATE))
        return {
            unicodedata.normalize("NFC", name): key
            if isinstance(key := table.get("id"), str)
            else ""
            for table in public
            if isinstance(name := table.get("name"), str)
        }

    def _users(self, file: str) -> dict[str, Mapping[str, str]]:
        users: dict[str, Mapping[str, str]] = {}
        with closing(self.entries(file)) as listed:
            for entry in listed:
                if isinstance(entry, dict) and isinstance(key := entry.get("id"), str):
                    users[key] = names_of(entry)
        return users


class _Metered:
    """A stream whose bytes are counted."""

    def __init__(self, export: Export, stream: Stream) -> None:
        self._export = export
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        self._export.take(len(data))
        return data


def names_of(user: Mapping[str, object]) -> dict[str, str]:
    """Return a user's names, those that are there: display_name, real_name, name.

    Args:
        user: As in ``users.json``, or a ``user_profile``.
    """
    profile = user.get("profile")
    places = (profile, user) if isinstance(profile, dict) else (user,)
    found: dict[str, str] = {}
    for key in ("display_name", "real_name", "name"):
        for place in places:
            text = place.get(key)
            if isinstance(text, str) and text.strip():
                found.setdefault(key, text[:200])
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

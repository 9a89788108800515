"""A source that is a Slack export: each configured week of a channel is one file.

In: a zip or a folder, and weeks. Out: entries and bytes, made anew from the export.
Never: writes anything, reads a private channel, or holds more than a week at a time.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from searchqa.errors import ReadError, SourceError
from searchqa.sources.base import UNREADABLE, Entry
from searchqa.sources.slack.checks import (
    check_weeks,
    checked_workspace,
    days_missing,
    no_channel,
    no_messages,
    odd_names,
    unread_days,
)
from searchqa.sources.slack.cut import Cutter, add_all
from searchqa.sources.slack.export import Export
from searchqa.sources.slack.week import WeekFile, too_large

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.formats import Format, Week
    from searchqa.model import Problem
    from searchqa.sources.slack.export import Contents

_DAY: Final = timedelta(days=1)


class _Part(NamedTuple):
    """What a week is made of: the files of its days, and what stands behind them."""

    files: tuple[tuple[date, str], ...]
    users: frozenset[str]
    tail: bytes


class _Digest(Protocol):
    """A hash that grows."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def hexdigest(self) -> str:
        """Return the hash of all of them."""


class _Wrong(NamedTuple):
    """Why a week can't be had, as a ReadError says it."""

    file: str
    line: int | None
    message: str
    hint: str


class SlackSource:
    """The configured weeks of a Slack export.

    Args:
        path: The zip, or the folder it was unpacked into.
        name: What people call the source.
        form: Which weeks of which channels, and the workspace's address.
    """

    def __init__(self, path: Path, name: str, form: Format) -> None:
        self.name = name
        self.format = form
        self._export = Export(Path(path))
        self._weeks = {f"{week.book}.json": week for week in form.weeks}
        # What the last listing found, so that a week is read from its own days alone.
        self._parts: dict[str, _Part | _Wrong] = {}
        self._revisions: dict[str, str] = {}
        self._notices: tuple[Problem, ...] | None = None

    def sync(self) -> None:
        """Check the weeks; the export itself is looked at when it is listed.

        Raises:
            SourceError: There is no week, or two have a day or a book in common.
        """
        check_weeks(self.format.weeks)
        checked_workspace(self.format.workspace)

    def revision(self) -> str:
        """Return "": the state of an export has no name."""
        return ""

    def transcripts(self) -> tuple[Entry, ...]:
        """List the weeks as they are now, by path; one that can't be had is UNREADABLE.

        Raises:
            SourceError: There is no export, or its channels or users can't be read.
        """
        self.sync()
        self._parts, self._revisions = {}, {}
        try:
            contents = self._export.contents()
            notices = list(odd_names(self._export.path.name, contents.odd))
            for channel in dict.fromkeys(week.channel for week in self.format.weeks):
                notices += self._list(channel, contents)
        finally:
            self._export.close()
        self._notices = tuple(notices)
        return tuple(Entry(p, self._revisions.get(p, UNREADABLE)) for p in sorted(self._weeks))

    def person(self, slug: str) -> Entry | None:  # noqa: ARG002 - an export has no people files
        """Return None: authors are found among those who wrote."""
        return None

    def read(self, path: str) -> bytes:
        """Return a week of the last listing: messages, the names in them, settings; as JSON.

        Raises:
            ReadError: There is no such week, or a file it needs can't be read.
        """
        self.notices()
        part = self._parts.get(path, _Wrong(path, None, "is no week of this source", ""))
        if isinstance(part, _Wrong):
            raise ReadError(*part)
        week = self._weeks[path]
        pieces: list[bytes] = []
        file = WeekFile(week, pieces.append)
        cutter = Cutter({path: week}, part.users)
        self._export.begin()
        try:
            for day, name in part.files:
                add_all(cutter, self._export.entries(name), day, name, {path: file})
        except SourceError as error:
            raise ReadError(path, None, error.message, error.hint) from None
        if file.large:
            raise too_large(week)
        return b"".join((*pieces, part.tail))

    def notices(self) -> tuple[Problem, ...]:
        """Return what the last listing left out, and why."""
        if self._notices is None:
            self.transcripts()
        return self._notices or ()

    def where(self, path: str) -> str:
        """Return the file that a name means, "" for a week and for what is in a zip."""
        file = self._export.path / path
        return str(file.resolve()) if file.is_file() else ""

    def _list(self, channel: str, contents: Contents) -> list[Problem]:
        """List the weeks of one channel, whose files are read once; return what was odd."""
        weeks = {path: week for path, week in self._weeks.items() if week.channel == channel}
        if channel not in contents.channels:
            error = no_channel(channel, contents.channels)
            self._parts |= dict.fromkeys(weeks, _wrong(error))
            return []
        days = contents.days.get(channel, {})
        digests = {path: hashlib.sha256() for path in weeks}
        files = {path: WeekFile(week, digests[path].update) for path, week in weeks.items()}
        cutter = Cutter(weeks, contents.users.keys())
        # Slack doesn't say whose midnight ends a day's file: the one before may begin the week.
        first = min(week.start for week in weeks.values()).toordinal() - 1
        broken: dict[date, ReadError] = {}
        for day in sorted(day for day in days if day.toordinal() >= first):
            wrong = self._add(cutter, day, days[day], files)
            if wrong is not None:
                broken[day] = wrong
        unread = dict(broken)
        for path, week in weeks.items():
            lacking = [day for day in broken if _needs(week, files[path], day)]
            if lacking or files[path].large:
                self._parts[path] = _wrong(broken[lacking[0]] if lacking else too_large(week))
            else:
                self._settle(path, files[path], digests[path], contents)
            for day in lacking:
                unread.pop(day, None)
        missing = [p for week in weeks.values() for p in days_missing(channel, week, days)]
        return [*missing, *no_messages(cutter.odd), *unread_days(unread.values())]

    def _add(
        self, cutter: Cutter, day: date, name: str, files: Mapping[str, WeekFile]
    ) -> ReadError | None:
        """Put the messages of a day's file where they belong; return what was wrong with it."""
        try:
            add_all(cutter, self._export.entries(name), day, name, files)
        except ReadError as error:
            return error
        return None

    def _settle(self, path: str, file: WeekFile, digest: _Digest, contents: Contents) -> None:
        """Keep what makes the bytes of a week, and their revision."""
        workspace = checked_workspace(self.format.workspace)
        tail = file.tail(contents.channels, contents.users, workspace)
        digest.update(tail)
        self._revisions[path] = f"sha256:{digest.hexdigest()}"
        days = contents.days[self._weeks[path].channel] if file.days else {}
        known = frozenset(key for key in file.ids if key in contents.users)
        self._parts[path] = _Part(tuple((day, days[day]) for day in file.days), known, tail)


def _needs(week: Week, file: WeekFile, day: date) -> bool:
    """Say whether a week may lack something because a day's file can't be read."""
    inside = week.start.toordinal() - 1 <= day.toordinal() <= week.end.toordinal() + 1
    return inside or day in file.days or (file.lacking and day >= week.start)


def _wrong(error: ReadError) -> _Wrong:
    return _Wrong(error.file, error.line, error.message, error.hint)

"""What is wrong with the weeks of a Slack source before or after its export is looked at.

In: settings, and what an export holds. Out: errors and notices.
Never: reads a message.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, SourceError
from searchqa.model import Problem
from searchqa.sources.slack.export import CHANNELS
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from searchqa.formats import Week

MAX_LINES: Final = 20
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s<>|]*)?", re.ASCII)


def check_weeks(weeks: Sequence[Week]) -> None:
    """Refuse settings that would give a message to two books.

    Raises:
        SourceError: There is no week, or two have a book or a day of a channel in common.
    """
    if not weeks:
        hint = "write weeks: with channel, from, to, book, title, authors; see docs/sources.md"
        raise SourceError("no week of this Slack export was named", hint)
    books: dict[str, Week] = {}
    for week in weeks:
        if week.book in books:
            message = f'two weeks are the book "{week.book}"{_lines(books[week.book], week)}'
            raise SourceError(message, "give each week a book: of its own")
        books[week.book] = week
    ordered = sorted(weeks, key=lambda week: (week.channel, week.start, week.end))
    for first, second in pairwise(ordered):
        if first.channel == second.channel and second.start <= first.end:
            both = f'"{first.book}" and "{second.book}" in #{first.channel}'
            message = f"the weeks {both} both have {second.start}{_lines(first, second)}"
            raise SourceError(message, "give each day of a channel to one week")


def checked_workspace(address: str) -> str:
    """Return the workspace's address with https://, "" when there is none.

    Raises:
        SourceError: It is no address.
    """
    full = f"https://{address}" if address and "://" not in address else address
    if full and not _ADDRESS.fullmatch(full):
        hint = "write workspace: https://example.slack.com"
        raise SourceError(f'workspace "{address}" is no address', hint)
    return full.rstrip("/")


def no_channel(channel: str, channels: Collection[str]) -> ReadError:
    """Return the error of a channel that isn't public, or isn't there."""
    near = nearest(channel.casefold(), channels, 3) or sorted(channels)
    named = ", ".join(f"#{name}" for name in near[:3])
    hint = f"near: {named}" if named else "export a workspace with public channels"
    message = f"there is no public channel #{channel} in the export"
    return ReadError(CHANNELS, None, message, hint)


def days_missing(channel: str, week: Week, days: Mapping[date, str]) -> Iterator[Problem]:
    """Yield a notice when some of a week's days have no file."""
    length = (week.end - week.start).days + 1
    # A week is a handful of days; of years only the first gaps are told.
    listed = [week.start + timedelta(days=n) for n in range(min(length, 1_000))]
    absent = [day.isoformat() for day in listed if day not in days]
    if absent and len(absent) < len(listed):
        more = f" and {len(absent) - 5} more days" if len(absent) > 5 else ""
        message = f'no file for {", ".join(absent[:5])}{more}, in the week of "{week.book}"'
        hint = "nothing to do if nothing was written then"
        yield Problem(channel, None, message, hint, "notice", "days-missing")


def odd_names(export: str, names: Sequence[str]) -> Iterator[Problem]:
    """Yield a notice when names in an export could lead out of it."""
    if names:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"left out: {names[0][:100]!a}{more}, which could lead out of the export"
        yield Problem(export, None, message, "", "notice", "left-out")


def no_messages(files: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a warning when entries of some files aren't messages; counts by file."""
    if files:
        first, count = next(iter(files.items()))[0], sum(files.values())
        where = f" in this and {len(files) - 1} more files" if len(files) > 1 else ""
        what = "entry without a usable ts" if count == 1 else "entries without a usable ts"
        message = f"left out: {count} {what}{where}"
        yield Problem(first, None, message, "export it from Slack again", "warning", "no-ts")


def unread_days(errors: Iterable[ReadError]) -> Iterator[Problem]:
    """Yield a warning for each day that can't be read and that no week is known to need."""
    all_errors = list(errors)
    for error in all_errors[:MAX_LINES]:
        message = f"{error.message}; no week is known to need it"
        yield Problem(error.file, error.line, message, error.hint, "warning", "unread-day")
    if len(all_errors) > MAX_LINES:
        message = f"this and later days can't be read, {len(all_errors) - MAX_LINES} in all"
        file = all_errors[MAX_LINES].file
        yield Problem(file, None, message, "mend these first", "warning", "unread-day")


def _lines(first: Week, second: Week) -> str:
    known = [str(week.line) for week in (first, second) if week.line]
    return f" (lines {' and '.join(known)} of the configuration)" if len(known) == 2 else ""

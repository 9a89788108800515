"""Which messages of a channel belong to which week.

In: the entries of a day's file. Out: messages, each with its week.
Never: gives a message to two weeks, or drops an entry without counting it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from searchqa.errors import ReadError
from searchqa.sources.slack.week import day_of, stamp, trimmed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from searchqa.formats import Week
    from searchqa.sources.slack.week import WeekFile


class Cut(NamedTuple):
    """A message of a week; ``ts`` and ``thread`` are stamps."""

    path: str
    message: dict[str, object]
    ts: str
    thread: str


class Cutter:
    """Finds the week of each message of one channel.

    A thread belongs to the week in which its first message was sent (days in UTC), with
    all its replies: what tells is ``thread_ts``, which is the ``ts`` of that message.

    Args:
        weeks: By path; none of them overlap.
        users: Ids of those whose names are known.
    """

    def __init__(self, weeks: Mapping[str, Week], users: AbstractSet[str]) -> None:
        ordered = sorted(weeks.items(), key=lambda item: item[1].start)
        self._starts = [week.start.toordinal() for _, week in ordered]
        self._ends = [week.end.toordinal() for _, week in ordered]
        self._paths = [path for path, _ in ordered]
        self._users = users
        self.odd: Counter[str] = Counter()

    def cut(self, listed: Generator[object, None, None], file: str) -> Iterator[Cut]:
        """Yield the messages of one file that belong to a week."""
        with closing(listed):
            for entry in listed:
                ts = stamp(entry.get("ts")) if isinstance(entry, dict) else ""
                if not isinstance(entry, dict) or not ts:
                    self.odd[file] += 1
                    continue
                thread = stamp(entry.get("thread_ts")) or ts
                path = self._week(day_of(thread))
                if path:
                    yield Cut(path, trimmed(entry, self._users), ts, thread)

    def _week(self, day: int) -> str:
        at = bisect_right(self._starts, day) - 1
        return self._paths[at] if at >= 0 and day <= self._ends[at] else ""


def add_all(
    cutter: Cutter,
    listed: Generator[object, None, None],
    day: date,
    file: str,
    weeks: Mapping[str, WeekFile],
) -> None:
    """Put the messages of a day's file where they belong.

    Raises:
        ReadError: The file can't be read, or a message is nested too deep.
    """
    try:
        for one in cutter.cut(listed, file):
            weeks[one.path].add(day, one.message, one.ts, one.thread)
    except RecursionError:
        raise ReadError(file, None, "is nested too deep", "export it from Slack again") from None

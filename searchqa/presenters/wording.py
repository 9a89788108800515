"""Counts, dates and times in words.

In: numbers and dates, what wasn't searched. Out: short English. Never: depends on the locale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.model import UNDATED
from searchqa.schema import ALL

if TYPE_CHECKING:
    from datetime import date, datetime

    from searchqa.results import Hit, Results

_MONTHS: Final = dict(
    enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
)


def day(value: date) -> str:
    """Return ``27 Sep 2021``, or ``undated``."""
    if value == UNDATED:
        return "undated"
    return f"{value.day} {_MONTHS[value.month]} {value.year}"


def week(start: date, end: date, dash: str = "–") -> str:
    """Return ``27 Sep – 1 Oct 2021``, or one day if it is one, or ``undated``."""
    if start in (end, UNDATED):
        return day(start)
    first = day(start) if start.year != end.year else day(start).rpartition(" ")[0]
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{dash}{day(end)}"
    return f"{first} {dash} {day(end)}"


def when(hit: Hit, *, weeks: bool = False) -> str:
    """Return a hit's date: the message's own day, else the first day of the week, or all of it."""
    if hit.sent is not None:
        return day(hit.sent.date())
    return week(hit.book.start, hit.book.end) if weeks else day(hit.book.start)


def moment(value: datetime) -> str:
    """Return ``27 Sep 2021, 10:12 UTC``."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 thread`` or ``1,881 threads``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def elsewhere(results: Results) -> str:
    """Return ``12 more in talks: --collection all`` of what wasn't searched, "" for nothing."""
    found = [f"{bucket.count:,} in {bucket.label}" for bucket in results.elsewhere]
    if found and results.total:
        found[0] = found[0].replace(" in ", " more in ", 1)
    return f"{', '.join(found)}: --collection {ALL}" if found else ""


def milliseconds(value: float) -> str:
    """Return ``0.4 ms``, ``12 ms`` or ``1.2 s``."""
    if value >= 1000:
        return f"{value / 1000:.1f} s"
    return f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


def duration(seconds: float) -> str:
    """Return ``0.04 s``, ``3.2 s`` or ``2 min 05 s``."""
    if seconds >= 60:
        return f"{int(seconds) // 60} min {int(seconds) % 60:02} s"
    return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s"

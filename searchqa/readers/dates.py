"""Dates of a transcript, from its front matter and its file's name.

In: text as written. Out: dates, or None. Never: guesses at other ways to write a date.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Final

# A time, a time zone and what follows them are left out: a week is made of days.
_WRITTEN: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt \t].*)?", re.ASCII | re.DOTALL)
_NAMED: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?=\D|$)", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?"
    r"(?:[Zz]|([+-]\d{2}):?(\d{2})?)",
    re.ASCII,
)


def parse_date(written: str) -> date | None:
    """Return the day of ``YYYY-MM-DD`` with or without a time, None for anything else."""
    return _date(_WRITTEN.fullmatch(written.strip()))


def parse_moment(written: str) -> datetime | None:
    """Return the moment of ``2021-09-27T10:12:33Z`` in UTC, None for anything else.

    Any offset will do (``+02:00``, ``+0200``); without one nobody knows the moment.
    """
    found = _MOMENT.fullmatch(written.strip())
    if found is None:
        return None
    zone = f"{found[4]}:{found[5] or '00'}" if found[4] else "+00:00"
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ':00'}{zone}")
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def date_of_name(stem: str) -> date | None:
    """Return the day a file's name begins with (``20210927-x``, ``2021-09-27-x``), or None."""
    return _date(_NAMED.match(stem))


def _date(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None

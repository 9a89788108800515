"""What a typed date means as a range of weeks.

In: before, after or during and what was typed behind it. Out: a ``DateRange``.
Never: reads a clock; ``today`` would give one query two answers.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from searchqa.query.request import DateRange

DATE_FORMS: Final = "2021, 2021-09 or 2021-09-27"

# Compiled on first use: most queries have no date.
_DATE: Final = r"([12][0-9]{3})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?|([0-9]{2})([0-9]{2}))?"
_DAY: Final = timedelta(days=1)


def parse_date(value: str) -> tuple[date, date, str] | None:
    """Return the first and last day of a year, month or day, and its ISO form.

    ``2021``, ``2021-09`` and ``2021-09-27`` are dates; ``2021-9``, ``2021/9/27``,
    ``2021.09`` and ``20210927`` are taken too. None for anything else.
    """
    found = re.fullmatch(_DATE, value.strip())
    if found is None:
        return None
    year, month, day = int(found[1]), found[3] or found[5], found[4] or found[6]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), f"{year}"
    try:
        first = date(year, int(month), int(day or 1))
    except ValueError:
        return None
    if day is not None:
        return first, first, first.isoformat()
    following = date(year + first.month // 12, first.month % 12 + 1, 1)
    return first, following - _DAY, f"{first:%Y-%m}"


def parse_date_range(kind: str, value: str) -> DateRange | None:
    """Return the weeks that ``before:``, ``after:`` or ``during:`` a date means.

    Before is a week that began before the date's first day, after one that
    began after its last. During a year or month is a week that began in it,
    during a day the week that holds it.

    Returns:
        The range, labelled ``kind:ISO date``; None when ``value`` is no date
        or ``kind`` none of the three.
    """
    parsed = parse_date(value)
    if parsed is None:
        return None
    first, last, iso = parsed
    label = f"{kind}:{iso}"
    match kind:
        case "before":
            return DateRange(label, last=first - _DAY)
        case "after":
            return DateRange(label, first=last + _DAY)
        case "during" if first == last:
            return DateRange(label, holds=first)
        case "during":
            return DateRange(label, first=first, last=last)
    return None

"""Conditions from the text and from parameters, as one set of filters.

In: filter nodes, keyword parameters, or two sets of filters. Out: ``Filters``.
Never: resolves a name against an index.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from searchqa.query.dates import parse_date_range
from searchqa.query.fields import DATES, make_filter
from searchqa.query.nodes import Filter
from searchqa.query.notices import Notices
from searchqa.query.request import NO_FILTERS, Filters
from searchqa.schema import FACETS
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.query.request import DateRange

Value: TypeAlias = "str | int | date"
Given: TypeAlias = "Value | Iterable[Value] | None"

_NOT_GIVEN: Final = (*[()] * len(FACETS), *[None] * len(DATES))
_WITHOUT: Final = "Searched without it."


def filters_of(conditions: Iterable[Filter]) -> Filters:
    """Return conditions that all hold for the whole query as ``Filters``.

    Args:
        conditions: Facets and dates; values of one facet become alternatives.
    """
    values: dict[str, list[str]] = {}
    for condition in conditions:
        values.setdefault(condition.field, []).append(condition.value)
    if not values:
        return NO_FILTERS
    during = values.pop("during", [])
    # A year alone is a value of the year facet, so that its neighbours stay in sight; beside a
    # month or day it has to remain an alternative to it.
    if all(len(value) == 4 for value in during):
        values.setdefault("year", []).extend(during)
        during = []
    ranges = [parse_date_range("during", value) for value in dict.fromkeys(during)]
    out = Filters(
        before=_narrowest(parse_date_range("before", v) for v in values.pop("before", ())),
        after=_narrowest(parse_date_range("after", v) for v in values.pop("after", ())),
        during=tuple(r for r in ranges if r is not None),
    )
    for facet in FACETS:
        if facet in values:
            out = out.with_facet(facet, _distinct(values[facet]))
    return out


def merge(parsed: Filters, given: Filters) -> Filters:
    """Return the filters of the text together with those of the parameters.

    Values of one facet are joined, the text's first; of two dates before or
    after which weeks begin the narrower one holds.
    """
    if not given or not parsed:
        return given or parsed
    out = Filters(
        before=_narrowest((parsed.before, given.before)),
        after=_narrowest((parsed.after, given.after)),
        during=tuple(dict.fromkeys((*parsed.during, *given.during))),
    )
    for facet in FACETS:
        values = (*parsed.of(facet), *given.of(facet))
        if values:
            out = out.with_facet(facet, _distinct(values))
    return out


def filters_from(  # noqa: PLR0913 - the parameters of search(), by their names
    *,
    author: Given = (),
    book: Given = (),
    participant: Given = (),
    role: Given = (),
    kind: Given = (),
    year: Given = (),
    collection: Given = (),
    before: Given = None,
    after: Given = None,
    during: Given = None,
    strict: bool = False,
) -> tuple[Filters, tuple[str, ...]]:
    """Return what keyword parameters narrow an answer to, and what was odd in them.

    Each takes one value or several; empty ones count as not given. A value
    that can't be meant (``role="boss"``, ``before="soon"``) is left out with a
    notice.

    Raises:
        QueryError: With ``strict``, for the first value that can't be meant.
    """
    given = (author, book, participant, role, kind, year, collection, before, after, during)
    if given == _NOT_GIVEN:
        return NO_FILTERS, ()
    notices = Notices()
    conditions: list[Filter] = []
    for name, values in zip((*FACETS, *DATES), given, strict=True):
        for value in _texts(values):
            condition = make_filter(name, value)
            if isinstance(condition, str):
                notices.add(0, condition, _WITHOUT)
            else:
                conditions.append(condition)
    if strict:
        notices.raise_first("")
    return filters_of(conditions), notices.texts()


def _texts(given: Given) -> list[str]:
    if given is None:
        return []
    values = [given] if isinstance(given, (str, int, date)) else list(given)
    texts = (" ".join(str(value).split()) for value in values)
    return [text for text in texts if text]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that differ in more than case and accents, in order."""
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(fold(value), value)
    return tuple(seen.values())


def _narrowest(ranges: Iterable[DateRange | None]) -> DateRange | None:
    """Return the range that leaves least; they are all before or all after something."""
    found = [r for r in ranges if r is not None]
    if not found:
        return None
    return min(found, key=lambda r: (r.last or date.max, -(r.first or date.min).toordinal()))

"""Filters as sets of what is allowed, over columns.

In: filters of a request or of a tree. Out: sets of ordinals and documents.
Never: reads postings, or resolves half-typed names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from searchqa.query.dates import parse_date_range
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.engines.whoosh_engine.stored import Week
    from searchqa.query.request import DateRange, Filters
    from searchqa.schema import FacetName

_FLAGS = {("is", "unanswered"): "u", ("has", "link"): "l", ("has", "code"): "c"}


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """A facet, the column it reads, and the values that pass."""

    facet: FacetName
    column: Sequence[int | str]
    allowed: frozenset[int | str]


def books_where(columns: Columns, facet: str, values: Iterable[str]) -> frozenset[int]:
    """Return the ordinals of the books that an author, book or year filter allows."""
    wanted = {fold(value) for value in values}
    return frozenset(
        ordinal
        for ordinal, week in enumerate(columns.weeks)
        if any(fold(value) in wanted for value in week_values(week, facet))
    )


def week_values(week: Week, facet: str) -> tuple[str, ...]:
    """Return a book's values of the author, book or year facet."""
    if facet == "author":
        return week.authors
    if facet == "book":
        return (week.book,)
    return (str(date.fromordinal(week.start).year),)


def people_where(columns: Columns, values: Iterable[str]) -> frozenset[int]:
    """Return the ordinals of the people that these keys name."""
    wanted = {fold(value) for value in values}
    return frozenset(
        person
        for person, spellings in enumerate(columns.spellings)
        if any(fold(spelling) in wanted for spelling in spellings)
    )


def facet_filter(columns: Columns, facet: FacetName, values: Iterable[str]) -> FacetFilter:
    """Return what one facet's chosen values (OR) let pass."""
    allowed: frozenset[int | str]
    match facet:
        case "author" | "book" | "year":
            allowed = frozenset(books_where(columns, facet, values))
        case "participant":
            allowed = frozenset(people_where(columns, values))
        case "role" | "kind":
            allowed = frozenset(values)
    return FacetFilter(facet, columns.of(facet), allowed)


def books_in(columns: Columns, ranges: Iterable[DateRange]) -> frozenset[int]:
    """Return the ordinals of the books whose week is in any of the ranges."""
    wanted = tuple(ranges)
    return frozenset(
        ordinal
        for ordinal, week in enumerate(columns.weeks)
        if any(r.contains(date.fromordinal(week.start), date.fromordinal(week.end)) for r in wanted)
    )


def books_by_date(columns: Columns, filters: Filters) -> frozenset[int] | None:
    """Return the books that before, after and during allow; None allows all."""
    groups = [(r,) for r in (filters.before, filters.after) if r is not None]
    allowed: frozenset[int] | None = None
    for ranges in (*groups, *((filters.during,) if filters.during else ())):
        found = books_in(columns, ranges)
        allowed = found if allowed is None else allowed & found
    return allowed


def documents_where(columns: Columns, name: str, value: str) -> list[int]:
    """Return the live documents that a filter inside the tree allows, ascending."""
    flag = _FLAGS.get((name, value))
    if flag is not None:
        return [n for n in columns.live if flag in columns.flags[n]]
    if name in ("before", "after", "during"):
        found = parse_date_range(name, value)
        books = books_in(columns, (found,) if found is not None else ())
        return [n for n in columns.live if columns.books[n] in books]
    one = facet_filter(columns, _facet(name), (value,))
    return [n for n in columns.live if one.column[n] in one.allowed]


def _facet(name: str) -> FacetName:
    match name:
        case "author" | "book" | "participant" | "role" | "kind" | "year":
            return name
    msg = f"no such filter: {name}"
    raise AssertionError(msg)

"""Which documents pass a filter, by plain comparison.

In: a document and conditions. Out: yes or no, and what the document counts for.
Never: shares code with an engine.
"""

from __future__ import annotations

from datetime import date

from searchqa.model import UNDATED, Document
from searchqa.query.dates import parse_date_range
from searchqa.query.request import DateRange, Filters
from searchqa.schema import FACETS, FacetName
from searchqa.text.fold import fold


def values_of(document: Document, facet: FacetName) -> tuple[str, ...]:
    """Return the values that a document counts for."""
    values: dict[FacetName, tuple[str, ...]] = {
        "author": document.authors,
        "book": (document.book,),
        "participant": (document.participant_key,) if document.participant_key else (),
        "role": (document.role,),
        "kind": (document.kind,),
        "year": () if document.start == UNDATED else (str(document.start.year),),
        "collection": (document.collection,),
    }
    return values[facet]


def passes(document: Document, filters: Filters) -> bool:
    """Say whether a document passes all filters."""
    for facet in FACETS:
        wanted = {fold(value) for value in filters.of(facet)}
        if wanted and not wanted & {fold(value) for value in values_of(document, facet)}:
            return False
    week = week_of(document)
    if any(r is not None and not within(r, week) for r in (filters.before, filters.after)):
        return False
    return not filters.during or any(within(r, week) for r in filters.during)


def week_of(document: Document) -> tuple[date, date]:
    """Return the first and last day that a document may be of: its own day, else its week."""
    if document.sent is not None:
        return document.sent.date(), document.sent.date()
    return document.start, document.end


def within(one: DateRange, week: tuple[date, date]) -> bool:
    """Say whether a week is in a range; one that nobody dated is in none."""
    start, end = week
    if start == UNDATED:
        return False
    if one.holds is not None:
        return start <= one.holds <= end
    return (one.first or date.min) <= start <= (one.last or date.max)


def meets(document: Document, field: str, value: str) -> bool:
    """Say whether a document meets a condition inside the tree."""
    if field == "is":
        return not document.answered
    if field == "has":
        if value == "link":
            return bool(document.links)
        return any(span.kind == "code" for span in document.spans)
    if field in ("before", "after", "during"):
        found = parse_date_range(field, value)
        return found is not None and within(found, week_of(document))
    facet = next(name for name in FACETS if name == field)
    return fold(value) in {fold(one) for one in values_of(document, facet)}

"""What an engine is asked: a tree, filters, and which part of the answer.

In: the parser's tree and the filters of the text and of the parameters.
Out: one frozen ``Request``. Never: resolves names against an index.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from searchqa.model import UNDATED
from searchqa.query.nodes import Everything, Node
from searchqa.records import dataclass, replace
from searchqa.schema import ALL, FACETS, FacetName, Grouping, Sort


@dataclass(frozen=True, slots=True)
class DateRange:
    """Weeks by their first day: ``first <= start <= last``; None is open.

    A message with a day of its own is in it as a week of one day would be.

    With ``holds`` set, the weeks that hold this day (start <= day <= end)
    are meant instead, and first and last are None.
    ``label`` is what was typed, e.g. ``before:2021-09``.
    """

    label: str
    first: date | None = None
    last: date | None = None
    holds: date | None = None

    def contains(self, start: date, end: date) -> bool:
        """Say whether a week from ``start`` to ``end`` is inside; one without a date never is."""
        if start == UNDATED:
            return False
        if self.holds is not None:
            return start <= self.holds <= end
        return (self.first is None or self.first <= start) and (
            self.last is None or start <= self.last
        )


@dataclass(frozen=True, slots=True)
class Filters:
    """What the whole answer is narrowed to.

    Values of one facet are OR, facets among each other AND. ``before`` and
    ``after`` hold the narrowest one given; ``during`` ranges are OR. The one
    collection ``all`` narrows nothing; it says that nothing shall.
    """

    author: tuple[str, ...] = ()
    book: tuple[str, ...] = ()
    participant: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    before: DateRange | None = None
    after: DateRange | None = None
    during: tuple[DateRange, ...] = ()

    def of(self, facet: FacetName) -> tuple[str, ...]:
        """Return the values chosen of one facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def with_facet(self, facet: FacetName, values: tuple[str, ...]) -> Filters:
        """Return the same filters with other values of one facet."""
        changes: dict[str, Any] = {facet: values}
        return replace(self, **changes)

    @property
    def narrowing(self) -> Filters:
        """The filters an engine runs: every collection is none of them."""
        return self.with_facet("collection", ()) if self.collection == (ALL,) else self

    def __bool__(self) -> bool:
        return self is not NO_FILTERS and self != NO_FILTERS

    def to_dict(self) -> dict[str, list[str]]:
        """Return what is set, as the JSON contract's ``query.filters`` has it.

        Keys: the facets, then before, after, during; each a list of strings
        (dates as they were typed, e.g. ``2021-09``).
        """
        if not self:
            return {}
        out: dict[str, list[str]] = {name: list(self.of(name)) for name in FACETS if self.of(name)}
        for name, ranges in (
            ("before", (self.before,)),
            ("after", (self.after,)),
            ("during", self.during),
        ):
            labels = [r.label.partition(":")[2] for r in ranges if r is not None]
            if labels:
                out[name] = labels
        return out


NO_FILTERS: Final = Filters()


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine.

    ``offset`` and ``limit`` count in units of ``group``; ``facets`` names the
    facets to count.
    """

    tree: Node = Everything()
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    group: Grouping = "thread"
    offset: int = 0
    limit: int = 10
    facets: tuple[FacetName, ...] = FACETS

"""Which matches pass the filters, and what each facet counts.

In: matches, columns, filters. Out: the passing documents and buckets.
Never: scores or orders documents.

Multi-select: a facet's counts ignore that facet's own filter, so each document
is counted in a facet when no *other* facet turns it away.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from searchqa.engines.whoosh_engine.filters import (
    FacetFilter,
    books_by_date,
    facet_filter,
    week_values,
)
from searchqa.model import KEY_MARK
from searchqa.results import Bucket
from searchqa.schema import FACETS, FacetName
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.query.request import Filters, Request


class Selection:
    """The matches that pass, and for each filtered facet those it alone turns away."""

    def __init__(self, columns: Columns, filters: Filters, matches: Iterable[int]) -> None:
        checks = [
            facet_filter(columns, name, filters.of(name)) for name in FACETS if filters.of(name)
        ]
        books = books_by_date(columns, filters)
        if books is not None:
            matches = [n for n in matches if columns.books[n] in books]
        self.turned_away: dict[FacetName, list[int]] = {check.facet: [] for check in checks}
        self.passed = list(matches) if not checks else self._sort_out(matches, checks)

    def _sort_out(self, matches: Iterable[int], checks: list[FacetFilter]) -> list[int]:
        passed: list[int] = []
        for document in matches:
            refused = [c.facet for c in checks if c.column[document] not in c.allowed]
            if not refused:
                passed.append(document)
            elif len(refused) == 1:
                self.turned_away[refused[0]].append(document)
        return passed

    def counted_for(self, facet: FacetName) -> list[int]:
        """Return the documents that a facet counts."""
        return self.passed + self.turned_away.get(facet, [])


class FacetCounter:
    """Turns selections into buckets, for one open index."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._labels: dict[int, str] = {}
        self._namesakes: Counter[str] | None = None

    def buckets(
        self, request: Request, selection: Selection
    ) -> dict[FacetName, tuple[Bucket, ...]]:
        """Return the buckets of each facet the request asks for."""
        grouped = request.group == "thread"
        return {
            facet: self.count(
                facet,
                selection.counted_for(facet),
                grouped=grouped,
                chosen=request.filters.of(facet),
            )
            for facet in request.facets
        }

    def count(
        self,
        facet: FacetName,
        documents: Iterable[int],
        *,
        grouped: bool,
        chosen: tuple[str, ...] = (),
    ) -> tuple[Bucket, ...]:
        """Count documents (or their threads) by a facet's values, most first."""
        labelled = self._tally(facet, documents, grouped=grouped)
        selected = {fold(value): value for value in chosen}
        buckets = [
            Bucket(value, label, count, selected=fold(value) in selected)
            for value, (label, count) in labelled.items()
        ]
        found = {fold(bucket.value) for bucket in buckets}
        buckets += [
            Bucket(value, self._label_of_absent(facet, value), 0, selected=True)
            for folded, value in selected.items()
            if folded not in found
        ]
        return tuple(sorted(buckets, key=lambda b: (-b.count, b.label, b.value)))

    def _tally(
        self, facet: FacetName, documents: Iterable[int], *, grouped: bool
    ) -> dict[str, tuple[str, int]]:
        column = self._columns.of(facet)
        threads = self._columns.threads
        counts: Counter[int | str] = Counter()
        if grouped:
            counts.update(value for _, value in {(threads[n], column[n]) for n in documents})
        else:
            counts.update(column[n] for n in documents)
        return self._named(facet, counts)

    def _named(self, facet: FacetName, counts: Counter[int | str]) -> dict[str, tuple[str, int]]:
        out: dict[str, tuple[str, int]] = {}
        for ordinal, count in counts.items():
            for value, label in self._names(facet, ordinal):
                out[value] = (label, out.get(value, ("", 0))[1] + count)
        return out

    def _names(self, facet: FacetName, ordinal: int | str) -> list[tuple[str, str]]:
        if isinstance(ordinal, str):
            return [(ordinal, ordinal)]
        if facet == "participant":
            return (
                [(self._columns.spelling(ordinal), self._person_label(ordinal))] if ordinal else []
            )
        week = self._columns.weeks[ordinal]
        if facet == "book":
            return [(week.book, week.title)]
        return [(value, value) for value in dict.fromkeys(week_values(week, facet))]

    def _person_label(self, person: int) -> str:
        if self._namesakes is None:
            keys = (self._columns.spelling(n) for n in range(1, len(self._columns.spellings)))
            self._namesakes = Counter(fold(key.partition(KEY_MARK)[0]) for key in keys if key)
        if person not in self._labels:
            key = self._columns.spelling(person)
            name, _, book = key.partition(KEY_MARK)
            alone = self._namesakes[fold(name)] == 1 or not book
            self._labels[person] = name if alone else f"{name} ({self._title(book)})"
        return self._labels[person]

    def _title(self, book: str) -> str:
        return next((week.title for week in self._columns.weeks if week.book == book), book)

    def _label_of_absent(self, facet: FacetName, value: str) -> str:
        if facet == "book":
            return self._title(value)
        return value.partition(KEY_MARK)[0] if facet == "participant" else value

"""What filters mean in ordinals.

In: filters of a request or of a tree. Out: columns with the ordinals they allow.
Never: reads postings, or resolves half-typed names.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from searchqa.engines.arrays.kernels.base import Check
from searchqa.engines.arrays.layout import FLAG_UNANSWERED, FLAGS
from searchqa.query.dates import parse_date_range
from searchqa.schema import FACETS, KINDS, ROLES
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.arrays.tables import Strings
    from searchqa.query.request import DateRange, Filters
    from searchqa.schema import FacetName

_FLAGS = {
    ("is", "unanswered"): FLAG_UNANSWERED,
    ("has", "link"): FLAGS["link"],
    ("has", "code"): FLAGS["code"],
}
_WORDS = {"role": ROLES, "kind": KINDS}
_COLUMNS: dict[FacetName, str] = {
    "author": "document.book",
    "book": "document.book",
    "year": "document.book",
    "participant": "document.person",
    "role": "document.role",
    "kind": "document.kind",
}


class FilterTables:
    """Resolves filters on one index; each table of names is read on the first wish."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._folded: dict[str, dict[str, list[int]]] = {}

    def checks(self, filters: Filters) -> list[Check]:
        """Return the checks that a request's filters mean, by facet and by date."""
        if not filters:
            return []
        out = [self.check(name, filters.of(name)) for name in FACETS if filters.of(name)]
        for ranges in ((filters.before,), (filters.after,), filters.during):
            wanted = [one for one in ranges if one is not None]
            if wanted:
                out.append(Check(None, "document.book", self._books_in(wanted)))
        return out

    def check(self, facet: FacetName, values: Iterable[str]) -> Check:
        """Return what one facet's values (OR) let pass."""
        return Check(facet, _COLUMNS[facet], self.ordinals(facet, values))

    def documents(self, kernel: AnyKernel, name: str, value: str) -> object:
        """Return the matches of a filter inside a tree."""
        flag = _FLAGS.get((name, value))
        if flag is not None:
            return kernel.flagged(flag)
        if name in ("before", "after", "during"):
            found = parse_date_range(name, value)
            return kernel.chosen("document.book", self._books_in([found] if found else []))
        check = self.check(_facet(name), (value,))
        return kernel.chosen(check.column, check.allowed)

    def ordinals(self, facet: FacetName, values: Iterable[str]) -> set[int]:
        """Return the ordinals (of books for author, book and year) that values mean."""
        if facet in _WORDS:
            words = _WORDS[facet]
            return {words.index(value) for value in values if value in words}
        if facet == "year":
            wanted = set(values)
            years = self._arrays.view("book.year")
            return {book for book, year in enumerate(years) if str(year) in wanted}
        folded = {fold(value) for value in values}
        if facet == "participant":
            person_of = self._arrays.view("spelling.person")
            return {person_of[n] for n in self._named("spelling", folded) if person_of[n]}
        if facet == "book":
            return set(self._named("book", folded))
        authors = set(self._named("author", folded))
        bounds, of_book = self._arrays.view("book.author.offset"), self._arrays.view("book.author")
        return {
            book
            for book in range(len(bounds) - 1)
            if not authors.isdisjoint(of_book[bounds[book] : bounds[book + 1]])
        }

    def _named(self, what: str, folded: set[str]) -> list[int]:
        if what not in self._folded:
            self._folded[what] = _folded(self._table(what))
        return [ordinal for name in folded for ordinal in self._folded[what].get(name, ())]

    def _table(self, what: str) -> Strings:
        if what == "spelling":
            return self._arrays.spellings
        return self._arrays.book_ids if what == "book" else self._arrays.authors

    def _books_in(self, ranges: Iterable[DateRange]) -> set[int]:
        """Return the books whose week is in any of the ranges."""
        starts = self._arrays.view("book.start").tolist()
        ends = self._arrays.view("book.end").tolist()
        out: set[int] = set()
        for one in ranges:
            # A week that holds a day began no later, and ends no earlier.
            first = one.first.toordinal() if one.first else 0
            last = (one.holds or one.last or date.max).toordinal()
            until = one.holds.toordinal() if one.holds else 0
            out.update(
                book
                for book, (start, end) in enumerate(zip(starts, ends, strict=True))
                if first <= start <= last and until <= end
            )
        return out


def _folded(table: Strings) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for ordinal in range(len(table)):
        out.setdefault(fold(table[ordinal]), []).append(ordinal)
    return out


def _facet(name: str) -> FacetName:
    match name:
        case "author" | "book" | "participant" | "role" | "kind" | "year":
            return name
    msg = f"no such filter: {name}"
    raise AssertionError(msg)

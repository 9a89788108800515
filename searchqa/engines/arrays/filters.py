"""What filters mean in ordinals.

In: filters of a request or of a tree. Out: columns with the ordinals they allow.
Never: reads postings, or resolves half-typed names.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import neg
from typing import TYPE_CHECKING

from searchqa.engines.arrays.kernels.base import Check
from searchqa.engines.arrays.layout import FLAG_UNANSWERED, FLAGS
from searchqa.model import UNDATED
from searchqa.query.dates import parse_date_range
from searchqa.schema import FACETS, KINDS, ROLES
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from collections.abc import Set as AbstractSet

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
# Digits of a year at most.
_YEAR = 4
# What stands where no date is known.
_NO_YEAR = "0"
_WORDS = {"role": ROLES, "kind": KINDS}
_COLUMNS: dict[FacetName, str] = {
    "author": "document.book",
    "book": "document.book",
    "year": "document.book",
    "collection": "document.book",
    "participant": "document.person",
    "role": "document.role",
    "kind": "document.kind",
}


class FilterTables:
    """Resolves filters on one index; each table of names is read on the first wish."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._folded: dict[str, dict[str, list[int]]] = {}
        self._by_author: list[list[int]] = []
        self._by_collection: list[frozenset[int]] = []

    def checks(self, filters: Filters) -> list[Check]:
        """Return the checks that a request's filters mean, by facet and by date."""
        if not filters:
            return []
        out = [self.check(name, filters.of(name)) for name in FACETS if filters.of(name)]
        for ranges in ((filters.before,), (filters.after,), filters.during):
            wanted = [one for one in ranges if one is not None]
            if wanted:
                out.append(Check(None, *self._within(wanted)))
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
            return kernel.chosen(*self._within([found] if found else []))
        check = self.check(_facet(name), (value,))
        return kernel.chosen(check.column, check.allowed)

    def ordinals(self, facet: FacetName, values: Iterable[str]) -> AbstractSet[int]:
        """Return the ordinals (of books for author, book, year, collection) that values mean."""
        if facet == "collection":
            return self._books_kept_in(self._named("collection", values))
        if facet == "year":
            return {book for value in values for book in self._books_of_year(value)}
        if facet == "author":
            authors = self._named("author", values)
            return {book for author in authors for book in self._books_by(author)}
        return self.values(facet, values)

    def values(self, facet: FacetName, values: Iterable[str]) -> set[int]:
        """Return the ordinals that a facet's values are counted by."""
        if facet in _WORDS:
            words = _WORDS[facet]
            return {words.index(value) for value in values if value in words}
        if facet == "year":
            return {int(value) for value in values if value.isdecimal() and len(value) <= _YEAR}
        if facet == "participant":
            return self._people(values)
        return set(self._named(facet, values))

    def _people(self, values: Iterable[str]) -> set[int]:
        spellings, person_of = self._arrays.spellings, self._arrays.view("spelling.person")
        found = [spellings.find(value) for value in values]
        if min(found, default=0) < 0:
            # None of an index's own spellings: each is folded, once.
            found = self._named("spelling", values)
        # All spellings that fold to the same are one person's; nobody is no value.
        return {person_of[spelling] for spelling in found if person_of[spelling]}

    def _books_by(self, author: int) -> list[int]:
        if not self._by_author:
            bounds, of_book = (
                self._arrays.view("book.author.offset").tolist(),
                self._arrays.view("book.author").tolist(),
            )
            by_author: list[list[int]] = [[] for _ in range(len(self._arrays.authors))]
            for book, (low, high) in enumerate(pairwise(bounds)):
                for one in of_book[low:high]:
                    by_author[one].append(book)
            self._by_author = by_author
        return self._by_author[author]

    def _books_kept_in(self, collections: Sequence[int]) -> frozenset[int]:
        if not self._by_collection:
            found: list[set[int]] = [set() for _ in range(len(self._arrays.collections))]
            for book, collection in enumerate(self._arrays.view("book.collection")):
                found[collection].add(book)
            self._by_collection = list(map(frozenset, found))
        if len(collections) == 1:
            # Always the same object: most searches are narrowed to it.
            return self._by_collection[collections[0]]
        return frozenset().union(*map(self._by_collection.__getitem__, collections))

    def _books_of_year(self, value: str) -> range:
        years = self._arrays.view("book.year")
        plain = value.isdecimal() and len(value) <= _YEAR and str(int(value)) == value
        if not plain or value == _NO_YEAR:
            return range(0)
        # The newest book is the first.
        first = bisect_left(years, -int(value), key=neg)
        return range(first, bisect_right(years, -int(value), key=neg))

    def _named(self, what: str, values: Iterable[str]) -> list[int]:
        if what not in self._folded:
            self._folded[what] = _folded(self._table(what))
        names = self._folded[what]
        return [ordinal for name in {fold(v) for v in values} for ordinal in names.get(name, ())]

    def _table(self, what: str) -> Strings:
        if what == "spelling":
            return self._arrays.spellings
        if what == "collection":
            return self._arrays.collections
        return self._arrays.book_ids if what == "book" else self._arrays.authors

    def _within(self, ranges: Sequence[DateRange]) -> tuple[str, Collection[int]]:
        """Return a column and what of it is in any of the ranges."""
        books, days = self._books_in(ranges), self._arrays.view("day.value")
        if not len(days):
            return "document.book", books
        behind = len(self._arrays.book_ids)
        own = {behind + day for one in ranges for day in _days_of(days, one)}
        return "document.when", own.union(books)

    def _books_in(self, ranges: Sequence[DateRange]) -> Collection[int]:
        """Return the books whose week is in any of the ranges."""
        if len(ranges) == 1:
            return self._books_of(ranges[0])
        return {book for one in ranges for book in self._books_of(one)}

    def _books_of(self, one: DateRange) -> Collection[int]:
        # The newest book is the first: those that began between two days are neighbours.
        starts = self._arrays.view("book.start")
        last = one.holds or one.last
        low = bisect_left(starts, -last.toordinal(), key=neg) if last else 0
        # What has no date stands behind all that have one.
        high = bisect_left(starts, -UNDATED.toordinal(), key=neg)
        if one.first:
            high = bisect_right(starts, -one.first.toordinal(), key=neg)
        began = range(min(low, high), high)
        if one.holds is None:
            return began
        # A week that holds a day began no later, and ends no earlier.
        ends, day = self._arrays.view("book.end"), one.holds.toordinal()
        return {book for book in began if ends[book] >= day}


def _days_of(days: memoryview[int], one: DateRange) -> range:
    """Return the places of the days in a range; ``days`` ascend."""
    first, last = one.holds or one.first, one.holds or one.last
    # The first of all days stands for none.
    low = bisect_left(days, first.toordinal() if first else UNDATED.toordinal() + 1)
    high = bisect_right(days, last.toordinal()) if last else len(days)
    return range(low, max(low, high))


def _folded(table: Strings) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for ordinal in range(len(table)):
        out.setdefault(fold(table[ordinal]), []).append(ordinal)
    return out


def _facet(name: str) -> FacetName:
    match name:
        case "author" | "book" | "participant" | "role" | "kind" | "year" | "collection":
            return name
    msg = f"no such filter: {name}"
    raise AssertionError(msg)

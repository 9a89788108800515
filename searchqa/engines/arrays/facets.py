"""Tallies as people get them: buckets with values, labels and what was chosen.

In: a tally, the chosen values. Out: buckets. Never: counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from searchqa.model import KEY_MARK
from searchqa.results import Bucket
from searchqa.schema import KINDS, ROLES
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchqa.engines.arrays.filters import FilterTables
    from searchqa.engines.arrays.kernels.base import Tally
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.schema import FacetName


class Buckets(Sequence[Bucket]):
    """A facet's buckets; each is made when it is looked at, since few ever are."""

    def __init__(
        self,
        tally: Tally,
        named: Callable[[int], tuple[str, str]],
        selected: set[int],
        last: tuple[Bucket, ...],
    ) -> None:
        self._tally = tally
        self._named = named
        self._selected = selected
        self._last = last

    def __len__(self) -> int:
        return len(self._tally.values) + len(self._last)

    @overload
    def __getitem__(self, place: int) -> Bucket: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Bucket, ...]: ...
    def __getitem__(self, place: int | slice) -> Bucket | tuple[Bucket, ...]:
        """Return one bucket, or some."""
        if isinstance(place, slice):
            return tuple(map(self._bucket, range(len(self))[place]))
        return self._bucket(range(len(self))[place])

    def __iter__(self) -> Iterator[Bucket]:
        return map(self._bucket, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _bucket(self, place: int) -> Bucket:
        values, counts = self._tally
        if place >= len(values):
            return self._last[place - len(values)]
        ordinal = int(values[place])
        value, label = self._named(ordinal)
        return Bucket(value, label, int(counts[place]), ordinal in self._selected)


class FacetNames:
    """Values and labels of one index's facets."""

    def __init__(self, arrays: Arrays, tables: FilterTables) -> None:
        self._arrays = arrays
        self._tables = tables

    def buckets(self, facet: FacetName, tally: Tally, chosen: tuple[str, ...]) -> Buckets:
        """Return a tally's buckets; chosen values that weren't counted come last."""
        if not chosen:
            return Buckets(tally, self._naming(facet), set(), ())
        naming = self._naming(facet)
        by_value = {fold(naming(int(one))[0]): int(one) for one in tally.values}
        wanted = {fold(value): value for value in chosen}
        selected = {by_value[value] for value in wanted if value in by_value}
        absent = [
            Bucket(value, self._label_of_absent(facet, value), 0, selected=True)
            for folded, value in wanted.items()
            if folded not in by_value
        ]
        absent.sort(key=lambda bucket: (bucket.label, bucket.value))
        return Buckets(tally, naming, selected, tuple(absent))

    def _naming(self, facet: FacetName) -> Callable[[int], tuple[str, str]]:
        match facet:
            case "author":
                return self._author
            case "book":
                return self._book
            case "participant":
                return self._person
            case "role":
                return lambda ordinal: (ROLES[ordinal], ROLES[ordinal])
            case "kind":
                return lambda ordinal: (KINDS[ordinal], KINDS[ordinal])
            case "year":
                return lambda year: (str(year), str(year))

    def _author(self, ordinal: int) -> tuple[str, str]:
        name = self._arrays.authors[ordinal]
        return name, name

    def _book(self, ordinal: int) -> tuple[str, str]:
        book = self._arrays.book(ordinal)
        return book.id, book.title

    def _person(self, ordinal: int) -> tuple[str, str]:
        return self._arrays.person_keys[ordinal], self._arrays.person_labels[ordinal]

    def _label_of_absent(self, facet: FacetName, value: str) -> str:
        if facet not in ("book", "participant"):
            return value
        known = self._tables.ordinals(facet, (value,))
        if facet == "book":
            return next((self._arrays.book(book).title for book in known), value)
        labels = (self._arrays.person_labels[person] for person in known)
        return next(labels, value.partition(KEY_MARK)[0])

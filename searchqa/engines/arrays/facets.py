"""Tallies as people get them: buckets with values, labels and what was chosen.

In: a tally, the chosen values. Out: buckets. Never: counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, overload

from searchqa.kept import Kept
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

    # Gives an ordinal's (value, label); and the same, or None, for those that were named before:
    # an answer has hundreds, and a call for each would be felt.
    _Name = tuple[str, str]
    _Names = tuple[Callable[[int], _Name], Callable[[int], _Name | None]]

_ROLE: Final = [(role, role) for role in ROLES]
_KIND: Final = [(kind, kind) for kind in KINDS]


class Buckets(Sequence[Bucket]):
    """A facet's buckets; each is made when it is looked at, since few ever are."""

    __slots__ = ("_known", "_last", "_named", "_selected", "_tally")

    def __init__(
        self,
        tally: Tally,
        names: _Names,
        selected: set[int],
        last: tuple[Bucket, ...],
    ) -> None:
        self._tally = tally
        self._named, self._known = names
        self._selected = selected
        self._last = last

    def __len__(self) -> int:
        return self._tally.size + len(self._last)

    @overload
    def __getitem__(self, place: int) -> Bucket: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Bucket, ...]: ...
    def __getitem__(self, place: int | slice) -> Bucket | tuple[Bucket, ...]:
        """Return one bucket, or some."""
        if not isinstance(place, slice):
            one = range(len(self))[place]
            return next(self._between(one, one + 1))
        first, last, step = place.indices(len(self))
        if step != 1:
            return tuple([self[one] for one in range(first, last, step)])
        return tuple(self._between(first, last))

    def __iter__(self) -> Iterator[Bucket]:
        return self._between(0, len(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def rows(self) -> list[tuple[_Name, int, bool]]:
        """Return what the buckets hold without making them: (value, label), count, chosen."""
        last = [((one.value, one.label), one.count, one.selected) for one in self._last]
        return self._counted(0, self._tally.size) + last

    def _between(self, first: int, last: int) -> Iterator[Bucket]:
        for (value, label), count, selected in self._counted(first, last):
            yield Bucket(value, label, count, selected)
        counted = self._tally.size
        yield from self._last[max(0, first - counted) : max(0, last - counted)]

    def _counted(self, first: int, last: int) -> list[tuple[_Name, int, bool]]:
        named, known, selected = self._named, self._known, self._selected
        return [
            (known(ordinal) or named(ordinal), count, ordinal in selected)
            for ordinal, count in zip(*self._tally.part(first, last), strict=True)
        ]


def _year(year: int) -> tuple[str, str]:
    return str(year), str(year)


class FacetNames:
    """Values and labels of one index's facets."""

    def __init__(self, arrays: Arrays, tables: FilterTables) -> None:
        self._arrays = arrays
        self._tables = tables
        self._known: dict[str, Kept[int, tuple[str, str]]] = {
            facet: Kept() for facet in ("author", "book", "participant", "collection")
        }

    def buckets(self, facet: FacetName, tally: Tally, chosen: tuple[str, ...]) -> Buckets:
        """Return a tally's buckets; chosen values that weren't counted come last."""
        if not chosen:
            return Buckets(tally, self._names(facet), set(), ())
        names = self._names(facet)
        naming, _ = names
        counted = tally.held(self._tables.values(facet, chosen))
        by_value = {fold(naming(ordinal)[0]): ordinal for ordinal in counted}
        wanted = {fold(value): value for value in chosen}
        selected = {by_value[value] for value in wanted if value in by_value}
        absent = [
            Bucket(value, self._label_of_absent(facet, value), 0, selected=True)
            for folded, value in wanted.items()
            if folded not in by_value
        ]
        absent.sort(key=lambda bucket: (bucket.label, bucket.value))
        return Buckets(tally, names, selected, tuple(absent))

    def _names(self, facet: FacetName) -> _Names:
        if facet == "role":
            return _ROLE.__getitem__, _ROLE.__getitem__
        if facet == "kind":
            return _KIND.__getitem__, _KIND.__getitem__
        if facet == "year":
            return _year, _year
        known = self._known[facet]
        return partial(known.get, make=self._made(facet)), known.find

    def _made(self, facet: FacetName) -> Callable[[int], tuple[str, str]]:
        made = {"author": self._author, "book": self._book, "collection": self._collection}
        return made.get(facet, self._person)

    def _author(self, ordinal: int) -> tuple[str, str]:
        name = self._arrays.authors[ordinal]
        return name, name

    def _collection(self, ordinal: int) -> tuple[str, str]:
        name = self._arrays.collections[ordinal]
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

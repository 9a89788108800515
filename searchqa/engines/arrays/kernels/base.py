"""What execution needs of arrays; two kernels do it, with numpy and without.

In: ordinals of terms, books, people. Out: matches, pages, counts.
Never: knows queries or filters' names, or strings beyond words.

Both kernels add the same numbers in the same order, so that they give the same
scores to the last bit. A test asks both the same questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from searchqa.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from searchqa.schema import FacetName, Grouping, Sort

# A kernel's own form of "documents in ascending order, with scores".
Matches = TypeVar("Matches")
# A kernel's own form of what passed the filters.
Selected = TypeVar("Selected")


class Check(NamedTuple):
    """A filter of the whole answer: documents whose value of ``column`` is allowed.

    ``facet`` is the facet that it belongs to, None for dates.
    """

    facet: FacetName | None
    column: str
    allowed: Collection[int]


class Place(NamedTuple):
    """A document on a page; ``more`` counts its thread's other matches."""

    document: int
    score: float
    more: int


class Page(NamedTuple):
    """``total`` is in units of the grouping, ``messages`` in documents."""

    total: int
    messages: int
    places: list[Place]


class Tally(Protocol):
    """Values of a facet that were counted, most first, then in order of their labels.

    Values are ordinals of authors, books, people, roles or kinds, or years.

    Attributes:
        size: How many values were counted.
    """

    @property
    def size(self) -> int:
        """See above."""

    def part(self, first: int, last: int) -> tuple[list[int], list[int]]:
        """Return the values from one place up to another, and how often each is there."""

    def held(self, values: Collection[int]) -> list[int]:
        """Return which of some values were counted."""


class Listed:
    """A tally whose values are all in order."""

    def __init__(self, values: list[int], counts: list[int]) -> None:
        self._values = values
        self._counts = counts
        self.size = len(values)

    def part(self, first: int, last: int) -> tuple[list[int], list[int]]:
        """Return the values from one place up to another, and how often each is there."""
        return self._values[first:last], self._counts[first:last]

    def held(self, values: Collection[int]) -> list[int]:
        """Return which of some values were counted."""
        return [value for value in self._values if value in values]


class Kernel(Protocol[Matches, Selected]):
    """Works on one index's arrays; safe to use from threads."""

    def nothing(self) -> Matches:
        """Return no document."""

    def everything(self) -> Matches:
        """Return each document with score 0."""

    def chosen(self, column: str, allowed: Collection[int]) -> Matches:
        """Return the documents whose value of a column is allowed, with score 0."""

    def flagged(self, bit: int) -> Matches:
        """Return the documents that have a flag, with score 0."""

    def term(self, ordinal: int) -> Matches:
        """Return the documents that hold a term, with its impacts."""

    def word(self, ordinal: int) -> Matches:
        """Return the documents that hold a word, with its impacts."""

    def near(self, word: str, limit: int) -> list[tuple[int, int]]:
        """Return how far each word within a distance is, and its ordinal, in any order."""

    def union(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in any part, scores summed in order."""

    def intersection(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in each part, scores summed in order."""

    def plus(self, matches: Matches, more: Matches) -> Matches:
        """Return the same documents, with the scores they have in ``more`` added."""

    def without(self, matches: Matches, unwanted: Matches) -> Matches:
        """Return what isn't unwanted."""

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        """Return the documents that hold the terms at these offsets from one place."""

    def pair(self, left: int, right: int, distance: int) -> Matches:
        """Return where one term stands so far behind another, worth a term of its own."""

    def holds(self, matches: Matches, document: int) -> bool:
        """Say whether a document is among the matches."""

    def select(self, matches: Matches, checks: Sequence[Check]) -> Selected:
        """Return what passes the checks, and for each facet what only its own turns away."""

    def page(
        self, selected: Selected, sort: Sort, group: Grouping, offset: int, limit: int
    ) -> Page:
        """Return a part of the ordered answer."""

    def tally(self, selected: Selected, facet: FacetName, group: Grouping) -> Tally:
        """Count a facet over what passes all checks but the facet's own."""

    def marks(
        self, terms: Sequence[int], documents: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return for each term where the places of each document (in any order) begin and end."""


AnyKernel = Kernel[Any, Any]

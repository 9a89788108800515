"""What execution needs of arrays; two kernels do it, with numpy and without.

In: ordinals of terms, books, people. Out: matches, pages, counts.
Never: knows queries, strings or filters' names.

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


class Tally(NamedTuple):
    """Values of a facet that were counted, most first, then in order of their labels.

    ``values`` are ordinals of authors, books, people, roles or kinds, or years;
    both are sequences of numbers, a kernel's own arrays or lists.
    """

    values: Any
    counts: Any


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

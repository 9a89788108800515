"""The kernel of a process that asks once: the one of two that is done sooner.

In: arrays, how to get the kernel with numpy. Out: what the chosen kernel says.
Never: imports numpy for a query that plain Python answers before it is imported.

How long plain Python takes follows from the postings that a query reads, not from
the archive: three rare words among a million messages are found at once. So what is
asked is put off until all of it is known, weighed, and done then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from searchqa.engines.arrays.kernels.plain_answer import PlainKernel
from searchqa.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from searchqa.engines.arrays.kernels.base import AnyKernel, Check, Page, Tally
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.schema import FacetName, Grouping, Sort

# Plain Python reads, orders and counts about so many postings while numpy is imported.
_WORTH: Final = 100_000


class Later(NamedTuple):
    """Matches that are to be made: the postings it takes, and how."""

    cost: int
    make: Callable[[AnyKernel], Any]


class Chosen(NamedTuple):
    """What was selected, and the kernel that did."""

    kernel: AnyKernel
    selected: Any


class OnceKernel:
    """The kernel; see ``Kernel``.

    Args:
        arrays: The index's arrays.
        fast: Returns the kernel with numpy, or a plain one where there is none.
    """

    def __init__(self, arrays: Arrays, fast: Callable[[], AnyKernel]) -> None:
        self._view = arrays.view
        self._count = arrays.documents
        self._kernel: AnyKernel = PlainKernel(arrays)
        self._fast: Callable[[], AnyKernel] | None = fast
        self._left = _WORTH

    def nothing(self) -> Later:
        """Return no document."""
        return Later(0, lambda kernel: kernel.nothing())

    def everything(self) -> Later:
        """Return each document with score 0."""
        return Later(self._count, lambda kernel: kernel.everything())

    def chosen(self, column: str, allowed: Collection[int]) -> Later:
        """Return the documents whose value of a column is allowed, with score 0."""
        return Later(self._count, lambda kernel: kernel.chosen(column, allowed))

    def flagged(self, bit: int) -> Later:
        """Return the documents that have a flag, with score 0."""
        return Later(self._count, lambda kernel: kernel.flagged(bit))

    def term(self, ordinal: int) -> Later:
        """Return the documents that hold a term, with its impacts."""
        return Later(self._length("posting", ordinal), lambda kernel: kernel.term(ordinal))

    def word(self, ordinal: int) -> Later:
        """Return the documents that hold a word, with its impacts."""
        return Later(self._length("wordposting", ordinal), lambda kernel: kernel.word(ordinal))

    def union(self, parts: Sequence[Later]) -> Later:
        """Return what is in any part, scores summed in order."""
        return _together(parts, lambda kernel, made: kernel.union(made))

    def intersection(self, parts: Sequence[Later]) -> Later:
        """Return what is in each part, scores summed in order."""
        return _together(parts, lambda kernel, made: kernel.intersection(made))

    def plus(self, matches: Later, more: Later) -> Later:
        """Return the same documents, with the scores they have in ``more`` added."""
        return _together((matches, more), lambda kernel, made: kernel.plus(*made))

    def without(self, matches: Later, unwanted: Later) -> Later:
        """Return what isn't unwanted."""
        return _together((matches, unwanted), lambda kernel, made: kernel.without(*made))

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Later:
        """Return the documents that hold the terms at these offsets from one place."""
        cost = sum(self._length("place", term) for term in terms)
        return Later(cost, lambda kernel: kernel.phrase(terms, offsets))

    def pair(self, left: int, right: int, distance: int) -> Later:
        """Return where one term stands so far behind another, worth a term of its own."""
        # Its places are only compared, which is far quicker than to score and count.
        return Later(0, lambda kernel: kernel.pair(left, right, distance))

    def holds(self, matches: Later, document: int) -> bool:
        """Say whether a document is among the matches."""
        kernel = self._choose(matches.cost)
        return kernel.holds(matches.make(kernel), document)

    def select(self, matches: Later, checks: Sequence[Check]) -> Chosen:
        """Return what passes the checks, and for each facet what only its own turns away."""
        kernel = self._choose(matches.cost)
        return Chosen(kernel, kernel.select(matches.make(kernel), checks))

    def page(self, chosen: Chosen, sort: Sort, group: Grouping, offset: int, limit: int) -> Page:
        """Return a part of the ordered answer."""
        return chosen.kernel.page(chosen.selected, sort, group, offset, limit)

    def tally(self, chosen: Chosen, facet: FacetName, group: Grouping) -> Tally:
        """Count a facet over what passes all checks but the facet's own."""
        return chosen.kernel.tally(chosen.selected, facet, group)

    def marks(
        self, terms: Sequence[int], documents: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return for each term where the places of each document (in any order) begin and end."""
        return self._kernel.marks(terms, documents)

    def near(self, word: str, limit: int) -> list[tuple[int, int]]:
        """Return how far each word within a distance is, and its ordinal."""
        return self._kernel.near(word, limit)

    def _length(self, name: str, ordinal: int) -> int:
        bounds = self._view(f"{name}.offset")
        return int(bounds[ordinal + 1] - bounds[ordinal])

    def _choose(self, cost: int) -> AnyKernel:
        """Return the plain kernel as long as all that was asked costs less than numpy."""
        self._left -= cost
        if self._left < 0 and self._fast is not None:
            self._kernel, self._fast = self._fast(), None
        return self._kernel


def _together(parts: Sequence[Later], make: Callable[[AnyKernel, list[Any]], Any]) -> Later:
    cost = sum(part.cost for part in parts)
    return Later(cost, lambda kernel: make(kernel, [part.make(kernel) for part in parts]))

"""The kernel with numpy: facets of what was found, counted.

In: documents. Out: tallies. Never: scores or orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.kernels.base import Listed
from searchqa.engines.arrays.kernels.vector import VectorAlgebra
from searchqa.engines.arrays.kernels.vector_order import Ranking
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from searchqa.engines.arrays.kernels.base import Tally
    from searchqa.engines.arrays.kernels.vector import Array
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.schema import FacetName, Grouping

# Facets whose values are a handful of words.
_WORDS: Final[dict[str, tuple[str, ...]]] = {"role": ROLES, "kind": KINDS}
# With so many documents for each book, books are counted by where they begin.
_MANY: Final = 16


class Documents:
    """Some documents in ascending order; their scores, None when each is 0."""

    def __init__(self, thread_of: Array, documents: Array, scores: Array | None) -> None:
        self._thread_of = thread_of
        self._of: Array | None = None
        self._threads: Array | None = None
        # By whether threads are counted: how many of each book.
        self.books: dict[bool, Array] = {}
        self.documents = documents
        self.scores = scores

    @property
    def of(self) -> Array:
        """The thread of each document."""
        if self._of is None:
            self._of = self._thread_of.take(self.documents)
        return self._of

    @property
    def threads(self) -> Array:
        """Places of each thread's first document."""
        if self._threads is None:
            first = np.ones(len(self.of), bool)
            np.not_equal(self.of[1:], self.of[:-1], out=first[1:])
            (self._threads,) = first.nonzero()
        return self._threads

    def between(self, low: int, high: int) -> Documents:
        """Return those from one place up to another."""
        scores = None if self.scores is None else self.scores[low:high]
        return Documents(self._thread_of, self.documents[low:high], scores)

    def taken(self, places: Array) -> Documents:
        """Return those at some places."""
        scores = None if self.scores is None else self.scores.take(places)
        return Documents(self._thread_of, self.documents.take(places), scores)

    def counted(self, *, grouped: bool) -> Array:
        """Return the documents that stand for what is counted."""
        return self.documents.take(self.threads) if grouped else self.documents


class Selected:
    """What passed, and by facet what passed all checks but that facet's own."""

    def __init__(self, passed: Documents, counted: dict[str, Documents]) -> None:
        self.passed = passed
        self._counted = counted

    def counted_for(self, facet: FacetName) -> Documents:
        """Return what passes the checks, and for each facet what only its own turns away."""
        return self._counted.get(facet, self.passed)


class VectorCounts(VectorAlgebra):
    """Tallies; see ``Kernel``."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self.thread_of = self.column["document.thread"]
        # All documents, once they were asked for.
        self.whole: Documents | None = None
        self._whole_tallies: dict[tuple[str, str], Tally] = {}
        books = self.column["book.thread"]
        self.book_begins = self.column["thread.document"].take(books)
        self._book_of_author = np.repeat(
            np.arange(len(books) - 1), np.diff(self.column["book.author.offset"])
        )

    def tally(self, selected: Selected, facet: FacetName, group: Grouping) -> Tally:
        """Count a facet over what passes all checks but the facet's own."""
        found = selected.counted_for(facet)
        if found is not self.whole:
            return self._tally(found, facet, grouped=group == "thread")
        # What counts everything depends on nothing that is asked.
        known = self._whole_tallies.get((facet, group))
        if known is None:
            known = self._tally(found, facet, grouped=group == "thread")
            self._whole_tallies[facet, group] = known
        return known

    def _tally(self, found: Documents, facet: FacetName, *, grouped: bool) -> Tally:
        if facet in _WORDS:
            return self._tally_words(found, facet, grouped=grouped)
        if facet == "participant":
            return Ranking(None, self._people(found, grouped=grouped))
        books = self._books(found, grouped=grouped)
        if facet == "book":
            order = self.column["book.bytitle"]
            return Ranking(order, books.take(order))
        if facet == "year":
            return Ranking(None, _dated(_summed(self.column["book.year"], books)))
        if facet == "collection":
            return Ranking(None, _summed(self.column["book.collection"], books))
        return Ranking(None, _summed(self.column["book.author"], books.take(self._book_of_author)))

    def _books(self, found: Documents, *, grouped: bool) -> Array:
        """Count the documents of each book."""
        counts = found.books.get(grouped)
        if counts is None:
            documents = found.counted(grouped=grouped)
            begins = self.book_begins
            if len(documents) > _MANY * len(begins):
                counts = np.diff(documents.searchsorted(begins.astype(documents.dtype)))
            else:
                books = self.column["document.book"].take(documents)
                counts = np.bincount(books, minlength=len(begins) - 1)
            found.books[grouped] = counts
        return counts

    def _people(self, found: Documents, *, grouped: bool) -> Array:
        if not grouped:
            counts = np.bincount(self.column["document.person"].take(found.documents))
        else:
            of_pair = self.column["pair.person"]
            seen = np.zeros(len(of_pair), bool)
            # Numpy's own kind of number, else each would be turned into one by itself.
            seen[self.column["document.pair"].take(found.documents).astype(np.intp)] = True
            counts = np.bincount(of_pair.take(seen.nonzero()[0]))
        # Nobody is no value.
        counts[:1] = 0
        return counts

    def _tally_words(self, found: Documents, facet: FacetName, *, grouped: bool) -> Tally:
        words = _WORDS[facet]
        values = self.column[f"document.{facet}"].take(found.documents)
        each = [np.equal(values, value) for value in range(len(words))]
        if grouped:
            # A thread's documents lie side by side, those of one value, too.
            counts = [_changes(found.of.take(one.nonzero()[0])) for one in each]
        else:
            counts = [int(np.count_nonzero(one)) for one in each]
        order = sorted(range(len(words)), key=lambda value: (-counts[value], words[value]))
        kept = [value for value in order if counts[value]]
        return Listed(kept, [counts[value] for value in kept])


def _changes(sorted_: Array) -> int:
    """Return how many different numbers there are."""
    return int(np.count_nonzero(sorted_[1:] != sorted_[:-1])) + bool(len(sorted_))


def _dated(counts: Array) -> Array:
    # No date is no year.
    counts[:1] = 0
    return counts


def _summed(values: Array, counts: Array) -> Array:
    return np.bincount(values, counts).astype(np.intp)

"""The kernel with numpy: where words stand, together and in a text.

In: ordinals of terms, their places. Out: matches, ranges of places.
Never: reads texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.bm25 import PRIORS, weight
from searchqa.engines.arrays.kernels.vector import VectorAlgebra
from searchqa.engines.arrays.kernels.vector_lists import inside
from searchqa.schema import BODY_BOOST, PAIR_BOOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.engines.arrays.kernels.vector import Array, Matches
    from searchqa.engines.arrays.opened import Arrays

# Below this a search in the longer list costs less than merging both.
_MERGED: Final = 6
_PRIORS: Final = np.array(PRIORS)


class VectorPlaces(VectorAlgebra):
    """Pairs, phrases and marks; see ``Kernel``."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        # Single elements come faster out of a view than out of a numpy array.
        self._place = arrays.view("place.offset")
        self._at = self.column["place.at"]
        self._head = self.column["document.head"]
        self._reach: Array | None = None

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        """Return the documents that hold the terms at these offsets from one place."""
        key = (*terms, *offsets)
        return self._known.get(key) or self.remember(key, self._phrase(terms, offsets))

    def _phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        lists = [(self._places(term), at) for term, at in zip(terms, offsets, strict=True)]
        # From the rarest on, so that what is copied stays short.
        lists.sort(key=lambda one: len(one[0]))
        begins = lists[0][0] - lists[0][1]
        for places, offset in lists[1:]:
            begins = _common(begins + offset, places) - offset
        documents = self._spread(_distinct(begins >> 32)[0])
        scores = np.zeros(len(documents))
        for term in terms:
            scores += BODY_BOOST * self._body(term, documents)
        return documents, scores

    def pair(self, left: int, right: int, distance: int) -> Matches:
        """Return where one term stands so far behind another, worth a term of its own."""
        key = ("pair", left, right, distance)
        return self._known.get(key) or self.remember(key, self._pair(left, right, distance))

    def _pair(self, left: int, right: int, distance: int) -> Matches:
        begins = _common(self._places(left) + distance, self._places(right))
        if not len(begins):
            return self.nothing()
        # The second word stands in the same document: positions count from 0 in each.
        owners, counts = _distinct(begins >> 32)
        documents = self._spread(owners)
        space = self.space()
        said = space.ranks
        said[owners] = counts
        heads = self._head.take(documents)
        counts = said.take(documents) + np.where(heads == documents, 0, said.take(heads))
        said[owners] = 0
        self.give_back(space)
        return documents, PAIR_BOOST * self._bm25(documents, counts, len(documents))

    def marks(
        self, terms: Sequence[int], documents: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return for each term where the places of each document (in any order) begin and end."""
        count = len(documents)
        keys = np.array([*documents, *documents], np.int64)
        keys[count:] += 1
        keys <<= 32
        out = []
        for term in terms:
            low = self._place[term]
            found = self._at[low : self._place[term + 1]].searchsorted(keys)
            found += low
            places = found.tolist()
            out.append((places[:count], places[count:]))
        return out

    def _places(self, term: int) -> Array:
        return self._at[self._place[term] : self._place[term + 1]]

    def _spread(self, owners: Array) -> Array:
        """Return who holds what these documents say: of a head, the whole thread."""
        if self._reach is None:
            self._reach = self._reaching()
        ends = self._reach.take(owners)
        # A reply's range lies inside that of its head, if the head is there, too.
        alone = np.ones(len(owners), bool)
        np.greater_equal(owners[1:], np.maximum.accumulate(ends)[:-1], out=alone[1:])
        (kept,) = alone.nonzero()
        begins = owners.take(kept)
        sizes = ends.take(kept) - begins
        # Ranges one after the other: what each number is more than its place in the list.
        out: Array = np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
        out += self.everything()[0][: len(out)]
        return out

    def _reaching(self) -> Array:
        """Return behind which document it ends what each one says."""
        ends = self.column["thread.document"].take(self.column["document.thread"] + 1)
        numbers = self.everything()[0]
        return np.where(self._head == numbers, ends, numbers + 1)

    def _body(self, term: int, documents: Array) -> Array:
        """Return BM25 of a term in the bodies of documents that hold it."""
        span = slice(self.posting[term], self.posting[term + 1])
        held, counts = self.held[span], self.column["posting.frequency"][span]
        return self._bm25(documents, self.values(documents, held, counts), len(held))

    def _bm25(self, documents: Array, counts: Array, held: int) -> Array:
        norms = self.column["document.norm"].take(documents).astype(np.float64)
        scores: Array = weight(self.count, held) * counts / (counts + norms)
        priors: Array = _PRIORS.take(self.column["document.kind"].take(documents))
        return scores * priors


def _common(some: Array, others: Array) -> Array:
    """Return what two sorted arrays of distinct numbers have in common, sorted."""
    few, many = (some, others) if len(some) < len(others) else (others, some)
    if len(few) * _MERGED < len(many):
        return few.take(inside(few, many).nonzero()[0])
    # Two sorted runs, which a stable sort only merges; what is in both stands there twice.
    both = np.sort(np.concatenate((few, many)), kind="stable")
    out: Array = both.take(np.equal(both[1:], both[:-1]).nonzero()[0])
    return out


def _distinct(values: Array) -> tuple[Array, Array]:
    """Return the distinct values of a sorted array, and how often each is there."""
    if not len(values):
        return values, values
    first = np.empty(len(values), bool)
    first[0] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    (begins,) = first.nonzero()
    counts = np.empty(len(begins), np.intp)
    np.subtract(begins[1:], begins[:-1], out=counts[:-1])
    counts[-1] = len(values) - begins[-1]
    return values.take(begins), counts

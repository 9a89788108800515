"""The kernel with numpy: sets of documents as sorted arrays.

In: arrays. Out: matches as (documents, scores). Never: orders, counts, or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from searchqa.engines.arrays.bm25 import PRIORS, weight
from searchqa.engines.arrays.layout import COLUMNS
from searchqa.schema import BODY_BOOST, PAIR_BOOST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from searchqa.engines.arrays.opened import Arrays

Array: TypeAlias = npt.NDArray[Any]
Matches: TypeAlias = tuple[Array, Array]

# Up to so many documents it is faster to sum over all of them than over those that match.
_SMALL: Final = 20_000
# A list this many times shorter than another is looked up in it, not spread out beside it.
_SHORTER: Final = 30
_PRIORS: Final = np.array(PRIORS)


class VectorAlgebra:
    """Matches and what can be done with them; see ``Kernel``."""

    def __init__(self, arrays: Arrays) -> None:
        self.count = arrays.documents
        column = {
            name: np.frombuffer(arrays.view(name), np.dtype(COLUMNS[name].type)) for name in COLUMNS
        }
        self.column: dict[str, Array] = column
        self._posting = _bounds(arrays, "posting")
        self._place = _bounds(arrays, "place")
        self._wordposting = _bounds(arrays, "wordposting")
        self._lists = {
            name: (column[f"{name}.document"], column[f"{name}.impact"])
            for name in ("posting", "wordposting")
        }
        self._at = column["place.at"]
        self._head = column["document.head"]
        # Work space, cleared after use; each thread takes one and gives it back.
        self._spaces: list[tuple[Array, Array]] = []

    def nothing(self) -> Matches:
        """Return no document."""
        return np.empty(0, np.int64), np.empty(0)

    def everything(self) -> Matches:
        """Return each document with score 0."""
        return np.arange(self.count), np.zeros(self.count)

    def chosen(self, column: str, allowed: Collection[int]) -> Matches:
        """Return the documents whose value of a column is allowed, with score 0."""
        return _unscored(np.flatnonzero(self.allowed(column, allowed, slice(None))))

    def flagged(self, bit: int) -> Matches:
        """Return the documents that have a flag, with score 0."""
        return _unscored(np.flatnonzero(self.column["document.flags"] & bit))

    def allowed(self, column: str, allowed: Collection[int], documents: Array | slice) -> Array:
        """Return for each document whether its value of a column is allowed."""
        values = self.column[column][documents]
        wanted = np.fromiter(allowed, np.int64, len(allowed))
        if len(wanted) == 1:
            one: Array = np.equal(values, wanted[0])
            return one
        table: Array = np.zeros(int(max(values.max(initial=0), wanted.max(initial=0))) + 1, bool)
        table[wanted] = True
        return table[values]

    def terms(self, ordinals: Sequence[int]) -> Matches:
        """Return the documents that hold any of the terms, impacts summed."""
        return self._summed("posting", self._posting, ordinals)

    def words(self, ordinals: Sequence[int]) -> Matches:
        """Return the documents that hold any of the words, impacts summed."""
        return self._summed("wordposting", self._wordposting, ordinals)

    def union(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in any part, scores summed in order."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return self.nothing()
        found, sums = space = self._space()
        for documents, scores in parts:
            sums[documents] += scores
            found[documents] = True
        together = np.flatnonzero(found)
        out = together, sums[together]
        found[together] = False
        sums[together] = 0.0
        self._spaces.append(space)
        return out

    def intersection(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in each part, scores summed in order."""
        # Whittled down from the shortest; the scores are summed in the order given.
        order = sorted(parts, key=lambda part: len(part[0]))
        documents = order[0][0]
        for other, _ in order[1:]:
            documents = documents[self._among(documents, other)]
        scores = np.zeros(len(documents))
        for part in parts:
            scores = scores + self._looked_up(documents, part)
        return documents, scores

    def plus(self, matches: Matches, more: Matches) -> Matches:
        """Return the same documents, with the scores they have in ``more`` added."""
        documents, scores = matches
        if not len(more[0]):
            return matches
        if len(more[0]) * _SHORTER < len(documents):
            places = np.searchsorted(documents, more[0])
            places[places == len(documents)] = 0
            inside = documents[places] == more[0]
            scores = scores.astype(np.float64)
            scores[places[inside]] += more[1][inside]
            return documents, scores
        return documents, scores + self._looked_up(documents, more)

    def without(self, matches: Matches, unwanted: Matches) -> Matches:
        """Return what isn't unwanted."""
        documents, scores = matches
        kept = ~self._among(documents, unwanted[0])
        return documents[kept], scores[kept]

    def holds(self, matches: Matches, document: int) -> bool:
        """Say whether a document is among the matches."""
        return bool(np.isin(document, matches[0]))

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        """Return the documents that hold the terms at these offsets from one place."""
        places = [self._places(term) - offset for term, offset in zip(terms, offsets, strict=True)]
        places.sort(key=len)
        begins = places[0]
        for other in places[1:]:
            begins = begins[_inside(begins, other)]
        documents = self._spread(_distinct(begins >> 32)[0])
        scores = np.zeros(len(documents))
        for term in terms:
            scores = scores + BODY_BOOST * self._body(term, documents)
        return documents, scores

    def pair(self, left: int, right: int, distance: int) -> Matches:
        """Return where one term stands so far behind another, worth a term of its own."""
        begins, ends = self._places(left), self._places(right)
        if len(begins) > len(ends):
            found = ends[_inside(ends - distance, begins)]
        else:
            found = begins[_inside(begins + distance, ends)]
        if not len(found):
            return self.nothing()
        owners, counts = _distinct(found >> 32)
        documents = self._spread(owners)
        _, sums = space = self._space()
        sums[owners] = counts
        heads = self._head[documents]
        counts = sums[documents] + np.where(heads == documents, 0.0, sums[heads])
        sums[owners] = 0.0
        self._spaces.append(space)
        return documents, PAIR_BOOST * self._bm25(documents, counts, len(documents))

    def marks(self, terms: Sequence[int], documents: Sequence[int]) -> list[list[tuple[int, int]]]:
        """Return for each term, for each document (in any order), the range of its places."""
        keys = np.array(documents, np.int64) << 32
        out = []
        for term in terms:
            low = self._place[term]
            at = self._at[low : self._place[term + 1]]
            begins = at.searchsorted(keys) + low
            ends = at.searchsorted(keys + (1 << 32)) + low
            out.append(list(zip(begins.tolist(), ends.tolist(), strict=True)))
        return out

    def _space(self) -> tuple[Array, Array]:
        try:
            return self._spaces.pop()
        except IndexError:
            return np.zeros(self.count, bool), np.zeros(self.count)

    def _summed(self, name: str, bounds: memoryview[Any], ordinals: Sequence[int]) -> Matches:
        documents, impacts = self._lists[name]
        spans = [slice(bounds[ordinal], bounds[ordinal + 1]) for ordinal in ordinals]
        if len(spans) == 1:
            return documents[spans[0]], impacts[spans[0]].astype(np.float64)
        if self.count > _SMALL or not spans:
            return self.union([(documents[span], impacts[span]) for span in spans])
        # No impact is 0, so what has a sum was found.
        sums = np.bincount(
            np.concatenate([documents[span] for span in spans]),
            np.concatenate([impacts[span] for span in spans]),
            self.count,
        )
        (together,) = sums.nonzero()
        return together, sums[together]

    def _among(self, documents: Array, others: Array) -> Array:
        """Return for each document whether it is among others."""
        if len(documents) * _SHORTER < len(others):
            return _inside(documents, others)
        found, _ = space = self._space()
        found[others] = True
        out = found[documents]
        found[others] = False
        self._spaces.append(space)
        return out

    def _looked_up(self, documents: Array, part: Matches) -> Array:
        """Return each document's score in a part, 0 where it isn't there."""
        others, scores = part
        if len(documents) * _SHORTER < len(others):
            places = np.searchsorted(others, documents)
            places[places == len(others)] = 0
            return np.where(others[places] == documents, scores[places], 0.0)
        _, sums = space = self._space()
        sums[others] = scores
        out = sums[documents]
        sums[others] = 0.0
        self._spaces.append(space)
        return out

    def _places(self, term: int) -> Array:
        return self._at[self._place[term] : self._place[term + 1]]

    def _spread(self, owners: Array) -> Array:
        """Return who holds what these documents say: of a head, the whole thread."""
        heads = owners[self._head[owners] == owners]
        if not len(heads):
            return owners
        bounds = self.column["thread.document"]
        threads = self.column["document.thread"][heads]
        ends = bounds[threads + 1]
        sizes = ends - heads
        first = np.repeat(heads - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        inside = first + np.arange(len(first))
        found, _ = space = self._space()
        found[owners] = True
        found[inside] = True
        # Threads are ranges: what is found lies between the first and the last.
        low, high = int(owners[0]), int(max(owners[-1], inside[-1])) + 1
        out = np.flatnonzero(found[low:high]) + low
        found[out] = False
        self._spaces.append(space)
        return out

    def _body(self, term: int, documents: Array) -> Array:
        """Return BM25 of a term in the bodies of documents that hold it."""
        low, high = self._posting[term], self._posting[term + 1]
        places = self._lists["posting"][0][low:high].searchsorted(documents) + low
        counts = self.column["posting.frequency"][places].astype(np.float64)
        return self._bm25(documents, counts, high - low)

    def _bm25(self, documents: Array, counts: Array, held: int) -> Array:
        norms = self.column["document.norm"][documents].astype(np.float64)
        scores: Array = weight(self.count, held) * counts / (counts + norms)
        priors: Array = _PRIORS[self.column["document.kind"][documents]]
        return scores * priors


def _bounds(arrays: Arrays, name: str) -> memoryview[Any]:
    # Single elements come faster out of a view than out of a numpy array.
    return arrays.view(f"{name}.offset")


def _unscored(documents: Array) -> Matches:
    return documents, np.zeros(len(documents))


def _inside(some: Array, others: Array) -> Array:
    """Return for each of some sorted numbers whether it is among other sorted ones."""
    if not len(others):
        return np.zeros(len(some), bool)
    places = others.searchsorted(some)
    places[places == len(others)] = 0
    out: Array = np.equal(others[places], some)
    return out


def _distinct(values: Array) -> tuple[Array, Array]:
    """Return the distinct values of a sorted array, and how often each is there."""
    if not len(values):
        return values, values
    begins = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values[begins], np.diff(np.append(begins, len(values)))

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
# Documents in ascending order; their scores, None when each is 0.
Matches: TypeAlias = "tuple[Array, Array | None]"

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
        self._held, self._impact = column["posting.document"], column["posting.impact"]
        self._at = column["place.at"]
        self._head = column["document.head"]
        # Work space, cleared after use; each thread takes one and gives it back.
        self._spaces: list[tuple[Array, Array]] = []

    def nothing(self) -> Matches:
        """Return no document."""
        return np.empty(0, np.int64), None

    def everything(self) -> Matches:
        """Return each document with score 0."""
        return np.arange(self.count), None

    def chosen(self, column: str, allowed: Collection[int]) -> Matches:
        """Return the documents whose value of a column is allowed, with score 0."""
        return np.flatnonzero(self.allowed(column, allowed, slice(None))), None

    def flagged(self, bit: int) -> Matches:
        """Return the documents that have a flag, with score 0."""
        return np.flatnonzero(self.column["document.flags"] & bit), None

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

    def term(self, ordinal: int) -> Matches:
        """Return the documents that hold a term, with its impacts."""
        span = slice(self._posting[ordinal], self._posting[ordinal + 1])
        return self._held[span], self._impact[span]

    def word(self, ordinal: int) -> Matches:
        """Return the documents that hold a word, with its impacts."""
        span = slice(self._wordposting[ordinal], self._wordposting[ordinal + 1])
        return self.column["wordposting.document"][span], self.column["wordposting.impact"][span]

    def union(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in any part, scores summed in order."""
        if len(parts) <= 1:
            return parts[0] if parts else self.nothing()
        scored = [scores for _, scores in parts if scores is not None]
        if len(scored) == len(parts) and self.count <= _SMALL:
            scores = np.concatenate(scored)
            # What has a sum was found, unless a filter let it in for nothing.
            if scores.min(initial=1.0) > 0.0:
                documents = np.concatenate([documents for documents, _ in parts])
                sums = np.bincount(documents, scores, self.count)
                (together,) = sums.nonzero()
                return together, sums[together]
        found, sums = space = self._space()
        for documents, of_part in parts:
            # Numpy would turn them into its own kind of index at each use.
            places = documents.astype(np.intp)
            found[places] = True
            if of_part is not None:
                sums[places] += of_part
        (together,) = found.nonzero()
        out = sums[together]
        found[together] = False
        sums[together] = 0.0
        self._spaces.append(space)
        return together, out

    def intersection(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in each part, scores summed in order."""
        # Whittled down from the shortest; the scores are summed in the order given.
        order = sorted(parts, key=lambda part: len(part[0]))
        documents = order[0][0]
        for other, _ in order[1:]:
            documents = documents[self._among(documents, other)]
        scores = None
        for part in parts:
            more = self._looked_up(documents, part)
            if more is not None:
                scores = more if scores is None else scores + more
        return documents, scores

    def plus(self, matches: Matches, more: Matches) -> Matches:
        """Return the same documents, with the scores they have in ``more`` added."""
        documents, scores = matches
        if more[1] is None or not len(more[0]):
            return matches
        scores = np.zeros(len(documents)) if scores is None else scores.astype(np.float64)
        if len(more[0]) * _SHORTER < len(documents):
            places = np.searchsorted(documents, more[0])
            places[places == len(documents)] = 0
            inside = documents[places] == more[0]
            scores[places[inside]] += more[1][inside]
            return documents, scores
        too = self._looked_up(documents, more)
        return documents, scores if too is None else scores + too

    def without(self, matches: Matches, unwanted: Matches) -> Matches:
        """Return what isn't unwanted."""
        documents, scores = matches
        kept = ~self._among(documents, unwanted[0])
        return documents[kept], None if scores is None else scores[kept]

    def holds(self, matches: Matches, document: int) -> bool:
        """Say whether a document is among the matches."""
        return bool(np.isin(document, matches[0]))

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        """Return the documents that hold the terms at these offsets from one place."""
        places = [self._places(term) - offset for term, offset in zip(terms, offsets, strict=True)]
        places.sort(key=len)
        begins = places[0]
        for other in places[1:]:
            begins = _common(begins, other)
        documents = self._spread(_distinct(begins >> 32)[0])
        scores = np.zeros(len(documents))
        for term in terms:
            scores += BODY_BOOST * self._body(term, documents)
        return documents, scores

    def pair(self, left: int, right: int, distance: int) -> Matches:
        """Return where one term stands so far behind another, worth a term of its own."""
        begins = _common(self._places(left) + distance, self._places(right))
        if not len(begins):
            return self.nothing()
        # The second word stands in the same document: positions count from 0 in each.
        owners, counts = _distinct(begins >> 32)
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

    def _looked_up(self, documents: Array, part: Matches) -> Array | None:
        """Return each document's score in a part, 0 where it isn't there."""
        others, scores = part
        return None if scores is None else self._values(documents, others, scores)

    def _values(self, documents: Array, others: Array, values: Array) -> Array:
        """Return for each document its value among others', 0 where it isn't there."""
        if len(documents) * _SHORTER < len(others):
            places = np.searchsorted(others, documents)
            places[places == len(others)] = 0
            return np.where(others[places] == documents, values[places], 0.0)
        _, sums = space = self._space()
        places = others.astype(np.intp)
        sums[places] = values
        out: Array = sums[documents]
        sums[places] = 0.0
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
        span = slice(self._posting[term], self._posting[term + 1])
        held, counts = self._held[span], self.column["posting.frequency"][span]
        return self._bm25(documents, self._values(documents, held, counts), len(held))

    def _bm25(self, documents: Array, counts: Array, held: int) -> Array:
        norms = self.column["document.norm"][documents].astype(np.float64)
        scores: Array = weight(self.count, held) * counts / (counts + norms)
        priors: Array = _PRIORS[self.column["document.kind"][documents]]
        return scores * priors


def _bounds(arrays: Arrays, name: str) -> memoryview[Any]:
    # Single elements come faster out of a view than out of a numpy array.
    return arrays.view(f"{name}.offset")


def _common(some: Array, others: Array) -> Array:
    """Return what two sorted arrays of distinct numbers have in common, sorted."""
    few, many = (some, others) if len(some) < len(others) else (others, some)
    if len(few) * _SHORTER < len(many):
        return few[_inside(few, many)]
    # Two sorted runs, which a stable sort only merges; what is in both stands there twice.
    both = np.sort(np.concatenate((few, many)), kind="stable")
    out: Array = both[1:][both[1:] == both[:-1]]
    return out


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

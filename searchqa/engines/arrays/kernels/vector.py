"""The kernel with numpy: sets of documents as sorted arrays.

In: arrays. Out: matches as (documents, scores). Never: orders, counts, or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from searchqa.engines.arrays.layout import COLUMNS

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


class VectorAlgebra:
    """Matches and what can be done with them; see ``Kernel``."""

    def __init__(self, arrays: Arrays) -> None:
        self.count = arrays.documents
        column = {
            name: np.frombuffer(arrays.view(name), np.dtype(COLUMNS[name].type)) for name in COLUMNS
        }
        self.column: dict[str, Array] = column
        self.posting = _bounds(arrays, "posting")
        self._wordposting = _bounds(arrays, "wordposting")
        self.held, self._impact = column["posting.document"], column["posting.impact"]
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
        span = slice(self.posting[ordinal], self.posting[ordinal + 1])
        return self.held[span], self._impact[span]

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
        found, sums = space = self.space()
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
        self.give_back(space)
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

    def space(self) -> tuple[Array, Array]:
        """Return a flag and a number for each document, all clear."""
        try:
            return self._spaces.pop()
        except IndexError:
            return np.zeros(self.count, bool), np.zeros(self.count)

    def give_back(self, space: tuple[Array, Array]) -> None:
        """Take work space that was cleared, for the next who needs some."""
        self._spaces.append(space)

    def _among(self, documents: Array, others: Array) -> Array:
        """Return for each document whether it is among others."""
        if len(documents) * _SHORTER < len(others):
            return inside(documents, others)
        found, _ = space = self.space()
        found[others] = True
        out = found[documents]
        found[others] = False
        self.give_back(space)
        return out

    def _looked_up(self, documents: Array, part: Matches) -> Array | None:
        """Return each document's score in a part, 0 where it isn't there."""
        others, scores = part
        return None if scores is None else self.values(documents, others, scores)

    def values(self, documents: Array, others: Array, values: Array) -> Array:
        """Return for each document its value among others', 0 where it isn't there."""
        if len(documents) * _SHORTER < len(others):
            places = np.searchsorted(others, documents)
            places[places == len(others)] = 0
            return np.where(others[places] == documents, values[places], 0.0)
        _, sums = space = self.space()
        places = others.astype(np.intp)
        sums[places] = values
        out: Array = sums[documents]
        sums[places] = 0.0
        self.give_back(space)
        return out


def _bounds(arrays: Arrays, name: str) -> memoryview[Any]:
    # Single elements come faster out of a view than out of a numpy array.
    return arrays.view(f"{name}.offset")


def inside(some: Array, others: Array) -> Array:
    """Return for each of some sorted numbers whether it is among other sorted ones."""
    if not len(others):
        return np.zeros(len(some), bool)
    places = others.searchsorted(some)
    places[places == len(others)] = 0
    out: Array = np.equal(others[places], some)
    return out

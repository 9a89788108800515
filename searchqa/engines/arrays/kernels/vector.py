"""The kernel with numpy: sets of documents as sorted arrays.

In: arrays. Out: matches as (documents, scores). Never: orders, counts, or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from searchqa.engines.arrays.kernels.vector_lists import blocks, inside, looked_up
from searchqa.engines.arrays.layout import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from searchqa.engines.arrays.opened import Arrays

Array: TypeAlias = npt.NDArray[Any]
# Documents in ascending order; their scores, None when each is 0.
Matches: TypeAlias = "tuple[Array, Array | None]"

# A list this many times shorter than another is looked up in it, not spread out beside it.
_SHORTER: Final = 30
# From this part of all documents on, work space is cleared as a whole.
_DENSE: Final = 8
# Up to so many documents, fresh memory costs less than clearing what was used before.
_SMALL: Final = 20_000
# Documents that are kept for who asks next: some 16 bytes each.
_KEPT: Final = 1_000_000


class Space(NamedTuple):
    """Work space: for each document a flag, a number, and a sum."""

    found: Array
    ranks: Array
    sums: Array


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
        self._spaces: list[Space] = []
        self._ranks = np.arange(1, self.count + 1, dtype=np.int32)
        self._everyone: Array | None = None
        self._known: dict[tuple[object, ...], Matches] = {}
        self._known_size = 0

    def nothing(self) -> Matches:
        """Return no document."""
        return np.empty(0, np.intp), None

    def everything(self) -> Matches:
        """Return each document with score 0; always the same array."""
        if self._everyone is None:
            self._everyone = np.arange(self.count)
        return self._everyone, None

    def chosen(self, column: str, allowed: Collection[int]) -> Matches:
        """Return the documents whose value of a column is allowed, with score 0."""
        key = (column, allowed if isinstance(allowed, range) else frozenset(allowed))
        return self._known.get(key) or self.remember(key, (self._chosen(column, allowed), None))

    def _chosen(self, column: str, allowed: Collection[int]) -> Array:
        if isinstance(allowed, range) and column == "document.book":
            low, high = self.documents_of(allowed)
            return self.everything()[0][low:high]
        values = self.column[column]
        wanted = np.fromiter(allowed, np.intp, len(allowed))
        if len(wanted) == 1:
            one: Array = np.equal(values, wanted[0]).nonzero()[0]
            return one
        table = np.zeros(int(max(values.max(initial=0), wanted.max(initial=0))) + 1, bool)
        table[wanted] = True
        some: Array = table.take(values).nonzero()[0]
        return some

    def flagged(self, bit: int) -> Matches:
        """Return the documents that have a flag, with score 0."""
        key = ("flagged", bit)
        known = self._known.get(key)
        if known is None:
            flagged = np.not_equal(self.column["document.flags"] & bit, 0)
            known = self.remember(key, (flagged.nonzero()[0], None))
        return known

    def documents_of(self, books: range) -> tuple[int, int]:
        """Return the first document of neighbouring books, and the one behind their last."""
        threads, documents = self.column["book.thread"], self.column["thread.document"]
        low, high = (int(documents[threads[book]]) for book in (books.start, books.stop))
        return low, max(low, high)

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
        parts = [part for part in parts if len(part[0])]
        if len(parts) <= 1:
            return parts[0] if parts else self.nothing()
        if self.count <= _SMALL and all(scores is not None for _, scores in parts):
            documents = np.concatenate([part[0] for part in parts], dtype=np.intp)
            scores = np.concatenate([part[1] for part in parts if part[1] is not None])
            # What has a sum was found, unless a filter let it in for nothing.
            if scores.min(initial=1.0) > 0.0:
                sums = np.bincount(documents, scores, self.count)
                # Numpy finds flags that are set ten times as fast as numbers that aren't 0.
                (together,) = np.greater(sums, 0.0).nonzero()
                return together, sums.take(together)
        return self._spread_out(parts)

    def _spread_out(self, parts: Sequence[Matches]) -> Matches:
        """Return the union, summed in work space.

        Fresh memory for so many numbers costs as much as the sums.
        """
        space = self.space()
        found, sums = space.found, space.sums
        scored = [(documents, scores) for documents, scores in parts if scores is not None]
        free = [documents for documents, scores in parts if scores is None]
        for documents, scores in blocks(scored):
            np.add.at(sums, documents, scores)
            if scores.min() <= 0.0:
                free.append(documents)
        np.greater(sums, 0.0, out=found)
        # What a filter let in for nothing has no sum.
        for documents in free:
            found[documents] = True
        (together,) = found.nonzero()
        out = sums.take(together) if scored else None
        self._clear(found, together)
        self._clear(sums, together)
        self.give_back(space)
        return together, out

    def intersection(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in each part, scores summed in order."""
        # Whittled down from the shortest; the scores are summed in the order given.
        shortest, *others = sorted(range(len(parts)), key=lambda part: len(parts[part][0]))
        documents, scores = parts[shortest]
        found = {shortest: scores}
        for part in others:
            places, at = self._met(documents, parts[part][0])
            documents = documents.take(places)
            found = {n: None if one is None else one.take(places) for n, one in found.items()}
            scores = parts[part][1]
            found[part] = None if scores is None else scores.take(at)
        total: Array | None = None
        for _, scores in sorted(found.items()):
            if scores is not None:
                total = scores.astype(np.float64) if total is None else total + scores
        return documents, total

    def plus(self, matches: Matches, more: Matches) -> Matches:
        """Return the same documents, with the scores they have in ``more`` added."""
        documents, scores = matches
        others, others_scores = more
        if others_scores is None or not len(others):
            return matches
        scores = np.zeros(len(documents)) if scores is None else scores.astype(np.float64)
        at, places = self._met(others, documents)
        scores[places] += others_scores.take(at)
        return documents, scores

    def without(self, matches: Matches, unwanted: Matches) -> Matches:
        """Return what isn't unwanted."""
        documents, scores = matches
        (kept,) = np.logical_not(self._among(documents, unwanted[0])).nonzero()
        return documents.take(kept), None if scores is None else scores.take(kept)

    def holds(self, matches: Matches, document: int) -> bool:
        """Say whether a document is among the matches."""
        return bool(np.isin(document, matches[0]))

    def remember(self, key: tuple[object, ...], matches: Matches) -> Matches:
        """Keep what took long to find: the same is asked for with other words, too."""
        if self._known_size > _KEPT:
            self._known, self._known_size = {}, 0
        self._known_size += len(matches[0]) + 10
        self._known[key] = matches
        return matches

    def space(self) -> Space:
        """Return work space, all clear."""
        try:
            return self._spaces.pop()
        except IndexError:
            types = bool, np.int32, np.float64
            return Space(*(np.zeros(self.count, type_) for type_ in types))

    def give_back(self, space: Space) -> None:
        """Take work space that was cleared, for the next who needs some."""
        self._spaces.append(space)

    def met(self, documents: Array, others: Array) -> Array:
        """Return the places of the documents that are among others."""
        if len(others) * _SHORTER < len(documents):
            return looked_up(others, documents)[1]
        places: Array = self._among(documents, others).nonzero()[0]
        return places

    def _met(self, documents: Array, others: Array) -> tuple[Array, Array]:
        """Return the places of what both have, in the one and in the other."""
        if len(documents) * _SHORTER < len(others):
            return looked_up(documents, others)
        if len(others) * _SHORTER < len(documents):
            at, places = looked_up(others, documents)
            return places, at
        space = self.space()
        ranks = space.ranks
        where = others.astype(np.intp)
        # Counted from 1: 0 is who isn't there.
        ranks[where] = self._ranks[: len(others)]
        ranked = ranks.take(documents)
        self._clear(ranks, where)
        self.give_back(space)
        (places,) = np.greater(ranked, 0).nonzero()
        return places, ranked.take(places) - 1

    def values(self, documents: Array, others: Array, values: Array) -> Array:
        """Return for each document its value among others', 0 where it isn't there."""
        places, at = self._met(documents, others)
        out = np.zeros(len(documents))
        out[places] = values.take(at)
        return out

    def _among(self, documents: Array, others: Array) -> Array:
        """Return for each document whether it is among others."""
        if len(documents) * _SHORTER < len(others):
            return inside(documents, others)
        space = self.space()
        found = space.found
        where = others.astype(np.intp)
        found[where] = True
        out: Array = found.take(documents)
        self._clear(found, where)
        self.give_back(space)
        return out

    def _clear(self, values: Array, places: Array) -> None:
        if len(places) * _DENSE > self.count:
            values.fill(0)
        else:
            values[places] = 0


def _bounds(arrays: Arrays, name: str) -> memoryview[Any]:
    # Single elements come faster out of a view than out of a numpy array.
    return arrays.view(f"{name}.offset")

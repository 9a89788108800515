"""Posting lists of several parts, term by term, in one.

In: parts' lists, new ordinals of their terms, new numbers of their documents.
Out: joined lists in pieces of bounded size. Never: keeps all lists in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from searchqa.engines.arrays.facts import offsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.engines.arrays.facts import Array, Facts, Part

# Entries that are joined at a time: about 100 bytes each while it is done.
PIECE: Final = 2_000_000
# Lists whose document stands in the upper half of a column with another name.
KEYS: Final = {"place": "at"}


class Piece(NamedTuple):
    """The joined lists of the terms ``first`` up to ``last`` (exclusive).

    ``terms`` and ``columns`` are parallel: whose entry it is, and its values;
    ``at`` is the place of the first one among all entries.
    """

    first: int
    last: int
    at: int
    terms: Array
    columns: dict[str, Array]


class Lists:
    """One kind of lists (``posting``, ``place``, ``wordposting``) of all parts.

    Args:
        name: The kind.
        columns: What each entry has beside its document.
        parts: The parts.
        terms: For each part, the new ordinal of each of its terms, ascending.
        numbers: For each part, the new number of each document, -1 for none.
        size: How many terms there are.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        parts: Sequence[Part],
        terms: Sequence[Array],
        numbers: Sequence[Array],
        size: int,
    ) -> None:
        self._name = name
        self._columns = columns
        self._parts = parts
        self._terms = terms
        self._numbers = numbers
        self.counts = sum(
            (self._counted(part, size) for part in range(len(parts))), np.zeros(size, np.int64)
        )

    def keep(self, kept: Array) -> None:
        """Leave out terms; those that aren't ``kept`` have no entries left."""
        ordinals = np.maximum(np.cumsum(kept) - 1, 0)
        self._terms = [ordinals[terms] for terms in self._terms]
        self.counts = self.counts[kept]

    def pieces(self) -> Iterator[Piece]:
        """Yield the joined lists, ascending by term, then document."""
        offsets = offsets_of(self.counts)
        first = 0
        while first < len(self.counts):
            end = int(np.searchsorted(offsets, offsets[first] + PIECE, side="right")) - 1
            last = min(max(end, first + 1), len(self.counts))
            yield self._piece(first, last, int(offsets[first]))
            first = last

    def _counted(self, part: int, size: int) -> Array:
        """Return how many entries of a part stay, by new term."""
        facts = self._parts[part].facts
        counts = np.diff(facts[f"{self._name}.offset"])
        if self._numbers[part].size and self._numbers[part].min() < 0:
            counts = counts - self._gone(part, len(counts))
        out = np.zeros(size, np.int64)
        out[self._terms[part]] = counts
        return out

    def _gone(self, part: int, terms: int) -> Array:
        facts, numbers = self._parts[part].facts, self._numbers[part]
        entries = int(facts[f"{self._name}.offset"][-1])
        gone = np.concatenate(
            [
                np.flatnonzero(numbers[self._documents(facts, slice(at, at + PIECE))] < 0) + at
                for at in range(0, entries + 1, PIECE)
            ]
        )
        owners = np.searchsorted(facts[f"{self._name}.offset"], gone, side="right") - 1
        return np.bincount(owners, minlength=terms)

    def _piece(self, first: int, last: int, at: int) -> Piece:
        taken = [self._taken(part, first, last) for part in range(len(self._parts))]
        taken = [columns for columns in taken if len(columns["term"])] or taken[:1]
        columns = {
            name: np.concatenate([one[name] for one in taken]) if len(taken) > 1 else taken[0][name]
            for name in taken[0]
        }
        if len(taken) > 1:
            # Each part's run is in order: a stable sort only merges them.
            keys = columns["term"] << 32 | columns["document"]
            order = np.argsort(keys, kind="stable")
            columns = {name: column[order] for name, column in columns.items()}
        if self._name in KEYS:
            document = columns.pop("document").astype(np.int64)
            columns[KEYS[self._name]] = document << 32 | columns.pop("low")
        return Piece(first, last, at, columns.pop("term"), columns)

    def _taken(self, part: int, first: int, last: int) -> dict[str, Array]:
        facts, terms = self._parts[part].facts, self._terms[part]
        low, high = np.searchsorted(terms, [first, last]).tolist()
        offsets = facts[f"{self._name}.offset"][low : high + 1]
        span = slice(int(offsets[0]), int(offsets[-1]))
        documents = self._numbers[part][self._documents(facts, span)]
        columns = {
            "term": np.repeat(terms[low:high], np.diff(offsets)),
            "document": documents,
            **{name: facts[f"{self._name}.{name}"][span] for name in self._columns},
        }
        if self._name in KEYS:
            columns["low"] = facts[f"{self._name}.{KEYS[self._name]}"][span] & 0xFFFFFFFF
        kept = documents >= 0
        if kept.all():
            return columns
        return {name: column[kept] for name, column in columns.items()}

    def _documents(self, facts: Facts, span: slice) -> Array:
        if self._name in KEYS:
            return facts[f"{self._name}.{KEYS[self._name]}"][span] >> 32
        return facts[f"{self._name}.document"][span]

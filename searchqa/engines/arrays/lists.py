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
PIECE: Final = 250_000
_LOW: Final = 0xFFFF_FFFF
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


class _Run(NamedTuple):
    """A part's entries: term and new document in one number, and their values."""

    keys: Array
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
        runs = [self._run(part, first, last) for part in range(len(self._parts))]
        largest = max(range(len(runs)), key=lambda part: len(runs[part].keys))
        base, rest = runs[largest], [run for part, run in enumerate(runs) if part != largest]
        order, places, source = _woven(base.keys, [run.keys for run in rest])
        keys = _filled(base.keys, [run.keys for run in rest], order, places, source)
        columns = {
            name: _filled(
                base.columns[name], [run.columns[name] for run in rest], order, places, source
            )
            for name in base.columns
        }
        terms, documents = keys >> 32, keys & _LOW
        if self._name in KEYS:
            columns[KEYS[self._name]] = documents << 32 | columns[KEYS[self._name]] & _LOW
        else:
            columns["document"] = documents
        return Piece(first, last, at, terms, columns)

    def _run(self, part: int, first: int, last: int) -> _Run:
        """Return a part's entries of some terms; the key of one that is gone is -1."""
        facts, terms = self._parts[part].facts, self._terms[part]
        low, high = np.searchsorted(terms, [first, last]).tolist()
        offsets = facts[f"{self._name}.offset"][low : high + 1]
        span = slice(int(offsets[0]), int(offsets[-1]))
        documents = self._numbers[part][self._documents(facts, span)]
        keys = np.repeat(terms[low:high] << 32, np.diff(offsets))
        keys |= documents
        names = [KEYS[self._name]] if self._name in KEYS else []
        return _Run(
            keys, {name: facts[f"{self._name}.{name}"][span] for name in (*self._columns, *names)}
        )

    def _documents(self, facts: Facts, span: slice) -> Array:
        if self._name in KEYS:
            return facts[f"{self._name}.{KEYS[self._name]}"][span] >> 32
        return facts[f"{self._name}.document"][span]


def _woven(base: Array, others: Sequence[Array]) -> tuple[Array | None, Array, Array]:
    """Return how sorted keys become one sorted run, without those that are -1.

    Returns:
        Which entry of ``base`` stands at each place (anything where another's
        does), None when ``base`` stays as it is; the places of the others'
        entries, and which of all others' it is.
    """
    rest = np.concatenate([np.empty(0, np.int64), *others])
    source = np.argsort(rest, kind="stable")
    source = source[np.searchsorted(rest[source], 0) :]
    kept = np.flatnonzero(base >= 0) if len(base) and base.min() < 0 else None
    if kept is None and not len(source):
        return None, source, source
    staying = base if kept is None else base[kept]
    places = np.searchsorted(staying, rest[source]) + np.arange(len(source))
    order = np.zeros(len(staying) + len(source), np.int64)
    own = np.ones(len(order), bool)
    own[places] = False
    order[own] = np.arange(len(staying)) if kept is None else kept
    return order, places, source


def _filled(
    base: Array, others: Sequence[Array], order: Array | None, places: Array, source: Array
) -> Array:
    """Return values in the order that ``_woven`` found."""
    if order is None:
        return base
    out = base[order] if len(base) else np.zeros(len(order), base.dtype)
    if len(source):
        out[places] = np.concatenate(others)[source]
    return out

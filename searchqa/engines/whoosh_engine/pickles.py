"""Pickles put together in many places at once, operation by operation.

In: numbers. Out: pieces of pickles, to be written where somebody says.
Never: knows who reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchqa.engines.arrays.facts import offsets_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.engines.arrays.facts import Array

# Operations of pickle: a mark, a tuple of all since the mark, a tuple of three, None, the end.
MARK, TUPLE, TUPLE3, NONE, STOP = b"(t\x87N."
# Numbers of one, two, four bytes and a float; bytes whose length has one byte or four.
ONE, TWO, FOUR, FLOAT, SHORT, LONG = b"KMJGCB"


class Piece(NamedTuple):
    """Something to write in several places, with its size in each."""

    sizes: Array
    put: Callable[[Array, Array], None]


def rows_of(records: Array) -> Array:
    """Return the bytes of each record as a row."""
    return records.view(np.uint8).reshape(len(records), records.itemsize)


def put_rows(out: Array, at: Array, rows: Array) -> None:
    """Write rows of bytes, each where ``at`` says."""
    out[at[:, None] + np.arange(rows.shape[1])] = rows


def nothing(count: int) -> Piece:
    """Return ``count`` times nothing, pickled."""

    def put(out: Array, place: Array) -> None:
        out[place] = NONE

    return Piece(np.ones(count, np.int64), put)


def tuples(numbers: Array, first: Array) -> Piece:
    """Return pickled tuples of numbers; ``first`` is where each begins among all."""
    widths = 2 + (numbers > 0xFF) + 2 * (numbers > 0xFFFF)
    inside = offsets_of(widths)
    counts = np.diff(np.append(first, len(numbers)))
    bounds = inside[np.append(first, len(numbers))]

    def put(out: Array, place: Array) -> None:
        out[place] = MARK
        at = inside[:-1] + np.repeat(place + 1 - bounds[:-1], counts)
        out[at] = np.array([0, 0, ONE, TWO, 0, FOUR], np.uint8)[widths]
        out[at + 1] = numbers & 0xFF
        wide = np.flatnonzero(widths > 2)
        out[at[wide] + 2] = (numbers[wide] >> 8) & 0xFF
        widest = np.flatnonzero(widths > 3)
        out[at[widest] + 3] = (numbers[widest] >> 16) & 0xFF
        out[at[widest] + 4] = numbers[widest] >> 24
        out[place + 1 + np.diff(bounds)] = TUPLE

    return Piece(np.diff(bounds) + 2, put)


def steps(numbers: Array, first: Array) -> Array:
    """Return each number less the one before; the first of each run stays."""
    out = np.diff(numbers, prepend=0).astype(np.int64)
    out[first] = numbers[first]
    return out

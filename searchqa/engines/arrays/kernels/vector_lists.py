"""The kernel with numpy: lists of sorted numbers, two against each other, many after each other.

In: sorted lists. Out: what they have in common, blocks of them. Never: sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Array: TypeAlias = npt.NDArray[Any]

# Postings that are summed at once, so that what is made of them stays in the processor's cache.
_BLOCK: Final = 32_768


def blocks(parts: Iterable[tuple[Array, Array]]) -> Iterator[tuple[Array, Array]]:
    """Yield documents and scores in numpy's own kinds of numbers; short lists together."""
    short: list[tuple[Array, Array]] = []
    size = 0
    for part in parts:
        if size + len(part[0]) > _BLOCK and short:
            yield _joined(short)
            short, size = [], 0
        if len(part[0]) <= _BLOCK:
            short.append(part)
            size += len(part[0])
            continue
        for at in range(0, len(part[0]), _BLOCK):
            yield _joined([(part[0][at : at + _BLOCK], part[1][at : at + _BLOCK])])
    if short:
        yield _joined(short)


def _joined(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    # Else each number would be turned into numpy's own kind by itself.
    documents = np.concatenate([documents for documents, _ in parts], dtype=np.intp)
    return documents, np.concatenate([scores for _, scores in parts], dtype=np.float64)


def inside(some: Array, others: Array) -> Array:
    """Return for each of some sorted numbers whether it is among other sorted ones."""
    if not len(others):
        return np.zeros(len(some), bool)
    places = others.searchsorted(some.astype(others.dtype, copy=False))
    out: Array = np.equal(others.take(places, mode="clip"), some)
    return out


def looked_up(some: Array, others: Array) -> tuple[Array, Array]:
    """Return the places of what two sorted arrays have in common, in the one and the other."""
    if not len(others):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    # Of the same kind, else numpy would turn the longer one into the kind of the shorter.
    some = some.astype(others.dtype, copy=False)
    at = others.searchsorted(some)
    (places,) = np.equal(others.take(at, mode="clip"), some).nonzero()
    return places, at.take(places)

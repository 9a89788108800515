"""The kernel without numpy: matches in the order of an answer, as far as somebody reads it.

In: matches, an order. Out: documents one after the other. Never: sorts what is far from the page.
"""

from __future__ import annotations

from heapq import nlargest
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from searchqa.engines.arrays.kernels.plain import Matches

# Finding the best few pays off when they are less than this part of all.
_FEW: Final = 4


def best_first(scores: Matches, about: int) -> Iterator[int]:
    """Give documents by score, highest first, then by number; quick for ``about`` the first."""
    if about * _FEW >= len(scores):
        yield from _sorted(scores, scores)
        return
    least = nlargest(about, scores.values())[-1] if about else 0.0
    yield from _sorted([one for one, score in scores.items() if score >= least], scores)
    yield from _sorted([one for one, score in scores.items() if score < least], scores)


def by_day(scores: Matches, day: Callable[[int], int], *, newest: bool) -> Iterator[int]:
    """Give documents by their week, then as ``best_first``; numbers begin with the newest."""
    for _, together in groupby(sorted(scores, reverse=not newest), key=day):
        yield from _sorted(together, scores)


def _sorted(documents: Iterable[int], scores: Matches) -> list[int]:
    ordered = sorted(documents)
    # Equal ones stay as they are.
    ordered.sort(key=scores.__getitem__, reverse=True)
    return ordered

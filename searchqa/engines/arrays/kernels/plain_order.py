"""The kernel without numpy: matches in the order of an answer, as far as somebody reads it.

In: matches, an order. Out: documents with their scores, rounded to 32 bits, one after the other.
Never: sorts or rounds what is far from the page.
"""

from __future__ import annotations

from array import array
from itertools import groupby, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from searchqa.model import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from searchqa.engines.arrays.kernels.plain import Matches

Scored: TypeAlias = "tuple[int, float]"

# Finding the best few pays off when they are less than this part of all.
_FEW: Final = 4
# So many are sorted before the module that sorts only the best is imported.
_MANY: Final = 10_000
# What is rounded to a score of 32 bits is at least this part of it.
_ROUNDED_UP: Final = 1 - 2**-22
_NO_DATE: Final = UNDATED.toordinal()


def best_first(scores: Matches, about: int) -> Iterator[Scored]:
    """Give documents by score, highest first, then by number; quick for ``about`` the first."""
    if not about or about * _FEW >= len(scores):
        yield from _sorted(scores, scores)
        return
    (least,) = array("f", [_best(scores.values(), about)])
    bound = least * _ROUNDED_UP
    near = _sorted([one for one, score in scores.items() if score >= bound], scores)
    first = [scored for scored in near if scored[1] >= least]
    yield from first
    given = {one for one, _ in first}
    yield from _sorted([one for one in scores if one not in given], scores)


def _best(scores: Collection[float], place: int) -> float:
    """Return the ``place``-th of the highest scores."""
    if len(scores) <= _MANY:
        return sorted(scores)[-place]
    # To import it takes as long as to sort some thousand scores.
    from heapq import nlargest

    return nlargest(place, scores)[-1]


def by_day(scores: Matches, day: Callable[[int], int], *, newest: bool) -> Iterator[Scored]:
    """Give documents by their week, then as ``best_first``; numbers begin with the newest.

    Those without a date have the highest numbers, and come last either way.
    """
    ordered = sorted(scores, reverse=not newest)
    if not newest:
        undated = list(takewhile(lambda one: day(one) == _NO_DATE, ordered))
        ordered = [*ordered[len(undated) :], *undated]
    for _, together in groupby(ordered, key=day):
        yield from _sorted(list(together), scores)


def _sorted(documents: Collection[int], scores: Matches) -> list[Scored]:
    numbers = sorted(documents)
    # What differs only by the order of its sums is the same score.
    rounded = array("f", map(scores.__getitem__, numbers))
    # Equal ones stay as they are.
    return sorted(zip(numbers, rounded, strict=True), key=itemgetter(1), reverse=True)

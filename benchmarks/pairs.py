"""Ratios and percentiles: the arithmetic of the report.

In: seconds. Out: numbers. Never: measures.

A *pair* is the same question asked of ours and of a peer, one right after the other. The ratio
of a pair is peer / ours: above 1 ours was faster. A table's ratio is the median of its pairs'
ratios, so that what slows the whole machine for a while slows both sides of a pair.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Pair = tuple[float, float]


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of them don't exceed (nearest rank).

    Raises:
        ValueError: There is none.
    """
    if not values:
        raise ValueError("there is no percentile of nothing")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)  # rounded up
    return ordered[max(0, int(rank) - 1)]


def ratio(pairs: Iterable[Pair]) -> float:
    """Return the median of peer / ours.

    Raises:
        ValueError: There is no pair.
    """
    ratios = [peer / ours for ours, peer in pairs]
    if not ratios:
        raise ValueError("there is no ratio of nothing")
    return statistics.median(ratios)


def timed(call: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def pair(ours: Callable[[], object], peer: Callable[[], object], turn: int) -> Pair:
    """Return the seconds of both, ours first in even turns, the peer first in odd ones."""
    if turn % 2:
        second = timed(peer)
        return timed(ours), second
    first = timed(ours)
    return first, timed(peer)

"""Where ours is worse: each comparison with a ratio below 1.

In: figures. Out: rows. Never: leaves one out, however small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.page.figures import ALL, best_way
from benchmarks.page.wording import at_once
from benchmarks.peers.registry import OURS, PEERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.page.figures import Figures


@dataclass(frozen=True, slots=True)
class Loss:
    """A comparison that ours loses: ``ratio`` is peer / ours where less is better."""

    what: str
    peer: str
    size: int
    ratio: float


def losses(figures: Figures, sizes: Sequence[int]) -> list[Loss]:
    """Return all, by size and peer, the worst of each first."""
    found = [one for size in sizes for one in _all(figures, size) if one.ratio < 1]
    order = list(PEERS)
    labels = [PEERS[name].label for name in order]
    return sorted(found, key=lambda one: (one.size, labels.index(one.peer), one.ratio))


def _all(figures: Figures, size: int) -> Iterator[Loss]:
    yield from _questions(figures, size)
    yield from _writing(figures, size)
    yield from _running(figures, size)


def _questions(figures: Figures, size: int) -> Iterator[Loss]:
    for match in figures.matches(size):
        if match.peer == OURS:
            continue
        says = {"plain": "no facets", "facets": "with facets"}.get(match.theirs, "ranking alone")
        if match.name.endswith("whole"):
            says = "its ranking alone, our whole search"
        once = figures.first_ratio(size, match.name)
        if once is not None:
            yield Loss(f"{says}: each the first time", PEERS[match.peer].label, size, once)
        for kind in (ALL, *figures.kinds(size, match.name)):
            ratio = figures.ratio(size, match.name, kind)
            if ratio is not None:
                yield Loss(f"{says}: {kind}", PEERS[match.peer].label, size, ratio)


def _writing(figures: Figures, size: int) -> Iterator[Loss]:
    written = figures.written(size)
    ours = f"{OURS}: {best_way(OURS)}"
    kept = written.get(f"{OURS}: {PEERS[OURS].builds[0]}")
    for name, peer in PEERS.items():
        if name == OURS:
            continue
        ratio = figures.writing_ratio(size, ours, f"{name}: {best_way(name)}")
        if ratio is not None:
            yield Loss("writing prepared documents", peer.label, size, ratio)
        searched = written.get(f"{name}: {peer.builds[0]}")
        if kept and searched:
            yield Loss("size on disk", peer.label, size, searched["bytes"] / kept["bytes"])


def _running(figures: Figures, size: int) -> Iterator[Loss]:
    memory, rates, first = figures.memory(size), figures.throughput(size), figures.first(size)
    for name, peer in PEERS.items():
        if name == OURS:
            continue
        if OURS in memory and name in memory:
            ratio = memory[name]["private"] / memory[OURS]["private"]
            yield Loss("private memory", peer.label, size, ratio)
        if OURS in first and name in first:
            theirs, ours = (one["open"] + one["first"] for one in (first[name], first[OURS]))
            yield Loss("first answer of a new process", peer.label, size, theirs / ours)
        for kind, by in rates.get(name, {}).items():
            for count, rate in by.items():
                ours_rate = rates.get(OURS, {}).get(kind, {}).get(count)
                if ours_rate:
                    what = f"answers a second, {at_once(count, kind)}"
                    yield Loss(what, peer.label, size, ours_rate / rate)

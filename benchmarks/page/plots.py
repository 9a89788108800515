"""Which plots the page has.

In: figures. Out: SVG by file name; none where nothing was measured. Never: draws.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.page.figures import best_way
from benchmarks.page.svg import Series, bars, lines
from benchmarks.page.wording import at_once
from benchmarks.peers.registry import PEERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.page.figures import Figures
    from benchmarks.peers.base import Mode

_MODES: tuple[tuple[Mode, str], ...] = (("plain", "no facets"), ("facets", "three facets"))


def plots(figures: Figures, sizes: Sequence[int], all_sizes: Sequence[int]) -> dict[str, str]:
    """Return each plot that there are figures for; ``all_sizes`` has Whoosh's own too."""
    out = {}
    for mode, says in _MODES:
        series = [_latency(figures, all_sizes, name, mode) for name in PEERS]
        series = [one for one in series if one.points]
        if series:
            title = f"A question with ten hits, {says}"
            out[f"latency-{mode}.svg"] = lines(title, "messages", "median ms", series)
    # Of bars there is room for one size: the largest that was measured.
    with_facets = [size for size in sizes if figures.engines(size, "facets")]
    if with_facets:
        out["facets.svg"] = _facets(figures, max(with_facets))
    with_rates = [size for size in sizes if figures.throughput(size)]
    if with_rates:
        out["throughput.svg"] = _throughput(figures, max(with_rates))
    series = [_writing(figures, all_sizes, name) for name in PEERS]
    series = [one for one in series if one.points]
    if series:
        title = "Writing an index of prepared documents"
        out["indexing.svg"] = lines(title, "messages", "seconds", series)
    return out


def _latency(figures: Figures, sizes: Sequence[int], name: str, mode: Mode) -> Series:
    points = []
    for size in sizes:
        found = figures.seconds(size, name, mode)
        if found:
            points.append((float(size), median(found) * 1000))
    return Series(PEERS[name].label, tuple(points))


def _facets(figures: Figures, size: int) -> str:
    names = figures.engines(size, "facets")
    labels = [PEERS[name].label for name in names]
    series = []
    for mode, says in _MODES:
        found = [median(figures.seconds(size, name, mode)) * 1000 for name in names]
        series.append(Series(says, tuple(enumerate(found))))
    return bars(f"What facets cost at {size:,} messages", "", "median ms", labels, series)


def _throughput(figures: Figures, size: int) -> str:
    found = figures.throughput(size)
    columns = [(kind, count) for kind, by in next(iter(found.values())).items() for count in by]
    labels = [at_once(count, kind) for kind, count in columns]
    series = [
        Series(
            PEERS[name].label,
            tuple((n, by.get(kind, {}).get(count)) for n, (kind, count) in enumerate(columns)),
        )
        for name, by in found.items()
    ]
    title = f"Answers a second at {size:,} messages"
    return bars(title, "working at once", "answers a second", labels, series)


def _writing(figures: Figures, sizes: Sequence[int], name: str) -> Series:
    way = best_way(name)
    points = []
    for size in sizes:
        found = figures.written(size).get(f"{name}: {way}")
        if found:
            points.append((float(size), found["seconds"]))
    return Series(PEERS[name].label, tuple(points))

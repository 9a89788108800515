"""Where our time goes: the steps of a query and of a command, beside what was missed.

In: figures, targets. Out: Markdown. Never: explains a figure away.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.page.targets import MISSED
from benchmarks.page.wording import milliseconds, number, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.page.figures import Figures
    from benchmarks.page.targets import Target


def profile(figures: Figures, sizes: Sequence[int], rows: Sequence[Target]) -> str:
    """Return the tables, "" where nothing was measured."""
    parts = [_steps(figures, sizes), _command(figures, sizes), _missed(figures, rows)]
    return "\n\n".join(part for part in parts if part)


def _steps(figures: Figures, sizes: Sequence[int]) -> str:
    found = {size: figures.steps(size, "query") for size in sizes}
    found = {size: one for size, one in found.items() if one}
    if not found:
        return ""
    rows = [
        [name, *(" / ".join(map(number, by[name].values())) for by in found.values())]
        for name in next(iter(found.values()))
    ]
    return table(["µs: as in the rounds / nothing kept", *_messages(found)], rows)


def _command(figures: Figures, sizes: Sequence[int]) -> str:
    found = {size: figures.steps(size, "command") for size in sizes}
    found = {size: one for size, one in found.items() if one}
    if not found:
        return ""
    rows = [
        [name, *(milliseconds(by[name]) for by in found.values())]
        for name in next(iter(found.values()))
    ]
    return table(['`searchqa query "data versioning"`', *_messages(found)], rows)


def _missed(figures: Figures, rows: Sequence[Target]) -> str:
    """Return the medians of both sides of each comparison that was missed."""
    cells = []
    for row in rows:
        pairs = figures.pairs(row.size, row.match) if row.match else []
        if row.verdict == MISSED and pairs:
            medians = [statistics.median(one[side] for one in pairs) for side in (0, 1)]
            cells.append([row.what, f"{row.size:,}", *map(milliseconds, medians)])
    return table(["missed", "messages", "our median", "the peer's"], cells) if cells else ""


def _messages(found: dict[int, object]) -> list[str]:
    return [f"{size:,} messages" for size in found]

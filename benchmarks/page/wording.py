"""Numbers and tables as people read them.

In: numbers, rows. Out: Markdown. Never: knows what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ONE: Final = {"threads": "thread", "processes": "process"}


def number(value: float) -> str:
    """Return three digits that count, all of a large number."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def milliseconds(seconds: float) -> str:
    """Return a time in milliseconds, or in seconds from one on."""
    if seconds >= 1:
        return f"{number(seconds)} s"
    return f"{number(seconds * 1000)} ms"


def megabytes(size: float) -> str:
    """Return bytes in megabytes."""
    return f"{number(size / 1_000_000)} MB"


def at_once(count: str, kind: str) -> str:
    """Return ``2 threads``, ``1 process`` and the like."""
    return f"{count} {_ONE[kind] if count == '1' else kind}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others stand right."""
    lines = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    return "\n".join([*lines, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

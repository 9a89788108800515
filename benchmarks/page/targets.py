"""What was promised, and whether it holds.

In: figures. Out: rows: a target, what was measured, reached or MISSED.
Never: rounds a miss into a hit, or calls what wasn't measured anything but that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.page.wording import milliseconds, number
from benchmarks.peers.ours import ONE, TWO
from benchmarks.peers.whoosh_own import OUR_FIELDS, PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.page.figures import Figures

REACHED: Final = "reached"
MISSED: Final = "**MISSED**"
STATED: Final = "stated"
UNKNOWN: Final = "not measured"
# The same promise of both: of what people use Whoosh for, and of the same work as ours.
_WHOOSHES: Final = {
    "whoosh": "Whoosh's own searcher, a tutorial's fields",
    "whoosh-fields": "Whoosh's own searcher, our fields",
}
SMALL, MIDDLE, LARGE = 5_000, 100_000, 500_000


@dataclass(frozen=True, slots=True)
class Target:
    """One promise at one size.

    Attributes:
        what: For people.
        size: Messages.
        wanted: For people, e.g. "at least 50".
        measured: For people, "" when nothing was.
        verdict: One of the words above.
        match: The name of the questions that both were asked, if it is about any.
    """

    what: str
    size: int
    wanted: str
    measured: str
    verdict: str
    match: str = ""


def at_least(
    what: str, size: int, wanted: float | None, measured: float | None, match: str = ""
) -> Target:
    """Return a promise that a ratio is high enough; None is one that is only stated."""
    says = STATED if wanted is None else f"at least {wanted:g}"
    if measured is None:
        return Target(what, size, says, "", UNKNOWN)
    verdict = STATED if wanted is None else REACHED if measured >= wanted else MISSED
    return Target(what, size, says, number(measured), verdict, match)


def at_most(
    what: str, size: int, wanted: float | None, measured: float | None, unit: str = ""
) -> Target:
    """Return a promise that something is small enough; seconds are shown as ``ms``."""

    def shown(value: float) -> str:
        return milliseconds(value) if unit == "s" else number(value) + unit

    says = STATED if wanted is None else f"at most {shown(wanted) if unit else f'{wanted:g}'}"
    if measured is None:
        return Target(what, size, says, "", UNKNOWN)
    verdict = STATED if wanted is None else REACHED if measured <= wanted else MISSED
    return Target(what, size, says, shown(measured), verdict)


def targets(figures: Figures, sizes: Sequence[int], whoosh_limit: int) -> list[Target]:
    """Return all targets, with sizes that were run."""
    whoosh = sorted({min(size, whoosh_limit) for size in sizes})
    rows: list[Target] = []
    for name, label in _WHOOSHES.items():
        for size in whoosh:
            rows += _search(figures, label, name, size, (50, 200))
    for size in sizes:
        rows += _search(figures, "SQLite FTS5, tuned", "fts5", size, (5, 20))
    wanted = {SMALL: (1.5, 2.0), MIDDLE: (1.0, 1.5), LARGE: (None, 1.2)}
    for size in sizes:
        rows += _search(figures, "tantivy", "tantivy", size, wanted.get(size, (None, None)))
    for name in ("bm25s", "bm25s-numba"):
        match = f"{name}-ranking"
        rows += [
            at_least(f"{name}, ranking alone", size, 1.0, figures.ratio(size, match), match)
            for size in sizes
        ]
    for size in whoosh:
        rows += _writing(figures, size)
    for size in sizes:
        rows += _of_ours(figures, size)
    return rows


def _search(
    figures: Figures, label: str, name: str, size: int, wanted: tuple[float | None, float | None]
) -> list[Target]:
    return [
        at_least(f"{label}, {says}", size, wish, figures.ratio(size, match), match)
        for says, match, wish in (
            ("no facets", f"{name}-plain", wanted[0]),
            ("with facets", f"{name}-facets", wanted[1]),
        )
    ]


def _writing(figures: Figures, size: int) -> list[Target]:
    rows = []
    for schema in (PLAIN, OUR_FIELDS):
        for how, says, wanted in ((ONE, "one process", 5), (TWO, "two processes", 8)):
            ratio = figures.writing_ratio(size, f"ours: {how}", f"whoosh: {schema}", "yaml: yaml")
            what = f"indexing in {says}, Whoosh's default writer with {schema}"
            rows.append(at_least(what, size, wanted, ratio))
    return rows


def _of_ours(figures: Figures, size: int) -> list[Target]:
    command, worst, memory = figures.command(size), figures.worst(size), figures.memory(size)
    slowest = {SMALL: 0.3, LARGE: 1.0}.get(size)
    private = memory["ours"]["private"] if "ours" in memory else None
    return [
        at_most("the whole command, in starts of Python", size, 5, command[0] if command else None),
        at_most("the worst query", size, slowest, worst[0][0] if worst else None, "s"),
        at_most("private memory of a server", size, 400 if size == LARGE else None, private, " MB"),
        at_most("the default view, in ungrouped ones", size, 2, figures.ratio(size, "threads")),
    ]

"""The lines that a run is worth, whoever shows them.

In: an outcome. Out: lines with how much they matter. Never: prints, or knows a log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.model import Problem
    from searchqa.upkeep.once import Outcome

Level = Literal["info", "warning", "error"]

_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line and how much it matters."""

    level: Level
    text: str


def said_of(outcome: Outcome, again: str = "", *, all_: bool = False) -> list[Line]:
    """Return the lines of a run: what is newly wrong, and one line of what was done.

    Args:
        outcome: What came of it.
        again: When a failed run is tried again, in words, or "".
        all_: Whether problems that were known before are listed as well.
    """
    if outcome.failed:
        tail = "".join(f"; {part}" for part in (outcome.hint, again) if part)
        return [Line("error", printable(f"nothing was reindexed: {outcome.line}{tail}"))]
    listed = outcome.problems if all_ else outcome.news
    return [*_problems(listed), Line("info", printable(outcome.line))]


def _problems(problems: Sequence[Problem]) -> list[Line]:
    # Errors first: of many warnings in front of them only a few would be told.
    ordered = sorted(problems, key=lambda one: one.severity != "error")
    lines = [
        Line("error" if one.severity == "error" else "warning", printable(str(one)))
        for one in ordered[:_MOST]
    ]
    rest = len(problems) - len(lines)
    if rest > 0:
        lines.append(Line("warning", f"and {rest:,} more: searchqa check lists them all"))
    return lines


def printable(text: str) -> str:
    """Return a text in one line that changes no terminal: names of files may hold anything."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))

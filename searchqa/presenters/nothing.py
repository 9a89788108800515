"""What helps when nothing was found: what was understood, what to drop.

In: an answer without hits. Out: lines. Never: ends in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.marked import Marked, columns, cut, one_line
from searchqa.presenters.row import Part, paragraph, row
from searchqa.presenters.wording import count
from searchqa.results import IN_ALL
from searchqa.schema import ALL

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Results


def nothing_lines(results: Results, terminal: Terminal) -> list[str]:
    """Return the lines shown instead of hits."""
    unit = "thread" if results.query.group == "thread" else "message"
    if results.total:
        text = f"There are only {count(results.total, unit)}: this page is past the last one."
        return paragraph(terminal, text)
    out = paragraph(terminal, "Nothing found.", style="title")
    if results.understood:
        out += paragraph(terminal, f"Searched for {results.understood}.", style="dim")
    ways = [
        (one_line(_said(way.what), terminal), count(way.total, unit))
        for way in results.loosenings
        if way.total
    ]
    if ways:
        return [*out, *_ways(ways, terminal)]
    if results.suggestion is None:
        text = "Dropping no single word or filter would help; try other words."
        out += ["", *paragraph(terminal, text)]
    return out


def _said(what: str) -> str:
    # The one that nobody may know of, since nobody chose what it drops.
    return f"{what} (--collection {ALL})" if what.endswith(IN_ALL) else what


def _ways(ways: list[tuple[str, str]], terminal: Terminal) -> list[str]:
    """Return what to drop and what would then be found, as two columns."""
    numbers = max(columns(found) for _, found in ways)
    room = terminal.columns - 3 - 3 - numbers
    more = terminal.symbol("more")
    dropped = [what if terminal.piped else cut(Marked(what), room, more).text for what, _ in ways]
    width = max(map(columns, dropped))
    lines = ["", *paragraph(terminal, "It would find", style="dim")]
    for what, (_, found) in zip(dropped, ways, strict=True):
        gap = " " * (width - columns(what) + 3)
        lines.append(row(terminal, [Part(f"   {what}{gap}"), Part(found, "number")]))
    return lines

"""An answer for people: notices, hits, totals, facets.

In: results and a terminal. Out: text that ends with a newline.
Never: prints; asks the terminal anything but what it can show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.facets import facet_lines
from searchqa.presenters.hit import hit_lines
from searchqa.presenters.marked import columns, one_line
from searchqa.presenters.nothing import nothing_lines
from searchqa.presenters.row import Part, paragraph, row
from searchqa.presenters.wording import count, elsewhere, milliseconds

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Results

# So few hits leave room for more of each.
_FEW = 3


def render(results: Results, terminal: Terminal) -> str:
    """Return the whole answer."""
    blocks: list[list[str]] = []
    notices = notice_lines(results, terminal)
    if notices:
        blocks.append(notices)
    height = 4 if len(results.hits) <= _FEW else 2
    blocks += [
        hit_lines(hit, number, terminal, height=height)
        for number, hit in enumerate(results.hits, results.query.offset + 1)
    ]
    if not results.hits and results.query.limit:
        blocks.append(nothing_lines(results, terminal))
    last = _totals(results, terminal) if results.total else []
    last += facet_lines(results.facets, terminal)
    if last:
        blocks.append(last)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def notice_lines(results: Results, terminal: Terminal) -> list[str]:
    """Return what was odd in the query, and the nearest spelling."""
    texts = list(results.notices)
    if results.suggestion is not None:
        texts.append(f"Did you mean: {results.suggestion}")
    mark = f"  {terminal.symbol('notice')} "
    return [line for text in texts for line in paragraph(terminal, text, mark, "notice")]


def _totals(results: Results, terminal: Terminal) -> list[str]:
    query = results.query
    shown = len(results.hits)
    unit = "thread" if query.group == "thread" else "message"
    texts = [count(results.total, unit)]
    if 0 < shown < results.total:
        first = query.offset + 1
        last = query.offset + shown
        span = f"{first}{terminal.symbol('dash')}{last}" if last > first else f"{first}"
        texts[0] = f"{span} of {texts[0]}"
    if query.group == "thread":
        texts.append(count(results.messages, "message"))
    if not terminal.piped:
        texts.append(milliseconds(results.took_ms))
    dot = terminal.symbol("dot")
    # What is elsewhere is never left out: nobody chose to search only here.
    rest = one_line(elsewhere(results), terminal)
    behind = [dot + rest] if rest else []
    if not terminal.piped:
        while len(texts) > 1 and columns(dot.join(texts) + "".join(behind)) >= terminal.columns:
            texts.pop()
    line = dot.join(texts)
    begin = "" if terminal.piped else " "
    parts = [Part(begin + texts[0], "title"), Part(line[len(texts[0]) :], "dim")]
    if terminal.piped or columns(line + "".join(behind)) < terminal.columns:
        return [row(terminal, [*parts, *(Part(one, "dim") for one in behind)])]
    return [row(terminal, parts), *paragraph(terminal, rest, style="dim")]

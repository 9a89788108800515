"""How large an index is and what it holds.

In: an engine's statistics, and facets if there are any. Out: text that ends
with a newline. Never: counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.facets import facet_lines
from searchqa.presenters.row import Part, row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.engines.base import Statistics
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Bucket


def render_statistics(
    statistics: Statistics,
    terminal: Terminal,
    facets: Mapping[str, Sequence[Bucket]] | None = None,
    generation: str = "",
) -> str:
    """Return the counts of a whole index, then its facets."""
    entries: list[tuple[str, int | str]] = [
        ("books", statistics.books),
        ("threads", statistics.threads),
        ("messages", statistics.messages),
        ("participants", statistics.participants),
        ("terms", statistics.terms),
        ("segments", statistics.segments),
    ]
    if generation:
        entries.append(("generation", generation))
    texts = [f"{n:,}" if isinstance(n, int) else n for _, n in entries]
    width = max(map(len, texts))
    lines = [
        row(terminal, [Part(f" {name:<13}", "dim"), Part(f"{text:>{width}}", "title")])
        for (name, _), text in zip(entries, texts, strict=True)
    ]
    beside = facet_lines(facets, terminal) if facets else []
    return "\n".join((*lines, *([""] if beside else []), *beside)) + "\n"

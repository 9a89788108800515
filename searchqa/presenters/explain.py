"""Why a message stands where it stands, as a table.

In: the parts of a score. Out: text that ends with a newline. Never: scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.marked import columns, one_line
from searchqa.presenters.row import Part, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.presenters.terminal import Terminal
    from searchqa.results import ScorePart


def render_explain(parts: Sequence[ScorePart], terminal: Terminal, document_id: str = "") -> str:
    """Return each term's part of the score, and their sum."""
    head = []
    if document_id:
        head = [row(terminal, [Part(" "), Part(one_line(document_id, terminal), "title")])]
    if not parts:
        return "\n".join((*head, " No word of the query counts here: its score is 0.")) + "\n"
    terms = [one_line(part.term, terminal) for part in parts]
    width = max(4, *(columns(term) for term in terms))
    lines = [
        row(terminal, [Part(f" {'score':>8}  {'term':<{width}}  field      here  messages", "dim")])
    ]
    for part, term in zip(parts, terms, strict=True):
        gap = " " * (width - columns(term))
        numbers = f"  {part.field:<8} {part.frequency:>6} {part.documents:>9,}"
        score = Part(f" {part.score:>8.4f}", "number")
        lines.append(row(terminal, [score, Part(f"  {term}{gap}"), Part(numbers, "dim")]))
    total = sum(part.score for part in parts)
    lines.append(row(terminal, [Part(f" {total:>8.4f}", "number"), Part("  in all", "title")]))
    return "\n".join((*head, *lines)) + "\n"

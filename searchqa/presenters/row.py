"""A line of a screen put together from dressed parts.

In: parts, each with its style, for the left and the right edge. Out: one line.
Never: breaks a line, or cuts what doesn't fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.marked import Marked, columns, one_line, paint, wrap
from searchqa.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.presenters.terminal import Terminal


class Part(NamedTuple):
    """Some text and the style it is shown in."""

    text: str | Marked
    style: str = ""

    def columns(self) -> int:
        """Return how wide it is."""
        return columns(self.text if isinstance(self.text, str) else self.text.text)

    def painted(self, terminal: Terminal) -> str:
        """Return it in its style."""
        if isinstance(self.text, str):
            return terminal.paint(self.text, self.style)
        return paint(self.text, terminal, self.style)


def width_of(parts: Iterable[Part]) -> int:
    """Return how wide the parts are together."""
    return sum(part.columns() for part in parts)


def row(terminal: Terminal, left: Iterable[Part], right: Iterable[Part] = ()) -> str:
    """Return one line, ``right`` at the right edge, at least two columns away."""
    left, right = list(left), list(right)
    free = terminal.columns - width_of(left) - width_of(right)
    middle = [Part(" " * max(2, free))] if width_of(right) else []
    return "".join(part.painted(terminal) for part in (*left, *middle, *right)).rstrip(" ")


def paragraph(terminal: Terminal, text: str, begin: str = " ", style: str = "") -> list[str]:
    """Return text on as many lines as it takes, hanging below where it begins.

    In a pipe it is one line without the space in front.
    """
    line = one_line(text, terminal)
    if terminal.piped:
        return [begin.lstrip() + line]
    width = terminal.columns - columns(begin)
    hang = " " * columns(begin)
    return [
        row(terminal, [Part((hang if at else begin) + part.text, style)])
        for at, part in enumerate(wrap(Marked(line), width))
    ]

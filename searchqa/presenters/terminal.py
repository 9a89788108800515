"""What a terminal can show, and how words are dressed for it.

In: text and the name of a style. Out: text with or without escape codes.
Never: looks at a stream or the environment by itself, or passes on codes that
stand in a transcript.
"""

from __future__ import annotations

from typing import Final

from searchqa.records import dataclass

# Style → codes (SGR) with colour, and where only other attributes are wanted.
_STYLES: Final[dict[str, tuple[str, str]]] = {
    "title": ("1", "1"),
    "mark": ("1;35", "1;4"),
    "dim": ("2", "2"),
    "number": ("36", ""),
    "author": ("32", ""),
    "code": ("36", ""),
    "chosen": ("1;36", "1"),
    "notice": ("33", ""),
    "error": ("1;31", "1"),
    "warning": ("33", ""),
}
_SYMBOLS: Final[dict[str, tuple[str, str]]] = {
    "author": ("✓", "*"),
    "asker": ("?", "?"),
    "other": ("·", "-"),
    "dot": (" · ", " | "),
    "more": ("…", "..."),
    "notice": ("~", "~"),
    "chosen": ("●", "*"),
    "link": ("↗", ">"),
    "bar": ("▇", "#"),
    "code": ("│", "|"),
    "dash": ("–", "-"),
}
WIDEST: Final = 120
NARROWEST: Final = 40


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text is shown.

    Attributes:
        width: Columns; what is shown stays between 40 and 120 of them, since
            longer lines are hard to read.
        color: Whether colours may be used.
        unicode: Whether letters and marks outside ASCII can be shown.
        styled: Whether bold, dim and underline may be used though ``color``
            is off (a terminal with NO_COLOR); without them marks are brackets.
        piped: Whether a program reads: then lines aren't wrapped or aligned,
            ids are whole, and nothing changes from run to run.
    """

    width: int = 80
    color: bool = False
    unicode: bool = True
    styled: bool = False
    piped: bool = False

    @property
    def columns(self) -> int:
        """Return the columns that are used."""
        return max(NARROWEST, min(self.width, WIDEST))

    @property
    def marks_by_style(self) -> bool:
        """Say whether found words can be marked without any letter of their own."""
        return self.color or self.styled

    def paint(self, text: str, style: str) -> str:
        """Return ``text`` in a style, as far as this terminal has it."""
        colored, plain = _STYLES[style] if style else ("", "")
        codes = colored if self.color else plain if self.styled else ""
        return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text

    def symbol(self, name: str) -> str:
        """Return a mark in the letters this terminal has."""
        rich, plain = _SYMBOLS[name]
        return rich if self.unicode else plain

"""Where text goes: the terminal's abilities, the pager, the two lines of an error.

In: finished text. Out: bytes on stdout or stderr.
Never: words an answer, or lets an encoding stop one.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from searchqa.presenters.terminal import Terminal

if TYPE_CHECKING:
    from searchqa.errors import SearchqaError

_PIPED_WIDTH = 100
_LINES = 40
# A hit takes five lines and a blank one; totals, facets, a notice and the prompt stand around.
_LINES_A_HIT = 6
_AROUND = 9


def terminal(color: str = "auto") -> Terminal:
    """Return what stdout can do; ``COLUMNS`` beats the measured width, a pipe is 100 wide."""
    tty = sys.stdout.isatty()
    colored = color == "always" or (color == "auto" and tty)
    able = colored and os.environ.get("TERM") != "dumb"
    # no-color.org: set and not empty means no colour; bold and underline remain.
    plain = color == "auto" and bool(os.environ.get("NO_COLOR"))
    return Terminal(
        width=_size().columns,
        color=color == "always" or (able and not plain),
        unicode="utf" in (sys.stdout.encoding or "").lower(),
        styled=able and plain,
        piped=not tty,
    )


def _size() -> os.terminal_size:
    """Return the terminal's columns and lines, as ``shutil.get_terminal_size`` finds them.

    That module brings compression along, which takes longer than to show an answer.
    """
    columns, lines = _number("COLUMNS"), _number("LINES")
    if columns <= 0 or lines <= 0:
        try:
            measured = os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            # There is no such stream, it is closed, or it is no terminal.
            measured = os.terminal_size((_PIPED_WIDTH, _LINES))
        columns = columns if columns > 0 else measured.columns or _PIPED_WIDTH
        lines = lines if lines > 0 else measured.lines or _LINES
    return os.terminal_size((columns, lines))


def _number(variable: str) -> int:
    try:
        return int(os.environ.get(variable, ""))
    except ValueError:
        return 0


def hits_that_fit(most: int = 10) -> int:
    """Return how many hits a terminal holds without scrolling, at least 3; ``most`` on a pipe."""
    if not sys.stdout.isatty():
        return most
    lines = _size().lines
    return max(3, min(most, (lines - _AROUND) // _LINES_A_HIT))


def write(text: str) -> None:
    """Write text to stdout, with a line end; unencodable letters become ``?``."""
    if text:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def page(text: str, *, color: bool) -> None:
    """Write text through the pager when it is longer than the terminal."""
    lines = _size().lines
    if sys.stdout.isatty() and sys.stdin.isatty() and text.count("\n") >= lines - 1:
        # As git does: colours pass, and what was read stays on the screen.
        less = os.environ.setdefault("LESS", "-RFX")
        # A query does without: its import takes as long as an answer.
        import click

        click.echo_via_pager(text.rstrip("\n"), color=color and "r" in less.lower())
    else:
        write(text)


def note(text: str) -> None:
    """Write a line about the answer to stderr, where no program reads it as data."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def complain(message: str, hint: str = "") -> None:
    """Write an error's two lines to stderr."""
    note(f"searchqa: {message}" + (f"\n  {hint}" if hint else ""))


def complain_about(error: SearchqaError) -> None:
    """Write one of our errors."""
    complain(error.message, error.hint)


def use_encodings() -> None:
    """Let no letter stop an answer: what a stream can't write becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def use_utf8() -> None:
    """Write UTF-8 whatever the locale: JSON and CSV are for programs."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")

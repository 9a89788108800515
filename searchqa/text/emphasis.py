"""Bold, italic and struck-out marks taken away where they are marks.

In: prose without code and links. Out: the same words. Never: touches snake_case, ``2*3*4``,
``~/path``, ``__init__`` or a mark without its partner.
"""

from __future__ import annotations

import re
from typing import Final

# A message with more marks than this is no prose; they stay.
MAX_MARKS: Final = 5_000

# Bounded, so that a line of many opening marks can't cost the square of its length.
_INSIDE: Final = r"[^\n]{0,600}?"
_BOLD: Final = re.compile(
    rf"(?<![^\W_])(?<![*\\])(\*\*?)(?=[^\s*.,;:!?)\]/])({_INSIDE}[^\s*])\1(?![^\W_])(?!\*)"
)
_ITALIC: Final = re.compile(rf"(?<!\w)(?<!\\)_(?=[^\s_.,;:!?)\]])({_INSIDE}[^\s_])_(?!\w)")
_STRUCK: Final = re.compile(
    rf"(?<![\w~\\/])(~~?)(?=[^\s~.,;:!?)\]/\d])({_INSIDE}[^\s~])\1(?![\w~/])"
)


def without_emphasis(text: str) -> str:
    """Return ``text`` without Slack's ``*bold*``, ``_italic_`` and ``~struck~`` marks.

    A mark opens after a space or punctuation, closes before one, hugs its
    words, and stays on one line; doubled marks (Markdown's) count as well.
    """
    if 1 < text.count("*") < MAX_MARKS:
        text = _BOLD.sub(r"\2", text)
    if 1 < text.count("_") < MAX_MARKS:
        text = _ITALIC.sub(r"\1", text)
        if 1 < text.count("*") < MAX_MARKS:
            text = _BOLD.sub(r"\2", text)
    if 1 < text.count("~") < MAX_MARKS:
        text = _STRUCK.sub(r"\2", text)
    return text

"""The quotation marks of the language, and how a value is put between them.

In: a value, or text with a mark in it. Out: where the quoted part ends, or the
value as a person would type it. Never: changes a value.
"""

from __future__ import annotations

import re
from typing import Final

# Each opening mark with what may close it. Keyboards and word processors mix the double ones; the
# angle marks only close each other, so that a value with any of the others in it can be typed too.
PAIRS: Final = {
    '"': '"“”„‟',
    "“": '”“"',
    "”": '”“"',
    "„": '“”"',
    "‟": '”“"',
    "＂": "＂",
    "«": "»",
    "»": "«",
}
MARKS: Final = "".join(PAIRS)

_WITHOUT_MARKS: Final = str.maketrans(dict.fromkeys(MARKS, " "))
# Compiled on first use: most queries have no value.
_BARE: Final = r"[^\W_](?:[\w.-]*\w)?"


def closing(text: str, position: int) -> int:
    """Return where the mark that closes the one at ``position`` stands, or -1."""
    places = (text.find(mark, position + 1) for mark in PAIRS[text[position]])
    return min((place for place in places if place >= 0), default=-1)


def without_marks(text: str) -> str:
    """Return ``text`` with its quotation marks and runs of space as single spaces."""
    if not text.isascii() or '"' in text:
        text = text.translate(_WITHOUT_MARKS)
    return " ".join(text.split())


def quoted(value: str) -> str:
    """Return ``value`` between marks that do not occur in it.

    A value that holds every kind of mark loses them: it can't be typed.
    """
    for opening in ('"', "«", "»", "＂", "„"):
        if not any(mark in value for mark in PAIRS[opening]):
            return f"{opening}{value}{PAIRS[opening][0]}"
    return f'"{without_marks(value)}"'


def value_text(value: str) -> str:
    """Return a filter's value as it is typed after the colon, quoted where it has to be."""
    return value if re.fullmatch(_BARE, value) else quoted(value)

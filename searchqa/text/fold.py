"""Names and words made comparable: case, accents and apostrophes away.

In: any string. Out: a string that two spellings of one thing share.
Never: stems, or drops letters that carry a word's identity.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
# Letters that decompose to nothing in Unicode but that people type without their mark.
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "ı": "i",
        "ħ": "h",
    }
)


def fold_letters(text: str) -> str:
    """Return ``text`` in lower case without accents; spaces and marks stay."""
    if text.isascii():
        return text.lower()
    lowered = text.casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", lowered)
    # Decomposing can bring capitals back: letters of mathematics (𝐀) become plain ones.
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def fold(text: str) -> str:
    """Return a name's comparable form: folded letters, no apostrophes, single spaces."""
    return " ".join(fold_letters(text).translate(_APOSTROPHES).split())

"""Where words begin and end in a text: words, and the trade's names kept whole.

In: a text. Out: chunks (a word, or a name with the words it is made of).
Never: stems, or knows a stop word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from searchqa.records import NamedTuple

# Accents written as marks of their own, and the invisible characters that split no word.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_APOSTROPHES = "'’‘´"
# What makes a name of a word and its tail: c++ c# q&a | gpt3.5 2.0.1 | node.js train.py
_TAILS = (
    r"(?:(?<=[A-Za-z])\+\+(?!\+)"
    r"|(?<=\b[A-Za-z])\#(?![\w\#])"
    r"|(?<=\b[A-Za-z])&[A-Za-z](?![^\W_])"
    r"|(?<=[0-9])(?:\.[0-9][A-Za-z0-9]*)+"
    r"|(?<=[^\W_])\.(?i:js|net|io|ai|py|ipynb|md|ya?ml|json|csv|txt|sh|sql|toml)(?![\w]))?"
)
_DOT_NET = r"(?<![\w.])\.(?i:net)(?![\w])"


def _chunk_pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"{word}(?:(?:[{_APOSTROPHES}]|_+){word})*{_TAILS}|{_DOT_NET}")


_ASCII_WORD = "[A-Za-z0-9]+"
_ANY_WORD = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_JOINED: Final = frozenset("_+#&.")


# Patterns are compiled by the first text that needs them: a query of plain words does without.
@cache
def _ascii_chunk() -> re.Pattern[str]:
    return _chunk_pattern(_ASCII_WORD)


@cache
def _any_chunk() -> re.Pattern[str]:
    return _chunk_pattern(_ANY_WORD)


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(rf"{_ANY_WORD}(?:[{_APOSTROPHES}]{_ANY_WORD})*")


class Part(NamedTuple):
    """A word inside a chunk, by its offsets in the chunk."""

    raw: str
    start: int
    end: int


def chunk_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that finds a text's chunks; one for ASCII, being faster."""
    return _ascii_chunk() if text.isascii() else _any_chunk()


def is_name(chunk: str) -> bool:
    """Say whether a chunk is a name that is kept whole beside its parts."""
    return not _JOINED.isdisjoint(chunk)


def name_of(chunk: str) -> str:
    """Return a name with its joints made one: ``snake__case`` → ``snake_case``."""
    return re.sub("_+", "_", chunk)


def parts_of(chunk: str) -> tuple[Part, ...]:
    """Return the words a name is made of."""
    return tuple(Part(m.group(), m.start(), m.end()) for m in _parts().finditer(chunk))

"""The values behind a field's colon.

In: a query and where a value begins. Out: the values, and where they end.
Never: judges whether a value is right.
"""

from __future__ import annotations

import re
from typing import Final

from searchqa.query.quoting import MARKS, closing
from searchqa.records import NamedTuple

# Compiled on first use: most queries have no value.
_BARE: Final = rf"[^\s,(){MARKS}]+"
_GAP: Final = r"[\s,]*"
_JOINING: Final = frozenset(("AND", "OR"))


class Values(NamedTuple):
    """What was read; ``unclosed`` is where a mark or bracket without its partner stands, or -1."""

    values: list[str]
    end: int
    unclosed: int


def read_values(text: str, position: int, *, names: bool) -> Values:
    """Read ``a``, ``a,b``, ``"a b"`` or a list in brackets that begins at ``position``.

    Args:
        text: The query.
        position: The first character after the colon, which is no space.
        names: Whether bare words side by side in brackets are one value.
    """
    if text[position] == "(":
        return _bracketed(text, position + 1, names=names)
    values: list[str] = []
    unclosed = -1
    while True:
        if text[position] in MARKS and (end := closing(text, position)) >= 0:
            values.append(_tidy(text[position + 1 : end]))
            position = end + 1
        else:
            if text[position] in MARKS:
                unclosed = position
                position += 1
            found = re.compile(_BARE).match(text, position)
            if found is not None:
                values += _without_star(found[0])
                position = found.end()
        if text[position : position + 1] != ",":
            return Values(values, position, unclosed)
        position += 1
        if not text[position : position + 1].strip("(),"):
            return Values(values, position, unclosed)


def _bracketed(text: str, position: int, *, names: bool) -> Values:
    values: list[str] = []
    unclosed = -1
    joins = False  # Whether the next bare word goes on with the name before it.
    while True:
        gap = re.compile(_GAP).match(text, position)
        assert gap is not None  # noqa: S101
        position = gap.end()
        joins = joins and "," not in gap[0]
        if position >= len(text):
            return Values(values, position, position - 1 if unclosed < 0 else unclosed)
        char = text[position]
        if char == ")":
            return Values(values, position + 1, unclosed)
        if char in MARKS and (end := closing(text, position)) >= 0:
            values.append(_tidy(text[position + 1 : end]))
            position, joins = end + 1, False
        elif (found := re.compile(_BARE).match(text, position)) is None:
            unclosed = position
            position += 1
        elif found[0] in _JOINING:
            position, joins = found.end(), False
        else:
            words = _without_star(found[0])
            if joins and words:
                values[-1] += f" {words[0]}"
            else:
                values += words
            position, joins = found.end(), names and (joins or bool(words))


def _without_star(word: str) -> list[str]:
    """Return a bare value without the marks of words; names are looked up by their parts anyway."""
    bare = word.rstrip("*~")
    return [bare] if bare else []


def _tidy(value: str) -> str:
    return " ".join(value.split())

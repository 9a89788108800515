"""Keys of a file that are others' business, kept as they are written.

In: a file's bytes. Out: its lines of such keys. Never: gives a key that we write ourselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.readers.frontmatter import split
from searchqa.readers.yaml_events import Table, read_yaml

if TYPE_CHECKING:
    from searchqa.readers.yaml_events import Value

_NEXT: Final = "start"
_OURS: Final = frozenset(
    ("title", "description", "cover", "start", "end", "authors", "links", "archive")
)


def besides(data: bytes, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines with the keys that a Transcript has no place for.

    A picture, a layout: a site wants them, a search doesn't.

    Returns:
        The lines, and the keys that can't be kept: their lines alone don't say
        what they say in the file (they point at a text elsewhere in it).
    """
    try:
        parts = split(data, file)
        top, _ = read_yaml(parts.yaml, file)
    except ReadError:
        return (), ()
    if not isinstance(top, Table):
        return (), ()
    lines = parts.yaml.split("\n")
    begins = sorted((line - 1, key) for key, line in top.lines.items())
    ends = [line for line, _ in begins[1:]] + [len(lines)]
    kept: list[str] = []
    lost: list[str] = []
    for (begin, key), end in zip(begins, ends, strict=True):
        if key not in _OURS:
            own = _lines_that_say({key: top[key]}, lines[begin:end])
            kept += own
            lost += [] if own else [key]
    return tuple(kept), tuple(lost)


def _lines_that_say(wanted: dict[str, Value], lines: list[str]) -> list[str]:
    """Return a key's lines, as few as say its value; [] when they don't."""
    few = lines
    # Blank lines and comments stand before the next key, unless they are a part of a text.
    while few and (not few[-1].strip() or few[-1].startswith("#")):
        few = few[:-1]
    return next((some for some in (few, lines) if _value_of(some) == wanted), [])


def _value_of(lines: list[str]) -> Value:
    # Before another key, as they will stand.
    try:
        value, odd = read_yaml("\n".join((*lines, f"{_NEXT}: x", "")), "")
    except ReadError:
        return None
    if odd or not isinstance(value, Table) or value.pop(_NEXT, None) is None:
        return None
    return value

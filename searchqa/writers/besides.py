"""Keys of a file that are others' business, kept as they are written.

In: a file's bytes. Out: its lines of such keys. Never: gives a key that we write ourselves.
"""

from __future__ import annotations

from typing import Final

from searchqa.errors import ReadError
from searchqa.readers.frontmatter import split
from searchqa.readers.yaml_events import Table, read_yaml

_OURS: Final = frozenset(
    ("title", "description", "cover", "start", "end", "authors", "links", "archive")
)


def besides(data: bytes, file: str) -> tuple[str, ...]:
    """Return the lines with the keys that a Transcript has no place for.

    A picture, a layout: a site wants them, a search doesn't. () when there are
    none, or when the lines alone don't say what they say in the file (one points
    at a text elsewhere in it).
    """
    try:
        parts = split(data, file)
        top, _ = read_yaml(parts.yaml, file)
    except ReadError:
        return ()
    if not isinstance(top, Table):
        return ()
    lines = parts.yaml.split("\n")
    begins = sorted((line - 1, key) for key, line in top.lines.items())
    ends = [line for line, _ in begins[1:]] + [len(lines)]
    found: list[str] = []
    for (begin, key), end in zip(begins, ends, strict=True):
        if key not in _OURS:
            found += _trimmed(lines[begin:end])
    theirs = {key: value for key, value in top.items() if key not in _OURS}
    return tuple(found) if _value_of(found) == theirs else ()


def _trimmed(lines: list[str]) -> list[str]:
    """Return a key's lines without the blank ones and the comments that stand before the next."""
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines = lines[:-1]
    return lines


def _value_of(lines: list[str]) -> object:
    try:
        value, _ = read_yaml("\n".join((*lines, "title: x", "")), "")
    except ReadError:
        return None
    return {k: v for k, v in value.items() if k != "title"} if isinstance(value, Table) else None

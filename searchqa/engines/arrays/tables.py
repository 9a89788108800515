"""Strings and records inside arrays: one run of bytes, and where each begins.

In: views of a mapped file. Out: strings and bytes by ordinal, ordinals by string.
Never: decodes more than it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Records:
    """Byte strings by ordinal."""

    def __init__(self, data: memoryview[Any], offsets: memoryview[Any]) -> None:
        self._data = data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, ordinal: int) -> bytes:
        return bytes(self._data[self._offsets[ordinal] : self._offsets[ordinal + 1]])


class Strings:
    """Strings by ordinal; those of a table in byte order can be looked up."""

    def __init__(self, data: memoryview[Any], offsets: memoryview[Any]) -> None:
        self._records = Records(data, offsets)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, ordinal: int) -> str:
        return decoded(self._records[ordinal])

    def find(self, string: str) -> int:
        """Return the ordinal of a string in a sorted table, -1 when it isn't there."""
        wanted = encoded(string)
        place = bisect_left(self._records, wanted)
        found = place < len(self._records) and self._records[place] == wanted
        return place if found else -1

    def beginning_with(self, prefix: str) -> range:
        """Return the ordinals of the strings of a sorted table that begin so."""
        wanted = encoded(prefix)
        first = bisect_left(self._records, wanted)
        # No UTF-8 byte is as large as this one.
        return range(first, bisect_left(self._records, wanted + b"\xff"))

    def find_by(self, order: memoryview[Any], string: str) -> int:
        """Return the ordinal of a string, given the ordinals in byte order; else -1."""
        wanted = encoded(string)
        place = bisect_left(order, wanted, key=self._records.__getitem__)
        found = place < len(order) and self._records[order[place]] == wanted
        return int(order[place]) if found else -1

    def find_between(self, first: int, last: int, string: str) -> int:
        """Return the ordinal of a string in a part of the table, else -1.

        The part is in the order that its strings have with a full stop behind
        them, as ids of threads stand in ids of documents.
        """
        wanted = encoded(string) + b"."
        place = bisect_left(self._records, wanted, first, last, key=lambda record: record + b".")
        return place if place < last and self._records[place] + b"." == wanted else -1


def encoded(string: str) -> bytes:
    """Return a string as it stands in a file; half a surrogate pair is kept."""
    return string.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """Return the string of ``encoded``'s bytes."""
    return data.decode("utf-8", "surrogatepass")


def table(view: Callable[[str], memoryview[Any]], name: str) -> Strings:
    """Return the strings stored under a name."""
    return Strings(view(f"{name}.bytes"), view(f"{name}.offset"))


def records(view: Callable[[str], memoryview[Any]], name: str) -> Records:
    """Return the records stored under a name."""
    return Records(view(f"{name}.bytes"), view(f"{name}.offset"))

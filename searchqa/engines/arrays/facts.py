"""Facts in memory: a batch's or a file's arrays, by name.

In: arrays, strings. Out: strings of a table, joined tables. Never: writes a file.
"""

from __future__ import annotations

import mmap
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from searchqa.engines.arrays.layout import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.engines.arrays.file import ArrayFile

Array: TypeAlias = npt.NDArray[Any]
Facts: TypeAlias = "Mapping[str, Array]"


class MappedFacts(dict[str, Array]):
    """Facts whose arrays lie in a mapped file.

    Args:
        arrays: The arrays by name.
        data: The file they lie in.
    """

    def __init__(self, arrays: Mapping[str, Array], data: mmap.mmap) -> None:
        super().__init__(arrays)
        self._data = data

    def let_go(self) -> None:
        """Give back the memory of what was read; who reads on has it from the file again."""
        if sys.platform != "win32":
            self._data.madvise(mmap.MADV_DONTNEED)


class Part(NamedTuple):
    """Facts of documents, and which of their books are no longer there."""

    facts: Facts
    gone: frozenset[str] = frozenset()

    def let_go(self) -> None:
        """Give back the memory of what was read, if there is a file that has it."""
        if isinstance(self.facts, MappedFacts):
            self.facts.let_go()


def facts_of(file: ArrayFile) -> Facts:
    """Return a mapped file's arrays, without copying them."""
    arrays = {
        name: np.frombuffer(file.view(name), dtype=np.dtype(column.type))
        for name, column in COLUMNS.items()
    }
    return MappedFacts(arrays, file.data)


def strings_of(facts: Facts, name: str) -> list[bytes]:
    """Return the strings of a table, encoded."""
    data = facts[f"{name}.bytes"].tobytes()
    offsets = facts[f"{name}.offset"].tolist()
    return [data[begin:end] for begin, end in pairwise(offsets)]


def packed(name: str, strings: Sequence[bytes]) -> dict[str, Array]:
    """Return the two arrays of a table of strings."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    return {
        f"{name}.bytes": np.frombuffer(b"".join(strings), np.uint8),
        f"{name}.offset": offsets_of(lengths),
    }


def offsets_of(counts: Array) -> Array:
    """Return where each of several runs begins, and where the last one ends."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def joined_tables(tables: Sequence[list[bytes]]) -> tuple[list[bytes], list[Array]]:
    """Return the strings of all sorted tables, sorted, and each table's new ordinals."""
    known = set(tables[0])
    new = {string for table in tables[1:] for string in table if string not in known}
    # Two sorted runs: the sort finds them and only merges.
    joined = sorted([*tables[0], *sorted(new)]) if new else tables[0]
    place = {string: ordinal for ordinal, string in enumerate(joined)}
    maps = [np.fromiter(map(place.__getitem__, table), np.int64, len(table)) for table in tables]
    return joined, maps

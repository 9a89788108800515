"""One file of aligned arrays: written whole, mapped to be read.

In: arrays by name. Out: a file; views into a mapped one. Never: copies an array to
read it, pickles, or knows what the arrays mean.

The file, all numbers little-endian:

    8 bytes   b"SQARRAYS"
    4 bytes   version of the format, unsigned
    4 bytes   length of the head in bytes, unsigned
    head      JSON: {"numbers": {name: number}, "arrays": {name: [type, count, offset]}}
    zeros     to the next multiple of 64
    arrays    each at a multiple of 64; offsets count from the first one's place

Types are typecodes of Python's ``array`` module: B H i q f.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import sys
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from searchqa.engines.arrays.layout import COLUMNS, FORMAT_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from typing_extensions import Buffer

# Array → how many elements.
Shape: TypeAlias = "dict[str, int]"

MAGIC: Final = b"SQARRAYS"
ALIGNMENT: Final = 64
# What stands before the head: the magic bytes and two numbers of four bytes.
_FIXED: Final = 16
_SIZES: Final = {"B": 1, "H": 2, "i": 4, "q": 8, "f": 4}


class ArraysError(Exception):
    """A file of arrays that can't be used: cut, of another version, or none of ours."""


def aligned(size: int) -> int:
    """Return the next place where an array may begin."""
    return -(-size // ALIGNMENT) * ALIGNMENT


class ArrayFile:
    """A mapped file; ``numbers`` and the views stay valid as long as it lives.

    Raises:
        ArraysError: The file can't be used; the message says why.
        OSError: It can't be read.
    """

    def __init__(self, path: Path) -> None:
        if sys.byteorder != "little":
            raise ArraysError("this machine's byte order is not the file's")
        with path.open("rb") as file:
            try:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise ArraysError("it is empty") from error
        self.data = data
        self._bytes = memoryview(data)
        head, self._begin = _read_head(self._bytes)
        self.numbers: dict[str, float] = head["numbers"]
        self._arrays: dict[str, tuple[str, int, int]] = head["arrays"]
        self._check()

    def view(self, name: str) -> memoryview[Any]:
        """Return an array as a view that needs no copy.

        Raises:
            ArraysError: There is no such array.
        """
        if name not in self._arrays:
            raise ArraysError(f"it lacks the array {name}")
        type_, count, offset = self._arrays[name]
        begin = self._begin + offset
        data: Any = self._bytes[begin : begin + count * _SIZES[type_]]
        view: memoryview[Any] = data.cast(type_)
        return view

    def _check(self) -> None:
        for name, column in COLUMNS.items():
            type_, count, offset = self._arrays.get(name, ("", 0, 0))
            if type_ != column.type:
                raise ArraysError(f"it lacks the array {name} of type {column.type}")
            if self._begin + offset + count * _SIZES[type_] > len(self._bytes):
                raise ArraysError("it was cut short")


def _read_head(data: memoryview[Any]) -> tuple[dict[str, Any], int]:
    if len(data) < _FIXED:
        raise ArraysError("it is too short")
    version, length = int.from_bytes(data[8:12], "little"), int.from_bytes(data[12:16], "little")
    if bytes(data[:8]) != MAGIC:
        raise ArraysError("it isn't a file of arrays")
    if version != FORMAT_VERSION:
        raise ArraysError(f"it has format {version}, this version reads {FORMAT_VERSION}")
    begin = _FIXED
    try:
        head = json.loads(bytes(data[begin : begin + length]))
    except ValueError as error:
        raise ArraysError("its head isn't JSON") from error
    return head, aligned(begin + length)


class ArrayFileMaker:
    """Writes a file whose arrays are filled piece by piece, in any order.

    Args:
        path: A file that isn't there yet.
        shape: How many elements each array has; its type is in the layout.
        numbers: What else the head holds.

    Raises:
        OSError: The disk refuses. (Plain writes, not a mapping: a full disk has
            to be an error, and would be a signal that ends the process.)
    """

    def __init__(self, path: Path, shape: Shape, numbers: Mapping[str, float]) -> None:
        self._arrays: dict[str, tuple[str, int, int]] = {}
        offset = 0
        for name, count in shape.items():
            type_ = COLUMNS[name].type
            self._arrays[name] = (type_, count, offset)
            offset = aligned(offset + count * _SIZES[type_])
        head = json.dumps({"numbers": dict(numbers), "arrays": self._arrays}).encode()
        self._begin = aligned(_FIXED + len(head))
        self._file = path.open("xb")
        fixed = (FORMAT_VERSION, len(head))
        try:
            self._file.write(MAGIC + b"".join(n.to_bytes(4, "little") for n in fixed) + head)
            self._file.truncate(self._begin + offset)
        except OSError:
            # Closing writes what is buffered, which is refused a second time.
            with contextlib.suppress(OSError):
                self._file.close()
            raise

    def write(self, name: str, data: Buffer, at: int = 0) -> None:
        """Fill an array from element ``at`` on; ``data`` has the array's type."""
        type_, count, offset = self._arrays[name]
        piece = memoryview(data).cast("B")
        end = at * _SIZES[type_] + len(piece)
        if end > count * _SIZES[type_]:
            msg = f"{name} takes {count} elements"
            raise AssertionError(msg)
        self._file.seek(self._begin + offset + at * _SIZES[type_])
        self._file.write(piece)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

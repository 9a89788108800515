"""A batch put aside: out of memory, or on its way from one process to another.

In: a batch. Out: a file, and the batch mapped from it. Never: keeps a name once mapped.
"""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.facts import MappedFacts
from searchqa.engines.arrays.layout import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.engines.arrays.facts import Facts

_ALIGNMENT: Final = 64


def put_aside(batch: Facts, path: Path) -> None:
    """Write a batch: how many elements each array has, then the arrays.

    Raises:
        OSError: The disk refuses; what was written is there no longer.
    """
    counts = np.array([len(batch[column.name]) for column in FACTS], np.int64)
    try:
        with path.open("xb") as file:
            for array in (counts, *(batch[column.name] for column in FACTS)):
                file.write(bytes(-file.tell() % _ALIGNMENT))
                file.write(array.data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def take_back(path: Path) -> Facts:
    """Return the batch of a file, mapped, and remove the file's name."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    path.unlink()
    counts = np.frombuffer(data, np.int64, len(FACTS))
    at = counts.nbytes
    out = {}
    for column, count in zip(FACTS, counts.tolist(), strict=True):
        at += -at % _ALIGNMENT
        out[column.name] = np.frombuffer(data, np.dtype(column.type), count, at)
        at += out[column.name].nbytes
    return MappedFacts(out, data)

"""Lengths of texts as Whoosh keeps them: in one byte, with a loss.

In: lengths. Out: the lengths that Whoosh's scoring sees. Never: scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

if TYPE_CHECKING:
    from searchqa.engines.arrays.facts import Array


def lossy(lengths: Array) -> Array:
    """Return each length after it went through Whoosh's byte."""
    distinct, places = np.unique(lengths, return_inverse=True)
    seen = [byte_to_length(length_to_byte(length)) for length in distinct.tolist()]
    return np.array(seen, np.int64)[places]

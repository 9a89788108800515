"""BM25, term by term, with Whoosh's numbers.

In: counts of a collection. Out: per-document parts of a score.
Never: knows where postings lie.

Formula: ``idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))`` with
``idf = ln(N / (df + 1)) + 1`` (Robertson and Zaragoza 2009, in the form that
Whoosh's ``scoring.BM25F`` uses; lengths are its lossy one-byte ones).
"""

from __future__ import annotations

from math import log
from typing import Final

B: Final = 0.75
K1: Final = 1.2


def idf(documents: int, frequency: int) -> float:
    """Return the weight of a term that ``frequency`` of ``documents`` hold."""
    return log(documents / (frequency + 1)) + 1 if documents else 0.0


def norms(lengths_by_byte: list[int], average: float) -> list[float]:
    """Return ``K1 * (1 - B + B * length / average)`` for each length byte."""
    return [K1 * (1 - B + B * length / (average or 1)) for length in lengths_by_byte]

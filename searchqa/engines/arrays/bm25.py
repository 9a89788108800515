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

from searchqa.schema import ANSWER_PRIOR, KINDS

B: Final = 0.75
K1: Final = 1.2


# What a message is worth more by its kind, in the order of schema.KINDS.
PRIORS: Final = tuple(ANSWER_PRIOR if kind == "answer" else 1.0 for kind in KINDS)


def idf(documents: int, frequency: int) -> float:
    """Return the weight of a term that ``frequency`` of ``documents`` hold."""
    return log(documents / (frequency + 1)) + 1 if documents else 0.0


def weight(documents: int, frequency: int) -> float:
    """Return all of a term's score that doesn't depend on the document."""
    return idf(documents, frequency) * (K1 + 1)

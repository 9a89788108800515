"""What each posting adds to a score, computed once for all queries.

In: frequencies, lengths, how many documents hold a term. Out: impacts.
Never: knows where postings lie.

BM25 as in ``bm25``, in 32 bits: an impact is right to its seventh digit. A term's impact is that of
the body (which holds title, question and message) and, at its boost, that of the
thread's question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchqa.engines.arrays.bm25 import K1, PRIORS, B
from searchqa.engines.arrays.lengths import lossy
from searchqa.schema import BODY_BOOST, QUESTION_BOOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.engines.arrays.facts import Array


class Norms(NamedTuple):
    """What the scores of a document's terms depend on beside their frequencies.

    ``K1 * (1 - B + B * length / average)`` of body and question, and what a
    message of its kind is worth more.
    """

    body: Array
    question: Array
    prior: Array


def norms(columns: Mapping[str, Array], threads: Array) -> Norms:
    """Return the documents' norms.

    Args:
        columns: Joined facts of documents and threads.
        threads: Each document's thread.
    """
    return Norms(
        _norms(lossy(columns["document.length"])),
        _norms(lossy(columns["thread.length"])[threads]),
        np.array(PRIORS, np.float32)[columns["document.kind"]],
    )


def _norms(lengths: Array) -> Array:
    average = (lengths.mean() if len(lengths) else 0.0) or 1.0
    out: Array = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    return out


def term_impacts(
    norm: Norms, owners: Array, columns: Mapping[str, Array], held: Array
) -> tuple[Array, Array]:
    """Return the impacts of some terms' postings, and how many questions hold each term.

    Args:
        norm: Of all documents.
        owners: Whose posting it is, counted from the first of these terms.
        columns: ``document``, ``frequency`` and ``question`` of the postings.
        held: How many documents hold each of these terms.
    """
    documents, asked = columns["document"], columns["question"]
    questions = np.bincount(owners[asked > 0], minlength=len(held))
    score = _bm25(columns["frequency"], norm.body[documents], _weights(norm, held)[owners])
    score *= BODY_BOOST
    (too,) = asked.nonzero()
    weights = _weights(norm, questions)[owners[too]]
    score[too] += QUESTION_BOOST * _bm25(asked[too], norm.question[documents[too]], weights)
    score *= norm.prior[documents]
    return score, questions.astype(np.int32)


def word_impacts(norm: Norms, owners: Array, columns: Mapping[str, Array], held: Array) -> Array:
    """Return the impacts of some words' postings; see ``term_impacts``."""
    documents = columns["document"]
    score = _bm25(columns["frequency"], norm.body[documents], _weights(norm, held)[owners])
    score *= BODY_BOOST
    score *= norm.prior[documents]
    return score


def _weights(norm: Norms, held: Array) -> Array:
    """Return ``idf * (K1 + 1)`` of terms that so many documents hold."""
    idf = np.log(len(norm.body) / (held + 1.0)) + 1
    out: Array = (idf * (K1 + 1)).astype(np.float32)
    return out


def _bm25(frequencies: Array, norms_: Array, weights: Array) -> Array:
    out: Array = frequencies.astype(np.float32)
    norms_ += out
    out *= weights
    out /= norms_
    return out

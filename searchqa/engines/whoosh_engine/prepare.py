"""A document's terms, field by field, ready to be written.

In: documents, a thread's one after the other. Out: term → positions or counts.
Never: writes, or analyses a question or title again for each of its replies.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from searchqa.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.model import Document

# No phrase reaches from one part of the body into the next.
PART_GAP: Final = 100


class Terms(NamedTuple):
    """What one document puts into the scored fields.

    ``body`` maps a term to its positions in order; the others map to counts.
    """

    body: Mapping[str, list[int]]
    question: Mapping[str, int]
    words: Mapping[str, int]


class _Part(NamedTuple):
    positions: dict[str, list[int]]
    words: list[str]
    end: int


def _part(text: str) -> _Part:
    analysis = analyze(text)
    positions: dict[str, list[int]] = {}
    for term, position in zip(analysis.terms, analysis.positions, strict=True):
        if term in positions:
            positions[term].append(position)
        else:
            positions[term] = [position]
    end = analysis.positions[-1] + 1 if analysis.positions else 0
    return _Part(positions, analysis.words, end)


def _joined(left: _Part, right: _Part) -> _Part:
    shift = left.end + PART_GAP
    positions = dict(left.positions)
    for term, places in right.positions.items():
        moved = [place + shift for place in places]
        positions[term] = positions[term] + moved if term in positions else moved
    return _Part(positions, left.words + right.words, shift + right.end)


@lru_cache(maxsize=64)
def _title(title: str) -> _Part:
    return _part(title)


@lru_cache(maxsize=64)
def _question(question: str) -> tuple[_Part, dict[str, int]]:
    part = _part(question)
    return part, {term: len(places) for term, places in part.positions.items()}


@lru_cache(maxsize=64)
def _context(title: str, question: str) -> _Part:
    return _joined(_title(title), _question(question)[0])


def prepare(document: Document) -> Terms:
    """Return the terms of a document: title, thread's question, then the message.

    The head is its thread's question, so its text isn't counted twice.
    """
    body = _context(document.title, document.question)
    if document.position > 0:
        body = _joined(body, _part(document.text))
    return Terms(body.positions, _question(document.question)[1], Counter(body.words))

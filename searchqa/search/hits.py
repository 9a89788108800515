"""Matches as people get them: with their book, their thread and the words found.

In: an engine's answer. Out: hits. Never: orders or drops a match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.results import BookRef, Hit, ThreadRef
from searchqa.snippets import FRAGMENTS, hit_snippets

if TYPE_CHECKING:
    from searchqa.engines.base import Answer, Match
    from searchqa.model import Document


def hits_of(answer: Answer, fragments: int = FRAGMENTS) -> tuple[Hit, ...]:
    """Return the hits of a page, in its order, with so many fragments at most."""
    return tuple([_hit(match, fragments) for match in answer.matches])


def thread_of(document: Document) -> ThreadRef:
    """Return the thread that a message belongs to."""
    return ThreadRef(
        id=document.thread,
        number=document.number,
        question=document.question,
        asker=document.asker,
        messages=document.size,
    )


def _hit(match: Match, fragments: int) -> Hit:
    document = match.document
    return Hit(
        id=document.id,
        kind=document.kind,
        score=match.score,
        participant=document.participant,
        role=document.role,
        position=document.position,
        more=match.more,
        book=BookRef(document.book, document.title, document.authors, document.start, document.end),
        thread=thread_of(document),
        snippets=hit_snippets(document, match.marks, match.asked, fragments),
        links=document.links,
    )

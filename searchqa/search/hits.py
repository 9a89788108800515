"""Matches as people get them: with their book, their thread and the words found.

In: an engine's answer. Out: hits. Never: orders or drops a match.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from searchqa.kept import Kept
from searchqa.records import NamedTuple
from searchqa.results import BookRef, Hit, ThreadRef
from searchqa.snippets import FRAGMENTS, Source, hit_snippets

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.engines.base import Answer, Match
    from searchqa.model import Document


class _Face(NamedTuple):
    """What is the same of a message whatever it was found by."""

    book: BookRef
    thread: ThreadRef
    message: Source
    question: Callable[[], Source]


class Hits:
    """Makes one index's hits; safe to use from threads."""

    def __init__(self) -> None:
        self._faces: Kept[str, _Face] = Kept()
        self._books: Kept[str, BookRef] = Kept()
        self._threads: Kept[str, ThreadRef] = Kept()
        self._questions: Kept[str, Source] = Kept()

    def of(self, answer: Answer, fragments: int = FRAGMENTS) -> tuple[Hit, ...]:
        """Return the hits of a page, in its order, with so many fragments at most."""
        return tuple([self._hit(match, fragments) for match in answer.matches])

    def _hit(self, match: Match, fragments: int) -> Hit:
        document = match.document
        id_ = document.id
        book, thread, message, question = self._faces.find(id_) or self._faces.keep(
            id_, self._face(document)
        )
        return Hit(
            id_,
            document.kind,
            match.score,
            document.participant,
            document.role,
            document.position,
            match.more,
            book,
            thread,
            hit_snippets(message, question, match.marks, match.asked, fragments),
            document.links,
            document.sent,
            document.url,
            document.reactions,
        )

    def _face(self, document: Document) -> _Face:
        thread, book = document.thread, document.book
        code = [(span.start, span.end) for span in document.spans if span.kind == "code"]
        return _Face(
            self._books.find(book) or self._books.keep(book, book_of(document)),
            self._threads.find(thread) or self._threads.keep(thread, thread_of(document)),
            Source(document.text, code),
            partial(self._question, document),
        )

    def _question(self, document: Document) -> Source:
        thread = document.thread
        return self._questions.find(thread) or self._questions.keep(
            thread, Source(document.question, field="question")
        )


def book_of(document: Document) -> BookRef:
    """Return the book that a message belongs to."""
    return BookRef(
        document.book,
        document.title,
        document.authors,
        document.start,
        document.end,
        document.collection,
    )


def thread_of(document: Document) -> ThreadRef:
    """Return the thread that a message belongs to."""
    return ThreadRef(
        id=document.thread,
        number=document.number,
        question=document.question,
        asker=document.asker,
        messages=document.size,
    )

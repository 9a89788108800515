"""Threads in lists, those of a book, those like another one; and books by collection.

In: a book's or thread's id, books. Out: lines of threads, books. Never: guesses an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.analysis import analyze
from searchqa.errors import NotFoundError
from searchqa.query.nodes import Word
from searchqa.query.request import Filters, Request
from searchqa.query.shapes import words_of
from searchqa.results import ThreadLine
from searchqa.schema import MAX_LIMIT
from searchqa.search.hits import book_of, thread_of
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.engines.base import Searcher
    from searchqa.model import Book, Document

_SLIPS: Final = 4
# As much of an id as a sentence repeats.
_SHOWN: Final = 100
# A question's first words tell what it is about; all of a long one cost time and add noise.
_WORDS: Final = 24
# A thread is like another when it has this part of the score that the other one's own words get;
# below, it shares but a word or two.
_LIKE: Final = 0.3


def threads_of(
    searcher: Searcher, catalog: Mapping[str, Book], book: str
) -> tuple[ThreadLine, ...]:
    """Return a book's threads in the order of its file.

    Raises:
        NotFoundError: There is no such book.
    """
    if book not in catalog:
        near = nearest(book, catalog, _SLIPS)
        hint = f"Did you mean {near[0]}?" if near else "searchqa facets book lists them."
        raise NotFoundError(f'There is no book "{book[:_SHOWN]}".', hint, *near[:1])
    out: list[ThreadLine] = []
    while True:
        request = Request(
            filters=Filters(book=(book,)), offset=len(out), limit=MAX_LIMIT, facets=()
        )
        found = searcher.search(request)
        out += [_line(match.document) for match in found.matches]
        if not found.matches or len(out) >= found.total:
            return tuple(sorted(out, key=lambda line: line.thread.number))


def related_to(searcher: Searcher, thread_id: str, limit: int) -> tuple[ThreadLine, ...]:
    """Return other threads that a search for a thread's question finds, best first."""
    messages = searcher.thread(thread_id)
    if not messages:
        return ()
    analysis = analyze(messages[0].question)
    kept = zip(analysis.words, analysis.stops, strict=True)
    words = list(dict.fromkeys(word for word, stop in kept if not stop))[:_WORDS]
    if not words:
        return ()
    tree = words_of([Word(word) for word in words])
    answer = searcher.search(Request(tree=tree, limit=2 * limit + 2, facets=()))
    digest = thread_id.rpartition("/")[2]
    # The same question in a neighbouring book's file is no other one.
    enough = _LIKE * answer.matches[0].score if answer.matches else 0.0
    others = [
        _line(match.document)
        for match in answer.matches
        if match.document.thread.rpartition("/")[2] != digest and match.score >= enough
    ]
    return tuple(others[:limit])


def _line(document: Document) -> ThreadLine:
    return ThreadLine(thread_of(document), book_of(document), document.answered)


def kept_apart(books: Sequence[Book], first: Sequence[str]) -> dict[str, tuple[Book, ...]]:
    """Return books in their order by collection, some collections first, the others by name."""
    names = sorted({book.collection for book in books}, key=lambda name: (name not in first, name))
    return {name: tuple(b for b in books if b.collection == name) for name in names}

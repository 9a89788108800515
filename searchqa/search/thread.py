"""A whole conversation with its neighbours, by its id.

In: a thread's id. Out: a ``ThreadView``. Never: guesses; an id that isn't there
is an error that names the nearest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.errors import NotFoundError
from searchqa.model import Author, Book
from searchqa.query.request import Filters, Request
from searchqa.results import ThreadView
from searchqa.schema import MAX_LIMIT
from searchqa.search.hits import thread_of
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.engines.base import Searcher
    from searchqa.model import Document

_MESSAGE: Final = re.compile(r"\.\d+$")
_SLIPS: Final = 4


def view_thread(searcher: Searcher, catalog: Mapping[str, Book], thread_id: str) -> ThreadView:
    """Return a thread by its id or by the id of one of its messages.

    Raises:
        NotFoundError: There is none; the hint names the nearest.
    """
    wanted = _MESSAGE.sub("", thread_id.strip())
    messages = searcher.thread(wanted)
    if not messages:
        hint, near = _hint(searcher, catalog, wanted)
        raise NotFoundError(f'There is no thread "{wanted}".', hint, near)
    head = messages[0]
    numbers = {number: id_ for id_, number in _threads_of(searcher, head.book).items()}
    before = max((number for number in numbers if number < head.number), default=None)
    after = min((number for number in numbers if number > head.number), default=None)
    return ThreadView(
        thread=thread_of(head),
        book=catalog.get(head.book) or _book_of(head),
        messages=messages,
        also_in=_also_in(searcher, catalog, head),
        previous=None if before is None else numbers[before],
        next=None if after is None else numbers[after],
    )


def _threads_of(searcher: Searcher, book: str) -> dict[str, int]:
    """Return the number of each thread of a book by the thread's id."""
    request = Request(filters=Filters(book=(book,)), limit=MAX_LIMIT, facets=())
    matches = searcher.search(request).matches
    return {match.document.thread: match.document.number for match in matches}


def _also_in(
    searcher: Searcher, catalog: Mapping[str, Book], head: Document
) -> tuple[tuple[str, str], ...]:
    """Return the threads with the same question by the same person in other books' files."""
    digest = head.thread.rpartition("/")[2]
    others = ((f"{book.id}/{digest}", book.title) for book in catalog.values())
    return tuple(
        (id_, title) for id_, title in others if id_ != head.thread and searcher.thread(id_)
    )


def _hint(searcher: Searcher, catalog: Mapping[str, Book], wanted: str) -> tuple[str, str]:
    """Return what to do, and what was probably meant or ""."""
    book, slash, _ = wanted.rpartition("/")
    if slash and book in catalog:
        near = nearest(wanted, _threads_of(searcher, book), _SLIPS)
        if near:
            return f"Did you mean {near[0]}?", near[0]
        return f"Its book is here; list its threads: searchqa query --book {book}", ""
    books = nearest(book or wanted, catalog, _SLIPS)
    if books:
        return f"Did you mean the book {books[0]}? searchqa query --book {books[0]}", books[0]
    return "A hit shows its thread's id: searchqa query WORDS", ""


def _book_of(document: Document) -> Book:
    """Return what a message says of its book, should the catalog not know it."""
    return Book(
        id=document.book,
        title=document.title,
        description="",
        cover="",
        start=document.start,
        end=document.end,
        authors=tuple(Author("", name) for name in document.authors),
        links=(),
        threads=document.number,
        messages=document.size,
        collection=document.collection,
    )

"""Books as JSON (docs/api.schema.json, Books and Book).

In: books, their threads. Out: JSON text, a line a book or thread.
Never: asks whether a cover is there; the catalog says what the file said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchqa.model import iso_day
from searchqa.presenters.jsonout import member, members, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.model import Book
    from searchqa.results import ThreadLine


def render_books(books: Iterable[Book], generation: str) -> str:
    """Return all books, in the order given."""
    lines = [member("generation", generation), *members("books", map(book_shape, books))]
    return whole(lines)


def render_book(book: Book, threads: Iterable[ThreadLine], generation: str) -> str:
    """Return one book with its threads, in the order given."""
    shown = [{**one.thread.to_dict(), "answered": one.answered} for one in threads]
    lines = [
        member("generation", generation),
        member("book", book_shape(book)),
        *members("threads", shown),
    ]
    return whole(lines)


def book_shape(book: Book) -> dict[str, Any]:
    """Return the JSON shape of a book."""
    return {
        "id": book.id,
        "title": book.title,
        "authors": [{"name": author.name, "slug": author.slug} for author in book.authors],
        "start": iso_day(book.start),
        "end": iso_day(book.end),
        "description": book.description,
        "cover": book.cover,
        "links": [{"text": link.text, "url": link.url} for link in book.links],
        "threads": book.threads,
        "messages": book.messages,
        "collection": book.collection,
    }

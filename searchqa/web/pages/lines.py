"""Threads and books in lists, as templates draw them.

In: the catalog, lines of threads. Out: what a list shows. Never: searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from searchqa.model import Book

    HasCover = Callable[[Book], bool]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book, and whether it has a cover."""

    book: Book
    cover: bool


def newest_first(books: Iterable[Book], has_cover: HasCover) -> tuple[BookLine, ...]:
    """Return books by their week, the newest first."""
    ordered = sorted(books, key=lambda book: (book.start, book.id), reverse=True)
    return tuple(BookLine(book, has_cover(book)) for book in ordered)

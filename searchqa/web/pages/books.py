"""Pages of books: all of them, and one with its week.

In: an index. Out: what the templates draw. Never: guesses a book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchqa.web.pages.lines import newest_first

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.model import Book
    from searchqa.results import ThreadLine
    from searchqa.web.pages.lines import BookLine, HasCover


@dataclass(frozen=True, slots=True)
class BookView:
    """A book with its threads in the order of its week."""

    book: Book
    cover: bool
    threads: tuple[ThreadLine, ...]

    @property
    def unanswered(self) -> int:
        """How many threads no author of the book wrote in."""
        return sum(not line.answered for line in self.threads)


def books_view(index: Index, has_cover: HasCover) -> tuple[BookLine, ...]:
    """Return all books, newest first."""
    return newest_first(index.books.values(), has_cover)


def book_view(index: Index, book_id: str, has_cover: HasCover) -> BookView:
    """Return a book's page.

    Raises:
        NotFoundError: There is no such book.
    """
    threads = index.threads(book_id)
    book = index.books[book_id]
    return BookView(book, has_cover(book), threads)

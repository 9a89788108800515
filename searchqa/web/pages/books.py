"""The page of a book with its week.

In: an index, a book's id. Out: what the template draws. Never: guesses a book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.model import Book
    from searchqa.results import ThreadLine


@dataclass(frozen=True, slots=True)
class BookView:
    """A book with its threads in the order of its week."""

    book: Book
    threads: tuple[ThreadLine, ...]

    @property
    def unanswered(self) -> int:
        """How many threads no author of the book wrote in."""
        return sum(not line.answered for line in self.threads)


def book_view(index: Index, book_id: str) -> BookView:
    """Return a book's page.

    Raises:
        NotFoundError: There is no such book.
    """
    return BookView(threads=index.threads(book_id), book=index.books[book_id])

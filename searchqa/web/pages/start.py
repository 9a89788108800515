"""The start page: what there is and how one might begin.

In: an index. Out: what the template draws. Never: an empty field in a desert.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.engines.base import Statistics
    from searchqa.model import Book

_WEEKS: Final = 8
_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True)
class StartView:
    """Counts, the newest weeks that have threads, searches to try.

    ``books`` counts those of the collections that a search looks in, ``others``
    are the other collections with how many they have.
    """

    statistics: Statistics
    books: int
    others: tuple[tuple[str, int], ...]
    answers: int
    newest: tuple[Book, ...]
    examples: tuple[str, ...]
    empty: bool


def start_view(index: Index) -> StartView:
    """Return what the start page shows."""
    statistics = index.statistics()
    kinds = {bucket.value: bucket.count for bucket in index.facet("kind")}
    shown = {
        name: [book for book in books if book.threads]
        for name, books in index.by_collection().items()
    }
    usual = index.narrowed or tuple(shown)
    books = [book for book in index.newest_books() if book.collection in usual]
    asked = [book for book in books if book.threads]
    return StartView(
        statistics=statistics,
        books=len(books),
        others=tuple(
            (name, len(books)) for name, books in shown.items() if books and name not in usual
        ),
        answers=kinds.get("answer", 0),
        newest=tuple(asked[:_WEEKS]),
        examples=index.examples(_EXAMPLES),
        empty=not statistics.messages,
    )

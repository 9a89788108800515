"""The start page: what there is and how one might begin.

In: an index. Out: what the template draws. Never: an empty field in a desert.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.presenters.nouns import books_counted, kinds, threads_counted

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.model import Book

_WEEKS: Final = 8
_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True)
class StartView:
    """Counts, the newest weeks that have threads, searches to try.

    ``counts`` tells how many books and threads there are, ``answering`` and ``somebody``
    who answers, ``heading`` what the newest are. All this is of the collections that a
    search looks in; ``others`` are the other collections with how many books they have.
    """

    counts: str
    answering: str
    somebody: str
    heading: str
    others: tuple[tuple[str, int], ...]
    answers: int
    newest: tuple[Book, ...]
    examples: tuple[str, ...]
    empty: bool


def start_view(index: Index) -> StartView:
    """Return what the start page shows."""
    statistics = index.statistics()
    shown = {
        name: [book for book in books if book.threads]
        for name, books in index.by_collection().items()
    }
    usual = index.narrowed or tuple(shown)
    books = [book for book in index.newest_books() if book.collection in usual]
    asked = [book for book in books if book.threads]
    words = kinds(name for name in shown if name in usual)
    held = [(book.collection, 1) for book in books]
    threads = [(book.collection, book.threads) for book in books]
    return StartView(
        counts=f"{books_counted(held)}, {threads_counted(threads)}",
        answering=" and ".join(f"{one.author}s" for one in words),
        somebody=" or ".join(one.somebody for one in words),
        heading=words[0].newest if len(words) == 1 else "Newest",
        others=tuple(
            (name, len(books)) for name, books in shown.items() if books and name not in usual
        ),
        # Of the same collections: a search that names none looks there.
        answers=index.search(kind="answer", group="none", limit=0, facets=()).total,
        newest=tuple(asked[:_WEEKS]),
        examples=index.examples(_EXAMPLES),
        empty=not statistics.messages,
    )

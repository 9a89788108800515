"""/api/books: the catalog, and each book with its threads.

In: a book's id. Out: JSON. Never: guesses which book was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.errors import NotFoundError
from searchqa.presenters.bookjson import render_book, render_books
from searchqa.schema import MAX_LIMIT
from searchqa.text.distance import nearest
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import Nothing
from searchqa.web.caching import unchanged
from searchqa.web.site import site_of

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.model import Book
    from searchqa.results import ThreadRef

router = APIRouter()
_SLIPS = 4
_ID = Path(description="A book's id, e.g. the `book.id` of a hit.")


@router.get("/api/books", **told("All books, newest first.", "Books"))
async def books(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """Return the catalog."""
    held = unchanged(request)
    if held is not None:
        return held

    def all_books(index: Index) -> tuple[str, str]:
        return render_books(newest(index), index.generation), index.generation

    return json_of(request, *await site_of(request).ask(all_books))


@router.get("/api/books/{id:path}", **told("One book with its threads.", "BookThreads"))
async def book(
    request: Request,
    id: Annotated[str, _ID],  # noqa: A002 (its name in the address)
    _: Annotated[Nothing, Query()],
) -> Response:
    """Return a book and what was asked about it."""
    held = unchanged(request)
    if held is not None:
        return held

    def one(index: Index) -> tuple[str, str]:
        found = _book(index, id)
        threads = threads_of(index, found)
        unanswered = {each.id for each in threads_of(index, found, "is:unanswered")}
        return render_book(found, threads, unanswered, index.generation), index.generation

    return json_of(request, *await site_of(request).ask(one))


def newest(index: Index) -> list[Book]:
    """Return all books, newest first, then by id."""
    return sorted(index.books.values(), key=lambda one: (-one.start.toordinal(), one.id))


def threads_of(index: Index, book: Book, text: str = "") -> list[ThreadRef]:
    """Return a book's threads that a query finds, in the order of the file."""
    found: list[ThreadRef] = []
    # A book without messages is no value of a filter: the search would leave it out, and say so.
    while book.threads:
        answer = index.search(
            text, book=book.id, offset=len(found), limit=MAX_LIMIT, facets=(), fragments=0
        )
        found += [hit.thread for hit in answer.hits]
        if len(found) >= answer.total or not answer.hits:
            break
    return sorted(found, key=lambda thread: thread.number)


def _book(index: Index, book_id: str) -> Book:
    found = index.books.get(book_id)
    if found is None:
        near = nearest(book_id, index.books, _SLIPS)
        hint = f"Did you mean {near[0]}?" if near else "/api/books lists the books."
        raise NotFoundError(f'There is no book "{book_id[:100]}".', hint)
    return found

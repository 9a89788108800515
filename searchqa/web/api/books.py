"""/api/books: the catalog, and each book with its threads.

In: a book's id. Out: JSON. Never: guesses which book was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.presenters.bookjson import render_book, render_books
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import Nothing
from searchqa.web.caching import answered

if TYPE_CHECKING:
    from searchqa.app import Index

router = APIRouter()
_ID = Path(description="A book's id, e.g. the `book.id` of a hit.")


@router.get("/api/books", **told("All books, newest first.", "Books"))
async def books(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """Return the catalog."""

    def all_books(index: Index) -> Response:
        return json_of(render_books(index.newest_books(), index.generation))

    return await answered(request, all_books)


@router.get("/api/books/{id:path}", **told("One book with its threads.", "BookThreads"))
async def book(
    request: Request,
    id: Annotated[str, _ID],  # noqa: A002 (its name in the address)
    _: Annotated[Nothing, Query()],
) -> Response:
    """Return a book and what was asked about it."""

    def one(index: Index) -> Response:
        threads = index.threads(id)
        return json_of(render_book(index.books[id], threads, index.generation))

    return await answered(request, one)

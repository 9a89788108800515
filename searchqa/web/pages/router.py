"""The pages' addresses.

In: requests. Out: pages, cached by generation. Never: shapes an answer itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from searchqa.errors import NotFoundError
from searchqa.schema import QUERY_FIELDS
from searchqa.web.caching import answered
from searchqa.web.pages.books import book_view
from searchqa.web.pages.conversation import conversation
from searchqa.web.pages.people import author_view, participant_view
from searchqa.web.pages.reference import endpoints
from searchqa.web.pages.results import found
from searchqa.web.pages.start import start_view
from searchqa.web.pages.state import State, facet_names
from searchqa.web.pages.templates import page
from searchqa.web.site import root_of, site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from searchqa.app import Index

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(request: Request) -> Response:
    """The newest weeks, searches to try, how much there is."""
    return await _shown(request, "start.html", lambda index: {"view": start_view(index)})


@router.get("/search")
async def results(request: Request) -> Response:
    """Results, facets and all, as the address says."""
    return await _results(request, "search.html")


@router.get("/part/search")
async def part(request: Request) -> Response:
    """The part of a results page that the script puts in place of the one before."""
    return await _results(request, "found.html")


@router.get("/threads/{thread:path}")
async def thread(request: Request, thread: str) -> Response:
    """A whole conversation; a message's id leads to its place there."""
    book, _, name = thread.partition("/")
    digest, dot, position = name.partition(".")
    if dot and position.isdecimal():
        kept = f"?{request.url.query}" if request.url.query else ""
        target = request.url.path.removesuffix(f".{position}")
        return RedirectResponse(f"{target}{kept}#m{int(position[:6])}", 301)
    state = State.read(request.query_params.multi_items())
    root, thread_id = root_of(request), f"{book}/{digest}"

    def view(index: Index) -> Mapping[str, Any]:
        return {"view": conversation(index, thread_id, state, root), "state": state}

    return await _shown(request, "thread.html", view)


@router.get("/books")
async def books(request: Request) -> Response:
    """All books, newest first."""
    return await _shown(request, "books.html", lambda index: {"view": index.by_collection()})


@router.get("/books/{book}")
async def book(request: Request, book: str) -> Response:
    """A book with its week's threads."""
    return await _shown(request, "book.html", lambda index: {"view": book_view(index, book)})


@router.get("/authors/{name:path}")
async def author(request: Request, name: str) -> Response:
    """An author's books and answers."""
    root = root_of(request)
    return await _shown(
        request, "author.html", lambda index: {"view": author_view(index, name, root)}
    )


@router.get("/participants/{key:path}")
async def participant(request: Request, key: str) -> Response:
    """What somebody asked and answered."""
    root = root_of(request)
    return await _shown(
        request, "participant.html", lambda index: {"view": participant_view(index, key, root)}
    )


@router.get("/help")
async def help_(request: Request) -> Response:
    """How to search, and the keys."""
    return page(request, "help.html", fields=QUERY_FIELDS)


@router.get("/api")
async def reference(request: Request) -> Response:
    """The API, for people who want to use it."""
    return page(request, "api.html", view=endpoints(request.app.openapi()))


@router.get("/covers/{book}")
async def cover(request: Request, book: str) -> Response:
    """The picture of a book."""
    site = site_of(request)

    def read(index: Index) -> Response:
        known = index.books.get(book)
        picture = site.covers.get(known) if known else None
        if picture is None:
            raise NotFoundError("there is no cover here", "its book's page has the rest")
        kept = {"cache-control": "public, max-age=86400"}
        return Response(picture.content, headers=kept, media_type=picture.media_type)

    return await site.ask(read)


async def _results(request: Request, template: str) -> Response:
    state = State.read(request.query_params.multi_items())
    site, root = site_of(request), root_of(request)

    def view(index: Index) -> Mapping[str, Any]:
        answer = index.search(state.text, **state.asked, facets=facet_names(state))
        site.metrics.searched("page", answer)
        return {"view": found(state, answer, root, index.books, index.collections), "state": state}

    return await _shown(request, template, view)


async def _shown(
    request: Request, template: str, view: Callable[[Index], Mapping[str, Any]]
) -> Response:
    """Return the page of what a generation says, or that it hasn't changed."""
    # Written in the thread as well: the loop goes on meanwhile.
    return await answered(request, lambda index: page(request, template, **view(index)))

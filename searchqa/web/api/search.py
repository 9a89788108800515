"""/api/search: the terminal's ``--format json`` over HTTP.

In: parameters. Out: the contract's bytes. Never: makes other JSON than the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.presenters.jsonout import render
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import SearchParams
from searchqa.web.caching import answered
from searchqa.web.site import site_of

if TYPE_CHECKING:
    from searchqa.app import Index

router = APIRouter()


@router.get("/api/search", **told("Search; without words, browse the newest.", "Results"))
async def search(request: Request, params: Annotated[SearchParams, Query()]) -> Response:
    """Return hits, facets and what was odd in the query."""
    site = site_of(request)

    def answer(index: Index) -> Response:
        results = index.search(params.q, **params.chosen())
        site.metrics.searched("api", results)
        # Written where it was found: on another core it would have to be fetched again.
        return json_of(render(results))

    return await answered(request, answer)

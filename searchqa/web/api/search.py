"""/api/search: the terminal's ``--format json`` over HTTP.

In: parameters. Out: the contract's bytes. Never: makes other JSON than the terminal.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.presenters.jsonout import render
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import SearchParams
from searchqa.web.caching import unchanged
from searchqa.web.site import site_of

router = APIRouter()


@router.get("/api/search", **told("Search; without words, browse the newest.", "Results"))
async def search(request: Request, params: Annotated[SearchParams, Query()]) -> Response:
    """Return hits, facets and what was odd in the query."""
    held = unchanged(request)
    if held is not None:
        return held
    results = await site_of(request).search("api", params.q, **params.chosen())
    return json_of(request, render(results), results.generation)

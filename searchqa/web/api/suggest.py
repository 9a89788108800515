"""/api/suggest: what a half-typed query may become.

In: what was typed. Out: JSON, ours or OpenSearch's. Never: searches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.presenters.valuesjson import render_opensearch, render_suggestions
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import SuggestParams
from searchqa.web.caching import answered

if TYPE_CHECKING:
    from searchqa.app import Index

router = APIRouter()
OPENSEARCH: Final = "application/x-suggestions+json"
_ARRAY: Final[dict[str, Any]] = {
    "type": "array",
    "description": "What was typed, and the completions.",
    "minItems": 2,
    "maxItems": 2,
}


@router.get(
    "/api/suggest", **told("Completions as one types.", "Suggestions", {OPENSEARCH: _ARRAY})
)
async def suggest(request: Request, params: Annotated[SuggestParams, Query()]) -> Response:
    """Return whole queries that the typed one may become."""

    def completed(index: Index) -> Response:
        found = index.suggest(params.q, params.limit)
        if params.format == "opensearch":
            return json_of(render_opensearch(params.q, found), OPENSEARCH)
        return json_of(render_suggestions(params.q, found, index.generation))

    return await answered(request, completed)

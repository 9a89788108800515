"""/api/facets/{field}: all values of one facet, to be looked through.

In: a facet, parameters. Out: JSON. Never: counts otherwise than /api/search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.errors import NotFoundError
from searchqa.presenters.valuesjson import render_values
from searchqa.schema import FACETS
from searchqa.search.names import matching
from searchqa.text.distance import nearest
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import FacetParams
from searchqa.web.caching import answered
from searchqa.web.site import site_of

if TYPE_CHECKING:
    from searchqa.app import Index

router = APIRouter()
_FIELD = Path(description="A facet.", json_schema_extra={"enum": list(FACETS)})


@router.get("/api/facets/{field}", **told("One facet's values, most first.", "FacetValues"))
async def facet(
    request: Request, field: Annotated[str, _FIELD], params: Annotated[FacetParams, Query()]
) -> Response:
    """Return the values of a facet, counted as a search counts them."""
    if field not in FACETS:
        raise _unknown(field)
    chosen = {**params.chosen(), "limit": 0, "facets": (field,)}
    site = site_of(request)

    def answer(index: Index) -> Response:
        results = index.search(params.q, **chosen)
        site.metrics.searched("facets", results)
        values = matching(results.facets[field], params.match)
        return json_of(render_values(results, field, values[: params.limit], len(values)))

    return await answered(request, answer)


def _unknown(field: str) -> NotFoundError:
    near = nearest(field[:100], FACETS)
    hint = f"Did you mean {near[0]}?" if near else f"The facets are {', '.join(FACETS)}."
    return NotFoundError(f'There is no facet "{field[:100]}".', hint)

"""What the one who runs the server asks: alive, ready, how much.

In: the site. Out: /healthz, /readyz, /metrics, the assets. Never: says ready without an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from searchqa.version import __version__
from searchqa.web.metrics import MEDIA_TYPE
from searchqa.web.site import site_of
from searchqa.web.standing import described, well

if TYPE_CHECKING:
    from searchqa.app import Index

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz(request: Request) -> Response:
    """Say that the process is alive, how the index stands, and how it is kept up to date.

    The status is 200 whatever is said: to start the process again mends none of it.
    """
    site = site_of(request)
    live, status = site.live, site.standing.status
    generation, created = live.published()
    said: dict[str, Any] = {"status": "ok", "version": __version__}
    said |= {"generation": generation or None, "published": created or None}
    if live.trouble is not None:
        said |= {"status": "degraded", "problem": type(live.trouble).__name__}
    elif not well(status):
        said |= {"status": "degraded", "problem": "reindex"}
    elif not generation:
        said |= {"status": "no index yet"}
    said |= {"reindex": described(status)}
    return JSONResponse(said, headers={"cache-control": "no-store"})


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """Say whether a search would be answered now, by asking one."""

    def ready(index: Index) -> str:
        index.search("", limit=1, facets=())
        return index.generation

    generation = await site_of(request).ask(ready)
    said = {"status": "ready", "generation": generation}
    return JSONResponse(said, headers={"cache-control": "no-store"})


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return the counts in Prometheus's text format."""
    site = site_of(request)
    headers = {"cache-control": "no-store", "content-type": MEDIA_TYPE}
    return Response(site.metrics.text(site.live), headers=headers)


@router.get("/static/{name}")
async def asset(request: Request, name: str) -> Response:
    """Return the script, the stylesheet or the icon; its name changes with its content."""
    found = site_of(request).assets.get(name)
    if found is None:
        raise HTTPException(404)
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.content, headers=kept, media_type=found.media_type)

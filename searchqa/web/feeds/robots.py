"""/robots.txt: what crawlers may read (RFC 9309).

In: the site. Out: a few lines. Never: hides a book or a thread.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from searchqa.web.site import base_of, root_of

router = APIRouter()
# Without end: each filter and each page of results would be another address.
_ENDLESS: Final = ("/search", "/api/", "/feed.atom")


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Return what crawlers are asked to leave alone."""
    root = root_of(request)
    kept = [f"Disallow: {root}{path}" for path in _ENDLESS]
    lines = [
        "User-agent: *",
        f"Allow: {root}/",
        *kept,
        "",
        f"Sitemap: {base_of(request)}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join((*lines, "")), headers={"cache-control": "max-age=3600"})

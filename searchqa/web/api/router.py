"""The API's routes, under /api.

In: the endpoints. Out: one router. Never: does an endpoint's work.
"""

from __future__ import annotations

from fastapi import APIRouter

from searchqa.web.api import books, export, facets, search, suggest, threads

# Without a prefix: requests are counted by the path that a route has of its own.
router = APIRouter(tags=["api"])
for part in (search, threads, books, facets, suggest, export):
    router.include_router(part.router)

"""What readers of feeds, browsers' search boxes and crawlers ask for.

In: the endpoints. Out: one router. Never: does an endpoint's work.
"""

from __future__ import annotations

from fastapi import APIRouter

from searchqa.web.feeds import atom, description, robots, sitemap

# The API's document describes JSON; these have specifications of their own.
router = APIRouter(include_in_schema=False)
for part in (atom, description, sitemap, robots):
    router.include_router(part.router)

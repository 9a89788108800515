"""The application: routes behind their guards.

In: settings. Out: an ASGI application. Never: does a route's work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from searchqa.errors import SearchqaError
from searchqa.version import __version__
from searchqa.web import hooks, operations
from searchqa.web.api import router as api
from searchqa.web.api.openapi import Described
from searchqa.web.failures import on_failure
from searchqa.web.feeds import router as feeds
from searchqa.web.headers import SafeHeaders
from searchqa.web.heads import Heads
from searchqa.web.limits import Limits
from searchqa.web.observe import Observe
from searchqa.web.pages import router as pages
from searchqa.web.site import Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from searchqa.web.settings import Settings

_GZIP_FROM: Final = 1_000
# An answer is an eighth larger than at level 4, and takes a third of the time.
_GZIP_LEVEL: Final = 1


def make_app(settings: Settings) -> FastAPI:
    """Return the application that serves an index."""
    site = Site(settings)
    app = Described(
        title=settings.server.title,
        summary="Full-text search over author Q&A transcripts.",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        # A redirect would be made from a Host header that anybody may write.
        redirect_slashes=False,
        lifespan=site.running,
        middleware=_guards(site),
    )
    app.state.site = site
    app.include_router(operations.router)
    app.include_router(api.router)
    app.include_router(hooks.router)
    app.include_router(feeds.router)
    app.include_router(pages.router)
    for kind in (SearchqaError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, on_failure)
    return app


def _guards(site: Site) -> Sequence[Middleware]:
    """Return what every request passes, outermost first."""
    cors = site.settings.server.cors
    guards = [
        # Outside even of what answers when nothing else could.
        Middleware(SafeHeaders, shared=bool(cors)),
        Middleware(Observe, site=site),
        Middleware(Heads),
        Middleware(Limits),
        Middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL),
    ]
    if cors:
        allowed = Middleware(CORSMiddleware, allow_origins=list(cors), allow_methods=["GET"])
        guards.append(allowed)
    return guards

"""Each request seen from outside: one line in the log, one count, no traceback.

In: requests and responses as they pass. Out: log lines, counts, a 500 for what
nobody foresaw. Never: logs what somebody searched for unless it was asked to.
"""

from __future__ import annotations

import logging
import traceback
from time import perf_counter
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from searchqa.presenters.wording import milliseconds
from searchqa.web.failures import on_failure
from searchqa.web.problems import problem_of

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from searchqa.web.site import Site

_LOG: Final = logging.getLogger("searchqa.web")
# What asks all the time and tells nothing.
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})


class Observe:
    """ASGI middleware, the outermost one."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:  # noqa: BLE001 (the last resort: people see a sentence)
            _LOG.error("%s %s: %s", scope["method"], _path(scope), place_of(error))
            # Where a part is out already, the server ends the connection: it isn't the whole.
            if not status:
                response = await _last_resort(Request(scope), error)
                await response(scope, receive, noting)
        finally:
            self._note(scope, status, perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._site.metrics.requested(route, status, seconds)
        if scope["path"].removeprefix(scope.get("root_path", "")) in _QUIET:
            return
        client = scope.get("client")
        asked = ""
        if self._site.settings.server.log_queries and scope["query_string"]:
            asked = "?" + _printable(scope["query_string"].decode("latin-1"))
        _LOG.info(
            "%s %s%s %s %s %s",
            scope["method"],
            _path(scope),
            asked,
            status,
            milliseconds(seconds * 1000),
            client[0] if client else "-",
        )


async def _last_resort(request: Request, error: Exception) -> Response:
    try:
        return await on_failure(request, error)
    except Exception as another:  # noqa: BLE001 (the page for failures failed)
        _LOG.error("%s", place_of(another))
        return problem_of(error).response()


def place_of(error: Exception) -> str:
    """Return an error and where it happened, in one line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return _printable(f"{type(error).__name__}: {error}") + place


def _path(scope: Scope) -> str:
    return _printable(str(scope["path"]))


def _printable(text: str) -> str:
    """Return a text that stays in its line, whoever made it up."""
    return "".join(char if char.isprintable() else "�" for char in text[:500])

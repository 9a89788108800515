"""Bounds on what a stranger may send, before anything reads it.

In: requests. Out: the same with an address in ASCII, or a 4xx that says which bound
it is over. Never: reads a body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import Request

from searchqa.web.failures import answer_of
from searchqa.web.problems import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

MAX_ADDRESS: Final = 8_192
MAX_BODY: Final = 16_384
# The one address that takes a body, and how large a one.
HOOK: Final = "/hooks/reindex"
MAX_HOOK_BODY: Final = 1_000_000
MAX_VALUES: Final = 200


class Limits:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if it is within bounds."""
        if scope["type"] == "http":
            problem = _problem(scope)
            if problem is not None:
                # The page says what was wrong; it doesn't repeat it.
                request = Request({**scope, "query_string": b""})
                await answer_of(request, problem)(scope, receive, send)
                return
            # Some clients quote nothing, and whoever reads an address refuses what isn't UTF-8.
            scope["query_string"] = _quoted(scope["query_string"])
        await self._app(scope, receive, send)


def _problem(scope: Scope) -> Problem | None:
    query: bytes = scope["query_string"]
    if len(scope.get("raw_path") or b"") + len(query) > MAX_ADDRESS:
        message = f"The address is longer than {MAX_ADDRESS:,} characters."
        return Problem(414, message, "Ask for less at once.")
    if query.count(b"&") >= MAX_VALUES:
        return Problem(
            400, f"There are more than {MAX_VALUES} parameters.", "Ask for less at once."
        )
    length = Headers(scope=scope).get("content-length", "0")
    hint = "Nothing here takes a body."
    most = MAX_BODY
    if scope["path"].removeprefix(scope.get("root_path", "")) == HOOK:
        hint, most = "", MAX_HOOK_BODY
    if not length.isdecimal():
        return Problem(400, "The body's length is no number.", hint)
    if len(length) > 18 or int(length) > most:
        message = f"The body is larger than {most:,} bytes."
        hint = hint and "Nothing here takes one."
        return Problem(413, message, hint, {"connection": "close"})
    return None


def _quoted(query: bytes) -> bytes:
    """Return a query in which each byte outside ASCII is quoted."""
    if query.isascii():
        return query
    return b"".join(b"%%%02X" % byte if byte > 127 else bytes((byte,)) for byte in query)

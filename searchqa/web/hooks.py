"""/hooks/reindex: whoever holds the secret may ask for a run.

In: a signed body. Out: a request for whoever reindexes. Never: reindexes, reads what the body
says before its signature is right, or tells what was wrong with one.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from searchqa.indexing.lock import is_kept
from searchqa.indexing.status import ask_for_run
from searchqa.presenters.jsonout import line
from searchqa.web.failures import answer_of
from searchqa.web.limits import HOOK, MAX_HOOK_BODY
from searchqa.web.problems import Problem
from searchqa.web.site import site_of

if TYPE_CHECKING:
    from pathlib import Path

router = APIRouter(tags=["hooks"])
_LOG: Final = logging.getLogger("searchqa.web")
_FRESH: Final = {"cache-control": "no-store"}
_CLOSE: Final = {"connection": "close"}
# A body that hasn't come by then doesn't.
_PATIENCE_SECONDS: Final = 10
_SIGNATURE: Final = "x-hub-signature-256"
_EVENT: Final = "x-github-event"
_BEGINS: Final = "sha256="
_NOW: Final = "The sources are looked at now."
_LATER: Final = "Nobody reindexes at the moment; the next `searchqa reindex` looks at the sources."
_TEXT: Final = {"type": "string"}
_DOCUMENTED: Final[dict[str, Any]] = {
    "summary": "Ask for the sources to be looked at; for GitHub's webhooks and the like.",
    "responses": {
        200: {
            "description": "The answer to a ping.",
            "content": {"text/plain": {"schema": _TEXT}},
        },
        202: {
            "description": "It was asked for; asking again before it begins changes nothing.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}},
        },
    },
    "openapi_extra": {
        "parameters": [
            {
                "name": "X-Hub-Signature-256",
                "in": "header",
                "description": "sha256= and the HMAC-SHA256 of the body in hex, by the secret.",
                "required": True,
                "schema": {"type": "string", "pattern": "^sha256=[0-9a-f]{64}$"},
            },
            {
                "name": "X-GitHub-Event",
                "in": "header",
                "description": "ping only asks whether the signature is right.",
                "schema": _TEXT,
            },
        ],
        "requestBody": {
            "description": "Whatever was signed, up to 1 MB; nothing in it is read.",
            "content": {"application/json": {"schema": {}}},
        },
    },
}


@router.post(HOOK, response_class=Response, **_DOCUMENTED)
async def reindex(request: Request) -> Response:
    """Ask for a run if whoever calls knows the secret."""
    site = site_of(request)
    secret = site.settings.server.hook_secret
    if not secret:
        raise HTTPException(404)
    try:
        body = await asyncio.wait_for(_body(request), _PATIENCE_SECONDS)
    except (asyncio.TimeoutError, ClientDisconnect):
        return answer_of(request, Problem(408, "The body didn't come.", "", _CLOSE))
    if body is None:
        message = f"The body is larger than {MAX_HOOK_BODY:,} bytes."
        return answer_of(request, Problem(413, message, "", _CLOSE))
    if not signed(body, request.headers.get(_SIGNATURE, ""), secret):
        problem = Problem(403, "The call isn't signed as it has to be.", "See docs/reindexing.md.")
        return answer_of(request, problem)
    if request.headers.get(_EVENT, "") == "ping":
        return Response("pong", headers=_FRESH, media_type="text/plain")
    try:
        kept = await asyncio.to_thread(_ask, site.settings.index)
    except OSError as error:
        _LOG.error("a run was asked for and can't be noted: %s", error)
        return answer_of(request, Problem(503, "The request can't be noted.", "Try again later."))
    said = {"status": "asked", "next": _NOW if kept else _LATER}
    return Response(line(said).encode(), 202, _FRESH, media_type="application/json")


def signed(body: bytes, given: str, secret: str) -> bool:
    """Say whether a signature is that of a body.

    As GitHub signs: docs.github.com, "Validating webhook deliveries".

    Args:
        body: The bytes as they came.
        given: ``sha256=`` and 64 hexadecimal digits.
        secret: What both sides know.
    """
    right = _BEGINS + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    # In a time that doesn't tell how much of it was right; bytes, since a header may have any.
    return hmac.compare_digest(right.encode(), given.encode("utf-8", "replace"))


async def _body(request: Request) -> bytes | None:
    """Return the body, None when it is larger than it may be: some tell no length before."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_HOOK_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _ask(index: Path) -> bool:
    """Leave a request; say whether somebody is there who looks for it."""
    ask_for_run(index)
    return is_kept(index)

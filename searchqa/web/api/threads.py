"""/api/threads/{id}: a whole conversation.

In: a thread's or message's id. Out: JSON. Never: guesses which thread was meant.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from searchqa.presenters.threadjson import render
from searchqa.web.api.answers import json_of, told
from searchqa.web.api.params import Nothing
from searchqa.web.caching import answered

router = APIRouter()
_ID = Path(description="A thread's id, or the id of one of its messages.")


@router.get("/api/threads/{id:path}", **told("A whole conversation.", "Thread"))
async def thread(
    request: Request,
    id: Annotated[str, _ID],  # noqa: A002 (its name in the address)
    _: Annotated[Nothing, Query()],
) -> Response:
    """Return a thread with its book, its messages and its neighbours."""
    return await answered(
        request, lambda index: json_of(render(index.thread(id), index.generation))
    )

"""/api/export: a whole result, page by page from one generation.

In: parameters. Out: lines of JSON or a table, streamed. Never: mixes
generations, or holds one longer than somebody reads.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from searchqa.presenters import csvout, jsonl
from searchqa.schema import MAX_LIMIT
from searchqa.web.api.answers import told
from searchqa.web.api.params import ExportParams
from searchqa.web.caching import cached, unchanged
from searchqa.web.desk import BUSY_SECONDS, BusyError
from searchqa.web.site import site_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from searchqa.app import Index
    from searchqa.results import Results
    from searchqa.web.site import Site

router = APIRouter()
_TYPES: Final = {"jsonl": "application/jsonl", "csv": "text/csv"}
_TRIES: Final = 30
_TEXT: Final = {"type": "string"}


@router.get("/api/export", **told("The whole result.", "", dict.fromkeys(_TYPES.values(), _TEXT)))
async def export(request: Request, params: Annotated[ExportParams, Query()]) -> Response:
    """Return every hit; csv has a header line."""
    held = unchanged(request)
    if held is not None:
        return held
    with ExitStack() as stack:
        index = stack.enter_context(site_of(request).live.lease())
        pages = _pages(site_of(request), index, params)
        # What can't be answered is known before the first byte goes out.
        first = await anext(pages)
        leased = stack.pop_all()
    response = _Leased(_joined(first, pages), leased, _TYPES[params.format])
    response.headers["content-disposition"] = f'attachment; filename="searchqa.{params.format}"'
    return cached(request, response, index.generation)


class _Leased(StreamingResponse):
    """A stream that lets go of its index when it ends, however it ends."""

    def __init__(self, pages: AsyncIterator[str], leased: ExitStack, media_type: str) -> None:
        super().__init__(pages, media_type=media_type)
        self._leased = leased

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._leased:
            await super().__call__(scope, receive, send)


async def _joined(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for page in rest:
        yield page


async def _pages(site: Site, index: Index, params: ExportParams) -> AsyncIterator[str]:
    """Yield the result's pages as text, at least one."""
    done = 0
    while True:
        results, text = await _page(site, index, params, done)
        if not done:
            site.metrics.searched("export", results)
        yield text
        done += len(results.hits)
        if done >= results.total or not results.hits:
            return


async def _page(site: Site, index: Index, params: ExportParams, offset: int) -> tuple[Results, str]:
    def answer(_: Index) -> tuple[Results, str]:
        # Of the index that the export began with, whichever answers by now.
        chosen = {**params.chosen(), "offset": offset, "limit": MAX_LIMIT, "facets": ()}
        results = index.search(params.q, **chosen)
        return results, _text(params.format, results, begun=offset > 0)

    for _ in range(_TRIES if offset else 1):
        try:
            return await site.ask(answer)
        except BusyError as error:  # noqa: PERF203 (once a second)
            busy = error
            # Half a file is no use to anybody; whoever began waits his turn.
            await asyncio.sleep(BUSY_SECONDS if offset else 0)
    raise busy


def _text(form: str, results: Results, *, begun: bool) -> str:
    if form == "jsonl":
        return jsonl.render(results)
    return csvout.rows(results) if begun else csvout.render(results)

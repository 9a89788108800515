"""What every route works with: the index, the desk, how it stands, the counts.

In: settings. Out: one ``Site`` for each process. Never: knows a route.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import re
from typing import TYPE_CHECKING, Final, TypeVar

from searchqa.web.assets import Assets
from searchqa.web.covers import Covers
from searchqa.web.desk import Desk
from searchqa.web.live import Live
from searchqa.web.metrics import Metrics
from searchqa.web.standing import Standing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.applications import Starlette
    from starlette.requests import Request

    from searchqa.app import Index
    from searchqa.web.settings import Settings

_Answer = TypeVar("_Answer")

# How often a new generation is looked for: one look at one file.
_FOLLOW_SECONDS: Final = 0.5
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class Site:
    """One process's view of what is served."""

    def __init__(self, settings: Settings) -> None:
        server = settings.server
        self.settings = settings
        self.live = Live(settings.index)
        self.desk = Desk(self.live, server.concurrency, server.waiting, server.timeout)
        self.standing = Standing(settings.index)
        self.metrics = Metrics(self.standing)
        self.assets = Assets()
        self.covers = Covers(settings.folders)

    async def ask(self, question: Callable[[Index], _Answer]) -> _Answer:
        """Return what the index that answers now says (see ``Desk.ask``)."""
        return await self.desk.ask(question)

    @contextlib.asynccontextmanager
    async def running(self, _: Starlette) -> AsyncIterator[None]:
        """Follow the index as long as the server runs."""
        await asyncio.to_thread(self.live.follow)
        # What is there now stays for good: going through it again and again for what has become
        # unreachable would hold up an answer by 60 ms now and then.
        gc.collect()
        gc.freeze()
        following = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following
            self.desk.close()
            self.live.close()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            await asyncio.to_thread(self.live.follow)


def site_of(request: Request) -> Site:
    """Return the site that a request came to."""
    site: Site = request.app.state.site
    return site


def root_of(request: Request) -> str:
    """Return what stands before each of our paths, e.g. ``/qa`` or ""."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def is_start(request: Request) -> bool:
    """Say whether the start page is asked."""
    return str(request.scope["path"]).removeprefix(root_of(request)) == "/"


def base_of(request: Request) -> str:
    """Return the public address of the start page, without a slash at its end."""
    configured = site_of(request).settings.server.url
    if configured:
        return configured
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        # Whoever sends another kind of host gets the address he came to.
        name, port = request.scope.get("server") or ("127.0.0.1", None)
        host = f"{name}:{port}" if port and _HOST.fullmatch(f"{name}:{port}") else "localhost"
    return f"{request.scope['scheme']}://{host}{root_of(request)}"

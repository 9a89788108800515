"""One process's server: uvicorn around the application.

In: settings, a listening socket. Out: answers, until a signal. Never: binds an
address, or leaves an open request without its answer for want of patience.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from starlette.routing import Match

from searchqa.errors import SearchqaError
from searchqa.web.application import make_app
from searchqa.web.connection import connection_class
from searchqa.web.under import Under

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from types import FrameType

    from fastapi import FastAPI

    from searchqa.web.settings import Settings

# How long open requests are waited for at the end.
GRACE_SECONDS: Final = 10
# How long a connection is kept for the next request. A proxy keeps its own for a minute (nginx);
# if we were the first to close one, a request could be on its way already.
_IDLE_SECONDS: Final = 5
_PROXY_SECONDS: Final = 75
UNIX: Final = "unix"


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def answer(settings: Settings, opened: socket.socket, ready: Callable[[str], None]) -> None:
    """Answer until SIGINT or SIGTERM; then finish what is open.

    Args:
        settings: What is served, and how.
        opened: A listening socket.
        ready: Called once requests are accepted, with the generation that answers or "".

    Raises:
        SearchqaError: It didn't come to answer.
    """
    app = make_app(settings)
    live = app.state.site.live
    root = settings.server.root_path
    whole = Under(app, root, taken_away=_ours(app, root)) if root else app
    server = _Server(_configured(whole, settings), lambda: ready(live.generation))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    # uvicorn puts its own in their place while it runs, and then raises the signal again for
    # these: a server that was asked to end and did has not failed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if hasattr(signal, "pthread_sigmask"):
        # A worker began without it.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        server.run(sockets=[opened])
    except SystemExit:
        # uvicorn's way to say so.
        raise SearchqaError("the server didn't start", "the log says why") from None


def _configured(app: Any, settings: Settings) -> uvicorn.Config:  # noqa: ANN401 (any ASGI application)
    server = settings.server
    return uvicorn.Config(
        app,
        # Both are given, since uvicorn would else look into its own environment variables.
        workers=1,
        forwarded_allow_ips=_believed(settings),
        proxy_headers=bool(server.proxies),
        log_config=None,
        access_log=False,
        server_header=False,
        http=connection_class(),
        ws="none",
        lifespan="on",
        timeout_keep_alive=_PROXY_SECONDS if server.socket or server.proxies else _IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _ours(app: FastAPI, root: str) -> bool:
    """Say whether some path of ours begins as the root path does."""
    begins = f"/{root.split('/')[1]}"
    scope = {"type": "http", "method": "GET", "root_path": "", "headers": []}
    return any(
        route.matches({**scope, "path": begins + more})[0] is Match.FULL
        for route in app.routes
        for more in ("", "/a", "/a/b")
    )


def _believed(settings: Settings) -> list[str] | str:
    """Return whose forwarded headers count, in uvicorn's words."""
    proxies = settings.server.proxies
    if "*" in proxies or (settings.server.socket and UNIX in proxies):
        # Over a unix socket nobody has an address; its permissions say who may connect.
        return "*"
    return [one for one in proxies if one != UNIX]

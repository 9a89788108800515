"""The path that a proxy serves us under, whether the proxy takes it away or not.

In: requests for ``/qa/search`` or, from a proxy that takes ``/qa`` away, for ``/search``.
Out: the same request for both. Never: guesses where an address could mean either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Under:
    """ASGI middleware, around the whole application.

    Args:
        app: What answers; it leaves ``root_path`` out of each path by itself.
        root_path: ``/qa``.
        taken_away: Whether the proxy surely takes it away. It has to when paths of ours
            begin as it does, since a path could be meant either way then.
    """

    def __init__(self, app: ASGIApp, root_path: str, *, taken_away: bool) -> None:
        self._app = app
        self._root = root_path
        self._raw = root_path.encode("ascii")
        self._taken_away = taken_away

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the whole path that was asked for in public."""
        if scope["type"] == "http":
            path: str = scope["path"]
            whole = not self._taken_away and (path + "/").startswith(self._root + "/")
            if not whole:
                scope["path"] = self._root + path
                scope["raw_path"] = self._raw + scope.get("raw_path", b"")
            scope["root_path"] = self._root
        await self._app(scope, receive, send)

"""One connection, with bounds on how it may begin a request.

In: bytes of a stranger. Out: what uvicorn makes of them, or the end of the connection.
Never: keeps what never becomes a request, in memory or open.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

if TYPE_CHECKING:
    from typing import Any

# As h11 bounds it by itself; httptools takes all that comes.
MAX_HEAD: Final = 65_536
HEAD_SECONDS: Final = 10


class _HttpTools:
    """Mixed into uvicorn's protocol over httptools; its callbacks are those of httptools."""

    _late: asyncio.TimerHandle | None = None
    _open = True
    _size = 0

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)  # type: ignore[misc]
        self._wait()

    def connection_lost(self: Any, exc: Exception | None) -> None:
        """Wait no longer."""
        self._done()
        super().connection_lost(exc)  # type: ignore[misc]

    def data_received(self: Any, data: bytes) -> None:
        """Count what comes before a request's head is complete."""
        super().data_received(data)  # type: ignore[misc]
        if self._open:
            self._size += len(data)
            if self._size > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response(f"The headers are larger than {MAX_HEAD} bytes.")

    def on_message_begin(self: Any) -> None:
        """Wait for the end of this head."""
        self._open, self._size = True, 0
        self._wait()
        super().on_message_begin()  # type: ignore[misc]

    def on_headers_complete(self: Any) -> None:
        """Take the request."""
        self._open = False
        self._done()
        super().on_headers_complete()  # type: ignore[misc]

    def _wait(self: Any) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _done(self: Any) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self: Any) -> None:
        self._late = None
        # An answer to the request before may still be on its way.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def connection_class() -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with these bounds; over h11 it bounds heads by itself."""
    if AutoHTTPProtocol.__name__ != "HttpToolsProtocol":
        return AutoHTTPProtocol
    return type("Connection", (_HttpTools, AutoHTTPProtocol), {})

"""A page that does everything wrong: it writes what it is asked into its markup.

In: ``/?q=…`` or ``/guarded?q=…``. Out: a page with q unescaped; guarded, with our policy.
Never: anything that our own pages do. What is seen on it shows that our tests see.
"""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from searchqa.web.headers import CSP

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Careless(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        text = parse_qs(asked.query).get("q", [""])[0]
        body = f"<!doctype html><title>x</title><main>{text}</main>".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        if asked.path == "/guarded":
            self.send_header("content-security-policy", CSP)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def careless() -> Iterator[str]:
    """Serve the page on a free port of loopback; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Careless)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        running.join()
        server.server_close()

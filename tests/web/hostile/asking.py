"""Requests as no well-behaved client makes them: every byte as it is given.

In: an application, bytes. Out: what it answered. Never: encodes, quotes or mends anything.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from searchqa.web.headers import HEADERS
from searchqa.web.site import Site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fastapi import FastAPI

# A path of this machine, or Python's own words, on a page.
_GIVEAWAYS: Final = (b"Traceback", b"site-packages", b"/usr/lib", b".py:", b"searchqa/web/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Asking:
    """An application that is running, asked without a server between.

    What a server hands on is made as uvicorn makes it: the path unquoted, the query as it came.
    """

    def __init__(self, app: FastAPI, folder: Path) -> None:
        self._app = app
        self._folder = str(folder).encode()
        self._loop = asyncio.new_event_loop()
        site: Site = app.state.site
        self._running = site.running(app)
        self._loop.run_until_complete(self._running.__aenter__())

    def close(self) -> None:
        """End the application."""
        self._loop.run_until_complete(self._running.__aexit__(None, None, None))
        self._loop.close()

    def ask(
        self,
        path: bytes,
        query: bytes = b"",
        *,
        method: str = "GET",
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: bytes = b"",
    ) -> Answer:
        """Return the answer to a request, after looking at what each answer must have."""
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 50000),
            "root_path": "",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path,
            "query_string": query,
            "headers": [(b"host", b"127.0.0.1:8000"), *headers],
        }
        answer = self._loop.run_until_complete(self._answer(scope, body))
        self._check(answer, method)
        return answer

    async def _answer(self, scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[dict[str, Any]] = []
        told = False

        async def receive() -> dict[str, Any]:
            nonlocal told
            if told:
                await asyncio.Event().wait()
            told = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        begin, *rest = sent
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in begin["headers"]
        }
        content = b"".join(one.get("body", b"") for one in rest)
        if headers.get("content-encoding") == "gzip" and content:
            content = gzip.decompress(content)
        return Answer(begin["status"], headers, content)

    def _check(self, answer: Answer, method: str) -> None:
        assert answer.status < 500, answer
        assert not set(HEADERS.items()) - set(answer.headers.items()), answer
        for name, value in answer.headers.items():
            assert not set("\r\n\0") & set(name + value), answer
        for word in (*_GIVEAWAYS, self._folder):
            assert word not in answer.body, word
        if answer.status >= 400 and method != "HEAD":
            self._check_sentence(answer)

    def _check_sentence(self, answer: Answer) -> None:
        """Look for a sentence that says what is wrong."""
        kind = answer.headers["content-type"]
        if kind.startswith("text/html"):
            head = answer.body.partition(b"<h1>")[2].partition(b"</h1>")[0].decode()
        else:
            assert kind.startswith("application/problem+json"), answer
            problem = json.loads(answer.body)
            assert problem["status"] == answer.status
            head = problem["detail"]
        assert head[:1].strip(), answer
        assert head[-1] in ".?!…", head

"""/api/export is the whole result, from one generation, and lets go of it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from searchqa.app import open_index
from searchqa.web import Settings, make_app
from searchqa.web.api import export
from searchqa.web.site import Site
from tests.web.conftest import TestClient, scope_of


@pytest.mark.parametrize(
    "asked", [{}, {"q": "data"}, {"q": "data", "group": "none", "year": "2021"}]
)
def test_lines_are_the_pages_put_together(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    # Several pages of the sample; the size of one is no part of the contract.
    monkeypatch.setattr(export, "MAX_LIMIT", 7)
    answer = client.get("/api/export", params=asked)
    assert answer.headers["content-type"] == "application/jsonl"
    assert answer.headers["content-disposition"] == 'attachment; filename="searchqa.jsonl"'
    whole = client.get("/api/search", params={**asked, "limit": 1_000}).json()
    assert [json.loads(line) for line in answer.text.splitlines()] == whole["hits"]
    assert len(whole["hits"]) == whole["total"] > 7


def test_a_table_has_one_header(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_LIMIT", 7)
    answer = client.get("/api/export?q=data&format=csv&sort=oldest")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="searchqa.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    hits = client.get("/api/search?q=data&sort=oldest&limit=1000").json()["hits"]
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    assert answer.text.count("participant,start") == 1


def test_nothing_found_is_no_lines_or_a_header(client: TestClient) -> None:
    assert client.get("/api/export?q=zzzz").content == b""
    assert client.get("/api/export?q=zzzz&format=csv").text.startswith("id,thread,")


def test_an_export_can_be_asked_about(client: TestClient) -> None:
    etag = client.get("/api/export?q=data").headers["etag"]
    again = client.get("/api/export?q=data", headers={"if-none-match": etag})
    assert again.status_code == 304


class Reader:
    """A client that goes away after so many pieces of the answer."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self.gone.is_set() or self.left <= 0:
            return {"type": "http.disconnect"}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            self.left -= 1
            if self.left <= 0:
                self.gone.set()
                # What a server does then: it gives others their turn.
                await asyncio.sleep(0.2)


@pytest.mark.parametrize("pieces", [1, 3])
def test_who_goes_away_lets_go_of_the_index(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    monkeypatch.setattr(export, "MAX_LIMIT", 2)
    app = make_app(Settings(sample_index))
    site: Site = app.state.site
    scope = scope_of(b"/api/export")

    async def run() -> None:
        async with app.router.lifespan_context(app):
            reader = Reader(pieces)
            await app(scope, reader.receive, reader.send)
            # Far from all of the pages were computed for nobody.
            assert reader.left > -10
            for _ in range(100):
                if site.live._now is not None and site.live._now.readers == 0:
                    return
                await asyncio.sleep(0.01)
            raise AssertionError("the index is still held")

    asyncio.run(run())


def test_an_export_stays_with_the_generation_it_began_with(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MAX_LIMIT", 50)
    app = make_app(Settings(sample_index))
    site: Site = app.state.site
    lines: list[bytes] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        lines.append(message.get("body", b""))
        if len(lines) == 2:
            # Another generation answers from here on; it says the same, but the old one is due
            # to be closed as soon as nobody reads it.
            from searchqa.web.live import _Lease

            site.live._replace(_Lease(open_index(sample_index)))

    scope = scope_of(b"/api/export", b"group=none")

    async def run() -> Any:
        async with app.router.lifespan_context(app):
            first = site.live._now
            await app(scope, receive, send)
            return first

    held = asyncio.run(run())
    assert b"".join(lines).count(b"\n") == 400
    assert (held.retired, held.readers) == (True, 0)

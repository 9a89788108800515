"""Every answer has the headers that keep a browser in bounds; other sites read what they may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from searchqa.web.headers import HEADERS
from tests.web.conftest import Serve, TestClient, app_of

THREAD = "20210412-the-ledger-of-data/1cb4fa20fb"
VALUES = {
    "/api/threads/{id:path}": THREAD,
    "/threads/{book}/{digest}": THREAD,
    "{field}": "author",
    "{part:int}": "1",
}
BOOK = "20210412-the-ledger-of-data"


def routes_of(routes: Iterable[Any]) -> Iterator[Any]:
    """Yield each route, those of included routers among them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes_of(inner.routes)
        elif hasattr(route, "path"):
            yield route


def addresses(client: TestClient) -> list[str]:
    """Return an address for each route, with a value for what stands in braces."""
    found = []
    for route in routes_of(app_of(client).routes):
        path = route.path
        begin = path.find("{")
        if begin >= 0:
            name = path[begin : path.rfind("}") + 1]
            value = VALUES.get(path) or VALUES.get(name) or BOOK
            path = path[:begin] + value + path[path.rfind("}") + 1 :]
        found.append(path)
    return found


def assert_safe(answer: Any) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (answer.url, answer.status_code, name)


def test_every_route_has_them(client: TestClient) -> None:
    asked = addresses(client)
    assert len(asked) > 14
    assert {"/api/search", "/feed.atom", "/healthz", "/"} <= set(asked)
    for address in asked:
        answer = client.get(address)
        assert answer.status_code in (200, 404, 405), address
        assert_safe(answer)
        if "etag" in answer.headers:
            again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
            assert again.status_code == 304, address
            assert_safe(again)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/zzz", 404),
        ("/api/zzz", 404),
        ("/static/zzz", 404),
        ("/api/search?zzz=1", 422),
        (f"/api/search?q={'x' * 9_000}", 414),
    ],
)
def test_every_failure_has_them(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert_safe(answer)


@pytest.mark.parametrize("name", ["style.css", "app.js", "icon.svg"])
def test_every_asset_has_them(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{app_of(client).state.site.assets.name(name)}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert_safe(answer)


def test_what_nobody_foresaw_is_a_sentence_with_them(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve()

    async def broken(request: Request) -> Response:
        raise ZeroDivisionError("secret of " + request.url.path)

    app_of(client).router.add_route("/api/broken", broken)
    answer = client.get("/api/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError: secret of /api/broken" in caplog.text
    assert_safe(answer)
    # People get a page.
    app_of(client).router.add_route("/broken", broken)
    page = client.get("/broken")
    assert page.status_code == 500
    assert page.headers["content-type"].startswith("text/html")
    assert_safe(page)


def test_other_sites_read_nothing_unless_told(client: TestClient, serve: Serve) -> None:
    asked = {"origin": "https://other.example"}
    for address in ("/api/search?q=data", "/api/zzz"):
        answer = client.get(address, headers=asked)
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    told = serve(cors=("https://other.example",)).get("/api/search?q=data", headers=asked)
    assert told.headers["access-control-allow-origin"] == "https://other.example"
    assert told.headers["cross-origin-resource-policy"] == "cross-origin"
    third = serve(cors=("https://other.example",)).get("/", headers={"origin": "https://x.example"})
    assert "access-control-allow-origin" not in third.headers


def test_a_browser_may_ask_first(serve: Serve) -> None:
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    answer = serve(cors=("*",)).options("/api/search", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]

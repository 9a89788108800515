"""The application over an index of the sample, asked as a client asks it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from searchqa.app import reindex, sample_config
from searchqa.config import Config, ServerConfig, SourceConfig
from searchqa.web import Settings, make_app
from tests.support.browser import browser as opened_browser

with warnings.catch_warnings():
    # Starlette would like another client than the one that is installed.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

Serve: TypeAlias = "Callable[..., TestClient]"

__all__ = ["Serve", "TestClient"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a real browser, so that a machine without one can run the rest."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@contextmanager
def serving(index: Path, **server: Any) -> Iterator[TestClient]:
    """Run an application over an index; errors of the server are its own answers."""
    app = make_app(Settings(index, (), ServerConfig(**server)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def app_of(client: TestClient) -> FastAPI:
    """Return the application that a client asks."""
    app = client.app
    assert isinstance(app, FastAPI)
    return app


def build(index: Path, *sources: Path) -> None:
    """Publish a generation from folders, of the sample unless told."""
    config = Config(index=index, sources=tuple(SourceConfig(path) for path in sources))
    assert reindex(config if sources else sample_config(config)).published


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample's index once."""
    index = tmp_path_factory.mktemp("web") / "index"
    build(index)
    return index


@pytest.fixture(scope="session")
def client(sample_index: Path) -> Iterator[TestClient]:
    """The sample, served as configured by default."""
    with serving(sample_index) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, one for all tests: Playwright takes no second one in a process."""
    with opened_browser() as found:
        yield found


@pytest.fixture
def serve(sample_index: Path) -> Iterator[Serve]:
    """Return a function that serves an index, the sample's unless told, with other settings."""
    with ExitStack() as stack:

        def start(index: Path = sample_index, **server: Any) -> TestClient:
            return stack.enter_context(serving(index, **server))

        yield start


def scope_of(
    path: bytes, query: bytes = b"", method: str = "GET", **headers: str
) -> dict[str, Any]:
    """Return a request as a server hands it on, with any bytes in it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }


def ask_raw(client: TestClient, scope: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer to what a client would refuse to send."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await app_of(client)(scope, receive, send)

    assert client.portal is not None
    client.portal.call(run)
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(one.get("body", b"") for one in sent[1:])

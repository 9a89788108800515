"""A slow question has an end, and too many at once are told to come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from searchqa.web.site import Site, site_of
from tests.web.conftest import Serve, TestClient, app_of


def with_slow_route(client: TestClient, until: threading.Event) -> TestClient:
    """Add an address whose question really takes as long as an event isn't set."""

    async def slow(request: Request) -> Response:
        answer = await site_of(request).ask(lambda _: until.wait(20))
        return PlainTextResponse(str(answer))

    app_of(client).router.add_route("/api/slow", slow)
    return client


@contextmanager
def asking(client: TestClient, times: int) -> Iterator[list[Any]]:
    """Ask the slow question so many times at once; the answers are there at the end."""
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(client.get("/api/slow")))
        for _ in range(times)
    ]
    for thread in threads:
        thread.start()
    yield answers
    for thread in threads:
        thread.join()


def inside(client: TestClient, count: int) -> None:
    """Wait until so many questions are asked."""
    site: Site = app_of(client).state.site
    for _ in range(500):
        if site.desk._inside == count:
            return
        time.sleep(0.01)
    raise AssertionError(f"{site.desk._inside} are inside, not {count}")


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_slow_question_is_cut_and_others_are_answered(
    serve: Serve, release: threading.Event
) -> None:
    client = with_slow_route(serve(timeout=1, concurrency=2), release)
    begun = time.monotonic()
    with asking(client, 1) as answers:
        inside(client, 1)
        assert client.get("/api/search?q=data").status_code == 200
        assert time.monotonic() - begun < 0.9
    assert 0.9 < time.monotonic() - begun < 3
    (answer,) = answers
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["detail"] == "The search was cut after 1 s."
    # Its thread is still busy; the other one answers.
    assert client.get("/api/search?q=data").status_code == 200


def test_too_many_at_once_are_told_to_come_back(serve: Serve, release: threading.Event) -> None:
    client = with_slow_route(serve(timeout=20, concurrency=1, waiting=1), release)
    with asking(client, 2) as answers:
        inside(client, 2)
        for address in ("/api/search?q=data", "/api/export", "/api/suggest?q=d"):
            refused = client.get(address)
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "1"
            assert refused.json()["detail"].startswith("Too many questions at once")
        # What needs no search is answered all the same.
        assert client.get("/healthz").status_code == 200
        release.set()
    assert [answer.text for answer in answers] == ["True", "True"]
    inside(client, 0)
    assert client.get("/api/search?q=data").status_code == 200

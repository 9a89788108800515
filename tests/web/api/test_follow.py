"""A new generation is answered from without a failed request; a bad one changes nothing."""

from __future__ import annotations

import contextlib
import gc
import shutil
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searchqa.app import reindex
from searchqa.config import Config, SourceConfig
from searchqa.web.site import Site
from tests.web.conftest import Serve, TestClient, app_of, build

TRANSCRIPT = """---
title: "{title}"
start: 2024-01-0{day}
end: 2024-01-0{day}
authors: [ada]
archive:
  - name: "Bo"
    text: "What about {word}?"
---
"""
WITHIN = 10.0


def publish(site: Path, index: Path, word: str, day: int = 1) -> None:
    """Add a transcript and publish it with all that were there."""
    books = site / "_books"
    books.mkdir(parents=True, exist_ok=True)
    text = TRANSCRIPT.format(title=f"On {word}", word=word, day=day)
    (books / f"2024010{day}-{word}.md").write_text(text, encoding="utf-8")
    assert reindex(Config(index=index, sources=(SourceConfig(site),))).published


def until(true: Callable[[], Any]) -> Any:
    """Wait for something to become true."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it didn't come true in time")


def total(client: TestClient, word: str) -> int:
    answer = client.get("/api/search", params={"q": word})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["total"])


def mapped(index: Path) -> set[str]:
    """Return the generations of an index that this process holds open."""
    gc.collect()
    names = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines()}
    for entry in Path("/proc/self/fd").iterdir():
        # The one that lists the folder is gone by now.
        with contextlib.suppress(OSError):
            names.add(str(entry.readlink()))
    found = (name.partition(f"{index}/generations/")[2] for name in names)
    return {one.partition("/")[0] for one in found if one}


def test_requests_go_on_while_generations_are_published(tmp_path: Path, serve: Serve) -> None:
    site, index = tmp_path / "site", tmp_path / "index"
    publish(site, index, "alpha")
    client = serve(index)
    etag = client.get("/api/search?q=alpha").headers["etag"]
    failed: list[str] = []
    asked = 0
    done = threading.Event()

    def ask() -> None:
        nonlocal asked
        while not done.is_set():
            for address in ("/api/search?q=alpha", "/api/export", "/api/books", "/feed.atom"):
                answer = client.get(address)
                asked += 1
                if answer.status_code != 200 or "alpha" not in answer.text:
                    failed.append(f"{address} {answer.status_code} {answer.text[:200]}")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for day, word in enumerate(("beta", "gamma", "delta"), 2):
            publish(site, index, word, day)
            until(partial(total, client, word))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert asked > 50
    again = client.get("/api/search?q=alpha", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again.headers["etag"] != etag
    if Path("/proc/self/maps").exists():
        until(lambda: mapped(index) == {"000004"})


def test_a_bad_generation_changes_nothing(tmp_path: Path, serve: Serve) -> None:
    site, index = tmp_path / "site", tmp_path / "index"
    publish(site, index, "alpha")
    client = serve(index)
    pointer = index / "CURRENT"
    before = pointer.read_bytes()
    aside = tmp_path / "CURRENT"
    aside.write_text("nonsense", encoding="utf-8")
    aside.replace(pointer)
    said = until(
        lambda: "degraded" in client.get("/healthz").text and client.get("/healthz").json()
    )
    assert said["status"] == "degraded"
    assert said["generation"] == "000001"
    assert total(client, "alpha") == 1
    assert client.get("/readyz").status_code == 200
    aside.write_bytes(before)
    aside.replace(pointer)
    until(lambda: client.get("/healthz").json()["status"] == "ok")
    publish(site, index, "beta", 2)
    until(lambda: total(client, "beta"))


def test_an_index_may_go_away_under_the_server(tmp_path: Path, serve: Serve) -> None:
    publish(tmp_path / "site", tmp_path / "index", "alpha")
    client = serve(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    time.sleep(1.2)
    assert total(client, "alpha") == 1
    publish(tmp_path / "site", tmp_path / "index", "beta", 2)
    until(lambda: total(client, "beta"))


@pytest.mark.parametrize(
    "address",
    [
        "/api/search?q=x",
        "/api/books",
        "/api/books/x",
        "/api/threads/x",
        "/api/suggest?q=x",
        "/api/facets/author",
        "/api/export",
    ],
)
def test_without_an_index_there_is_a_sentence(tmp_path: Path, serve: Serve, address: str) -> None:
    answer = serve(tmp_path / "none").get(address)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert str(tmp_path) not in answer.text
    assert answer.json()["detail"] == "The index can't be searched at the moment."


def test_without_an_index_it_is_alive_but_not_ready(tmp_path: Path, serve: Serve) -> None:
    client = serve(tmp_path / "none")
    alive = client.get("/healthz")
    assert (alive.status_code, alive.json()["generation"]) == (200, None)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["detail"].endswith(".")
    for address in ("/feed.atom", "/sitemap.xml"):
        assert client.get(address).status_code == 503
    assert client.get("/robots.txt").status_code == 200
    build(tmp_path / "none")
    until(lambda: client.get("/readyz").status_code == 200)
    site: Site = app_of(client).state.site
    assert site.live.trouble is None

"""How reindexing stands, on /healthz, in /metrics and on the page."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from searchqa.indexing.status import read_status, stamp, write_status
from searchqa.report import LastRun, Reached, Status
from tests.web.conftest import Serve, TestClient, build

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def client(serve: Serve, index: Path) -> TestClient:
    return serve(index)


def status_of(index: Path, **changes: Any) -> None:
    write_status(index, replace(read_status(index), **changes))


def health(client: TestClient) -> dict[str, Any]:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def metrics(client: TestClient) -> dict[str, float]:
    """Return what Prometheus reads of reindexing, by name and source."""
    return {
        (sample.name + (f"/{sample.labels['source']}" if sample.labels else "")): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
        if sample.name.startswith("searchqa_reindex_")
    }


def test_after_a_run_all_is_well(client: TestClient, index: Path) -> None:
    found = health(client)
    assert (found["status"], found["generation"]) == ("ok", "000001")
    part = found["reindex"]
    assert part["state"] == "idle"
    assert part["last_run"]["ok"]
    assert part["last_run"]["generation"] == "000001"
    assert (part["next_run"], part["overdue"], part["consecutive_failures"]) == (None, False, 0)
    assert [(one["name"], one["ok"]) for one in part["sources"]] == [("sample", True)]


def test_without_an_index_it_says_so_and_then_that_it_is_there(
    serve: Serve, tmp_path: Path
) -> None:
    place = tmp_path / "late"
    client = serve(place)
    found = health(client)
    assert (found["status"], found["generation"]) == ("no index yet", None)
    assert found["reindex"] == {"state": "unknown"}
    build(place)
    end = time.monotonic() + 5
    while health(client)["status"] != "ok":
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    "changes",
    [
        {"failures": 1, "last": LastRun(stamp(0), 1.0, error="the disk is full: /var/secret")},
        {"sources": (Reached("a"), Reached("b", problem="/home/somebody: gone"))},
        {"interval": 60.0, "next_run": stamp(time.time() - 200)},
        {"interval": 60.0, "state": "reading", "since": stamp(time.time() - 4_000)},
    ],
    ids=["failed", "source down", "overdue", "stuck"],
)
def test_what_keeps_the_index_from_being_fresh_is_degraded_and_tells_no_path(
    client: TestClient, index: Path, changes: dict[str, Any]
) -> None:
    status_of(index, **changes)
    found = health(client)
    assert (found["status"], found["problem"]) == ("degraded", "reindex")
    assert "/var" not in str(found)
    assert "/home" not in str(found)
    assert client.get("/readyz").status_code == 200


def test_a_bad_file_is_counted_and_degrades_nothing(client: TestClient, index: Path) -> None:
    status_of(index, last=LastRun(stamp(5), 1.0, problems=3, first=("error: a.md:1: x",) * 3))
    found = health(client)
    assert found["status"] == "ok"
    assert found["reindex"]["last_run"]["problems"] == 3
    assert "a.md" not in str(found)


def test_a_damaged_status_is_unknown_and_harms_nothing(client: TestClient, index: Path) -> None:
    (index / "status.json").write_text('{"format": 1')
    assert health(client)["reindex"] == {"state": "unknown"}
    assert health(client)["status"] == "ok"
    assert metrics(client) == {}
    assert client.get("/").status_code == 200


def test_a_commit_is_shown_by_its_first_twelve_letters(client: TestClient, index: Path) -> None:
    status_of(index, sources=(Reached("site", COMMIT, stamp(0)), Reached("<b>", "", stamp(60))))
    assert [one["revision"] for one in health(client)["reindex"]["sources"]] == [COMMIT[:12], None]
    for address in ("/", "/books", "/search?q=data", "/nothing"):
        foot = client.get(address).text.partition("<footer")[2]
        assert f"site at <code>{COMMIT[:12]}</code>" in foot
        assert COMMIT not in foot
        looked = "transcripts looked at 1970-01-01 00:01 UTC" in foot
        assert looked == (address == "/")


def test_what_a_source_is_called_is_text_on_the_page(client: TestClient, index: Path) -> None:
    status_of(index, sources=(Reached("<img src=x>", "<b>" + COMMIT, stamp(0)),))
    foot = client.get("/").text.partition("<footer")[2]
    assert "<img" not in foot
    assert "<b>" not in foot


def test_a_name_of_any_bytes_is_shown_somehow(client: TestClient, index: Path) -> None:
    odd = (Reached("caf\udce9"), Reached("caf\udce9"), Reached('"}\n\\', "\ud800", stamp(0)))
    status_of(index, sources=odd)
    assert [one["name"] for one in health(client)["reindex"]["sources"]] == ["caf?", '"}\n\\']
    assert metrics(client)["searchqa_reindex_source_up/caf?"] == 1
    assert client.get("/").status_code == 200


def test_a_start_page_that_is_kept_is_asked_for_anew_when_the_sources_were_looked_at(
    client: TestClient, index: Path
) -> None:
    tags = {address: client.get(address).headers["etag"] for address in ("/", "/books")}
    status_of(index, sources=(Reached("sample", "", stamp(0)),))
    again = {
        address: client.get(address, headers={"if-none-match": tag}).status_code
        for address, tag in tags.items()
    }
    assert again == {"/": 200, "/books": 304}


def test_metrics_have_the_last_run_the_next_and_each_source(
    client: TestClient, index: Path
) -> None:
    last = LastRun(stamp(1_000), 2.5, problems=4)
    sources = (Reached("a", "", stamp(900)), Reached('b"\n', "", stamp(800), "gone"))
    write_status(index, Status(1, last=last, sources=sources, interval=60, next_run=stamp(1_060)))
    assert metrics(client) == {
        "searchqa_reindex_consecutive_failures": 0,
        "searchqa_reindex_last_run_timestamp_seconds": 1_000,
        "searchqa_reindex_last_run_duration_seconds": 2.5,
        "searchqa_reindex_last_run_success": 1,
        "searchqa_reindex_problems": 4,
        "searchqa_reindex_next_run_timestamp_seconds": 1_060,
        "searchqa_reindex_source_reached_timestamp_seconds/a": 900,
        'searchqa_reindex_source_reached_timestamp_seconds/b"\n': 800,
        "searchqa_reindex_source_up/a": 1,
        'searchqa_reindex_source_up/b"\n': 0,
    }
    status_of(index, failures=2, last=replace(last, error="x"))
    found = metrics(client)
    assert found["searchqa_reindex_last_run_success"] == 0
    assert found["searchqa_reindex_consecutive_failures"] == 2
    assert found["searchqa_reindex_source_up/a"] == 0


def test_the_docs_name_each_metric(client: TestClient) -> None:
    page = (Path(__file__).parents[3] / "docs" / "serving.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(searchqa_reindex_\w+)`", page))
    client.get("/healthz")
    known = {name.partition("/")[0] for name in metrics(client)}
    assert known <= told

"""What a server's log says, and what it doesn't."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from searchqa.web.lines import OneLine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.serving.conftest import Start

REQUEST = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO GET /search 200 [\d.]+ ms 127\.0\.0\.1"
)


def test_a_request_is_one_line_without_what_was_asked(start: Start) -> None:
    server = start()
    server.get("search?q=secretword&author=secretname")
    assert REQUEST.fullmatch(server.said("GET /search"))
    server.end()
    assert "secret" not in "\n".join(server.lines)


def test_what_was_asked_is_there_when_it_was_wished(start: Start) -> None:
    server = start("--log-queries")
    server.get("search?q=secretword")
    assert "GET /search?q=secretword 200 " in server.said("GET /search")


def test_the_option_beats_the_file_both_ways(start: Start, tmp_path: Path) -> None:
    (tmp_path / "searchqa.yaml").write_text("server: {log_queries: yes}\n")
    server = start("--no-log-queries")
    server.get("search?q=secretword")
    server.said("GET /search")
    server.end()
    assert "secret" not in "\n".join(server.lines)


def test_what_asks_all_the_time_is_not_in_the_log(start: Start) -> None:
    server = start()
    for path in ("healthz", "readyz", "metrics"):
        assert server.get(f"/{path}").status_code == 200
    server.end()
    assert not any("GET" in line for line in server.lines)


def test_an_error_with_its_traceback_is_one_line() -> None:
    error = RuntimeError("first\nsecond")
    told = (RuntimeError, error, None)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "it\nbroke", (), told)
    assert OneLine().format(record).endswith("Z ERROR it broke: RuntimeError: first�second")

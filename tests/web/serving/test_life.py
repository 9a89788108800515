"""A server from its start to its end."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from searchqa.app import reindex, sample_config
from searchqa.config import Config
from searchqa.report import ReindexOptions
from searchqa.web.connection import HEAD_SECONDS
from tests.support.waiting import SECONDS, until

if TYPE_CHECKING:
    from tests.web.serving.conftest import Start


OPEN = 60


def refuses(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) != 0


def publish(index: Path) -> None:
    reindex(sample_config(Config(index=index)), ReindexOptions(full=True))


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("children of a process are looked up in /proc, which isn't here")
    # multiprocessing's own helper isn't one that answers.
    pids = map(int, found.read_text().split())
    return [p for p in pids if "spawn_main" in Path(f"/proc/{p}/cmdline").read_text()]


def test_it_tells_its_address_once_it_answers(start: Start, served_index: Path) -> None:
    server = start()
    assert server.folder == str(served_index)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", server.address)
    assert server.stand == "generation 000001"
    answer = server.get("readyz")
    assert (answer.status_code, answer.json()["generation"]) == (200, "000001")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_ends_well_when_told_to(start: Start, number: signal.Signals, workers: str) -> None:
    server = start("--workers", workers)
    assert server.end(number) == 0
    assert [line for line in server.lines if "ERROR" in line or "Traceback" in line] == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{server.port}/healthz")


def test_ctrl_c_in_a_terminal_reaches_all_processes_and_none_complains(start: Start) -> None:
    server = start("--workers", "2")
    if os.getpgid(server.process.pid) != server.process.pid:
        pytest.skip("this Python can't start a process in a group of its own")
    os.killpg(server.process.pid, signal.SIGINT)
    assert server.process.wait(SECONDS) == 0
    assert not any("Traceback" in line or "ERROR" in line for line in server.lines), server.lines


def test_without_an_index_it_starts_and_serves_one_as_soon_as_it_is_there(
    start: Start, tmp_path: Path
) -> None:
    server = start("--index", str(tmp_path / "late"))
    assert server.stand == "no index to answer from yet"
    assert server.get("readyz").status_code == 503
    publish(tmp_path / "late")
    until(lambda: server.get("readyz").status_code == 200, 5)


def test_what_is_published_is_followed_within_a_second(start: Start, tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(index)
    server = start("--index", str(index))
    publish(index)
    begun = time.monotonic()
    until(lambda: server.get("readyz").json()["generation"] == "000002")
    assert time.monotonic() - begun < 1.5
    assert server.said("answering from generation 000002")


def test_requests_that_are_open_when_it_is_told_to_end_are_answered(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "searchqa.yaml").write_text("server: {concurrency: 1, waiting: 1000}\n")
    server = start()
    with ExitStack() as stack:
        asked = []
        for number in range(OPEN):
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), SECONDS))
            words = "+".join(f"{letter}*" for letter in "abcdefghijklmnop")
            raw.sendall(f"GET /api/search?q={words}+w{number} HTTP/1.1\r\nhost: a\r\n\r\n".encode())
            asked.append(raw)
        # Answered at once, so all that were asked before have been read by then.
        assert server.get("healthz").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(server.port))
        answered = [raw for raw in asked if select.select([raw], [], [], 0)[0]]
        statuses = {raw.recv(1_000).partition(b"\r\n")[0] for raw in asked}
    assert len(answered) < OPEN
    assert statuses == {b"HTTP/1.1 200 OK"}
    assert server.process.wait(SECONDS) == 0


def test_several_processes_answer_and_count_together(start: Start) -> None:
    server = start("--workers", "2")
    assert len(children(server.process.pid)) == 2

    def ask(_: int) -> int:
        # A connection each: one process takes all requests of a connection.
        url = f"http://127.0.0.1:{server.port}/readyz"
        return httpx.get(url, timeout=SECONDS, trust_env=False).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(200))) == {200}
    counted = {
        line.rpartition(" ")[2]
        for _ in range(5)
        for line in server.get("metrics").text.splitlines()
        if line.startswith('searchqa_requests_total{route="/readyz",status="200"}')
    }
    assert counted == {"200.0"}


def test_a_process_that_dies_is_replaced(start: Start) -> None:
    server = start("--workers", "2")
    before = children(server.process.pid)
    os.kill(before[0], signal.SIGKILL)
    assert f"worker {before[0]} ended with -9 and is replaced" in server.said("is replaced")
    until(lambda: len(set(children(server.process.pid)) - {before[0]}) == 2)
    assert server.get("readyz").status_code == 200


def test_its_processes_end_with_it_even_if_it_was_killed(start: Start) -> None:
    server = start("--workers", "2")
    workers = children(server.process.pid)
    server.process.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 5)


def test_garbage_gets_an_answer_and_leaves_one_line_in_the_log(start: Start) -> None:
    server = start()
    tls = b"\x16\x03\x01\x02\x00\x01\x00\xff"
    for garbage in (
        tls,
        b"\x00" * 3_000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"CONNECT a:1 HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), SECONDS) as raw:
            raw.sendall(garbage)
            assert raw.recv(100).startswith(b"HTTP/1.1 400 ")
    assert server.get("readyz").status_code == 200
    assert not any("Traceback" in line or line.startswith(" ") for line in server.lines)


def test_headers_without_end_are_refused(start: Start) -> None:
    server = start()
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as raw:
        raw.sendall(b"GET /readyz HTTP/1.1\r\nhost: a\r\n")
        sent = 0
        try:
            while sent < 50_000_000:
                raw.sendall(b"x-more: " + b"y" * 8_000 + b"\r\n")
                sent += 8_010
        except OSError:
            pass
    assert sent < 5_000_000
    assert server.get("readyz").status_code == 200


@pytest.mark.parametrize("begun", [1, 2])
def test_ctrl_c_while_processes_begin_leaves_no_traceback(
    tmp_path: Path, served_index: Path, begun: int
) -> None:
    command = [sys.executable, "-m", "searchqa", "serve", "--index", str(served_index)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--workers", "2"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    with process:
        try:
            until(lambda: len(children(process.pid)) >= begun)
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate(timeout=SECONDS)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Traceback" not in told


@pytest.mark.slow
def test_whoever_never_finishes_a_request_is_sent_away(start: Start) -> None:
    server = start()
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as raw:
        raw.sendall(b"GET /readyz HTTP/1.1\r\nhost: a\r\n")
        assert raw.recv(100) == b""
    assert HEAD_SECONDS - 1 < time.monotonic() - begun < HEAD_SECONDS + 3


def test_requests_one_after_the_other_on_a_connection_are_answered(start: Start) -> None:
    server = start()
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as raw:
        raw.sendall(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n" * 3)
        got = b""
        while got.count(b"HTTP/1.1 200") < 3:
            more = raw.recv(10_000)
            assert more
            got += more

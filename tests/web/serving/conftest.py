"""Real servers, each a process of its own at a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx
import pytest

from searchqa.app import reindex, sample_config
from searchqa.config import Config
from tests.support.waiting import SECONDS, until

if TYPE_CHECKING:
    from collections.abc import Iterator

READY = re.compile(r"searchqa serves (\S+) at (\S+) \((.*)\); Ctrl-C ends it")


class Server:
    """``searchqa serve`` as people start it.

    Attributes:
        lines: What it wrote to stderr so far.
    """

    def __init__(self, folder: Path, *args: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SEARCHQA_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "searchqa", "serve", *args],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # In a group of its own, as a shell starts it: a test's Ctrl-C is for this one alone.
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self.folder, self.address, self.stand = self._ready()
        self.client = self._client(folder)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def _ready(self) -> tuple[str, str, str]:
        def told() -> re.Match[str] | None:
            assert self.process.poll() is None, self.lines
            return next((found for line in self.lines if (found := READY.fullmatch(line))), None)

        try:
            found = until(told)
        except BaseException:
            self._close()
            raise
        return found[1], found[2], found[3]

    def _client(self, folder: Path) -> httpx.Client:
        if self.address.startswith("unix:"):
            path = folder / self.address.removeprefix("unix:")
            over = httpx.HTTPTransport(uds=str(path))
            return httpx.Client(transport=over, base_url="http://localhost", timeout=SECONDS)
        return httpx.Client(base_url=self.address, timeout=SECONDS, trust_env=False)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].partition("/")[0])

    def get(self, path: str, **headers: str) -> httpx.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=names)

    def said(self, text: str) -> str:
        """Return the first line of the log with some text in it, which may be yet to come."""
        return until(lambda: next((line for line in list(self.lines) if text in line), ""))

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; return its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(SECONDS)
        finally:
            self._close()

    def _close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reading.join(SECONDS)
        assert self.process.stderr is not None
        self.process.stderr.close()


class Start(Protocol):
    """Starts a server that ends with the test."""

    def __call__(self, *args: str) -> Server: ...


@pytest.fixture(scope="session")
def served_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an index of the sample once, to be read only."""
    index = tmp_path_factory.mktemp("served") / "index"
    reindex(sample_config(Config(index=index)))
    return index


@pytest.fixture
def start(tmp_path: Path, served_index: Path) -> Iterator[Start]:
    """Serve the sample, or what ``--index`` names."""
    with ExitStack() as stack:

        def call(*args: str) -> Server:
            place = () if "--socket" in args else ("--port", "0")
            index = () if "--index" in args else ("--index", str(served_index))
            server = Server(tmp_path, *index, *place, *args)
            stack.callback(server.end)
            return server

        yield call

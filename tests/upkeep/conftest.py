"""A site with its configuration, and ``searchqa reindex`` as people start it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from searchqa.config import Config, SourceConfig
from tests.indexing.site import Site, threads_of
from tests.support.waiting import SECONDS, until

A, B = "20210104-alpha", "20210201-beta"


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("SEARCHQA_")}


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Reindexer:
    """``searchqa reindex`` as a process of its own.

    Attributes:
        lines: What it wrote to stdout so far; ``errors`` what to stderr.
    """

    def __init__(self, folder: Path, *args: str, before: str = "") -> None:
        line = f"{before}\nimport sys; from searchqa.cli import main; sys.exit(main(sys.argv[1:]))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", line, "reindex", *args],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self.lines: list[str] = []
        self.errors: list[str] = []
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._streams = (self.process.stdout, self.process.stderr)
        self._reading = [
            threading.Thread(target=_read, args=pair, daemon=True)
            for pair in zip(self._streams, (self.lines, self.errors), strict=True)
        ]
        for thread in self._reading:
            thread.start()

    def said(self, text: str, times: int = 1, seconds: float = SECONDS) -> str:
        """Return the last of so many lines with some text in it, which may be yet to come."""

        def look() -> str:
            found = [line for line in (*self.lines, *self.errors) if text in line]
            return found[times - 1] if len(found) >= times else ""

        try:
            return until(look, seconds)
        except AssertionError:
            raise AssertionError((text, self.lines, self.errors)) from None

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self.process.wait()
            for thread in self._reading:
                thread.join(SECONDS)
            for stream in self._streams:
                stream.close()


def _read(stream: Iterator[str], into: list[str]) -> None:
    for line in stream:
        # One by one: each is looked for as soon as it comes.
        into.append(line.rstrip("\n"))  # noqa: PERF401


class Start(Protocol):
    """Starts a reindexer that ends with the test."""

    def __call__(self, *args: str, before: str = "") -> Reindexer: ...


class Once(Protocol):
    """Runs ``searchqa reindex`` to its end."""

    def __call__(self, *args: str) -> Done: ...


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two books, and a searchqa.yaml beside them that names them and ``index``."""
    made = Site(tmp_path / "site")
    made.write(A, threads_of(2, 1))
    made.write(B, threads_of(1, 2))
    made.person("annloom", "Ann Loom")
    (tmp_path / "searchqa.yaml").write_text("sources: site\nindex: index\n")
    return made


@pytest.fixture
def index(site: Site, tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def config(site: Site, index: Path) -> Config:
    return Config(index=index, sources=(SourceConfig(site.path),))


@pytest.fixture
def start(site: Site, tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def call(*args: str, before: str = "") -> Reindexer:
            made = Reindexer(tmp_path, *args, before=before)
            stack.callback(made.end)
            return made

        yield call


@pytest.fixture
def once(site: Site, tmp_path: Path) -> Once:
    def call(*args: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "searchqa", "reindex", *args],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return call

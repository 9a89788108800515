"""A real server for a measurement, a process of its own.

In: an index, options. Out: its address and its processes. Never: outlives the block.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READY: Final = re.compile(r"searchqa serves .* at http://127\.0\.0\.1:(\d+)/")
SECONDS: Final = 60.0


@dataclass(frozen=True)
class Served:
    """A server: its port, its process, the file of its log."""

    port: int
    pid: int
    log: Path


@contextlib.contextmanager
def serving(index: Path, workers: int = 1, more: Sequence[str] = ()) -> Iterator[Served]:
    """Serve an index as long as the block runs.

    Args:
        index: Its folder.
        workers: Processes that answer.
        more: Other options of ``searchqa serve``.

    Raises:
        RuntimeError: It didn't start; the message is what it said.
    """
    command = [sys.executable, "-m", "searchqa", "serve", "--port", "0"]
    command += ["--index", str(index.absolute()), "--workers", str(workers), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="searchqa-serving-") as folder:
        log = Path(folder, "log")
        with log.open("wb") as stream:
            process = subprocess.Popen(command, stderr=stream, cwd=folder, env=environment)
        try:
            yield Served(_port(process, log), process.pid, log)
        finally:
            process.terminate()
            process.wait(SECONDS)


def children(pid: int) -> list[int]:
    """Return the processes that a server started, without Python's own helper."""
    pids = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())
    return [one for one in pids if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text(encoding="utf-8")
        found = READY.search(said)
        if found:
            return int(found[1])
        time.sleep(0.02)
    raise RuntimeError(log.read_text(encoding="utf-8"))

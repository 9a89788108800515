"""Waiting times at a steady rate, and how many requests a second at most.

In: a server, what to ask. Out: figures. Never: shares a process with what it measures.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

# wrk asks for one address after the other; each of its threads begins elsewhere.
_SCRIPT: Final = """\
local paths = {%s}
local at = 0
local threads = 0
function setup(thread) thread:set("first", threads * 7); threads = threads + 1 end
function init(args) at = first end
function request()
  at = at + 1
  return wrk.format("GET", paths[at %% #paths + 1], {["accept-encoding"] = "gzip"})
end
"""


@dataclass(frozen=True)
class Waited:
    """How long answers took, in milliseconds from when they were due."""

    requests: int
    p50: float
    p99: float
    worst: float
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Most:
    """What wrk found: requests a second, the median in milliseconds, answers that weren't 200."""

    rate: float
    p50: float
    failed: int


def steady(port: int, paths: Sequence[str], rate: float, seconds: float) -> Waited:
    """Ask at a rate, from a process of its own."""
    task = json.dumps({"port": port, "paths": list(paths), "rate": rate, "seconds": seconds})
    command = [sys.executable, "-m", "benchmarks.serving.client", task]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    times: list[float] = told["times"]
    failed = tuple(told["failed"])
    if not times:
        return Waited(0, 0.0, 0.0, 0.0, failed)
    last = len(times) - 1
    return Waited(len(times), times[last // 2], times[last * 99 // 100], times[-1], failed)


def wrk_there() -> bool:
    """Say whether wrk is installed."""
    return shutil.which("wrk") is not None


def most(port: int, paths: Sequence[str], seconds: int, connections: int = 16) -> Most:
    """Ask as fast as answers come, with wrk."""
    listed = ", ".join(json.dumps(path) for path in paths)
    with tempfile.TemporaryDirectory(prefix="searchqa-wrk-") as folder:
        script = Path(folder, "asked.lua")
        script.write_text(_SCRIPT % listed, encoding="ascii")
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["-s", str(script), f"http://127.0.0.1:{port}"]
        told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = sum(map(int, broken.groups())) if broken else 0
    return Most(
        _number(told, "Requests/sec:"), _median(told), errors + int(failed[1] if failed else 0)
    )


def _number(told: str, name: str) -> float:
    found = re.search(rf"{name}\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


def _median(told: str) -> float:
    found = re.search(r"50%\s+([\d.]+)(us|ms|s)", told)
    unit = {"us": 0.001, "ms": 1.0, "s": 1_000.0}
    return float(found[1]) * unit[found[2]] if found else 0.0

"""A writer killed at random moments: after each, the old or the new answer, never another."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.model import Document
from tests.indexing.site import Site, holds, threads_of

BOOKS = 12
ENGINE = WhooshEngine()


def write_state(site: Site, state: int) -> None:
    """Write one of two sites: they differ in every second book and in which books there are."""
    for number in range(BOOKS):
        seed = number if number % 2 else number + 100 * state
        site.write(f"2021{number % 12 + 1:02}04-book{number}", threads_of(6, seed))
    site.write(f"20220101-only{state}", threads_of(6, state))
    site.file(f"20220101-only{1 - state}").unlink(missing_ok=True)
    site.person("annloom", "Ann Loom" if state else "Ann B. Loom")


def forked(site: Site, index: Path) -> int:
    """Reindex in a copy of this process, which has imported everything already."""
    child = os.fork()
    if child == 0:
        try:
            reindex(site.sources, index, ENGINE)
        finally:
            os._exit(0)
    return child


def commanded(site: Site, index: Path) -> int:
    """Reindex as a person does."""
    command = [sys.executable, "-m", "searchqa", "index", str(site.path), "--index", str(index)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=index.parent
    )
    process.returncode = 0  # reaped here, not by subprocess
    return process.pid


def seconds_of(start: Callable[[Site, Path], int], site: Site, index: Path) -> float:
    begun = time.perf_counter()
    os.waitpid(start(site, index), 0)
    return time.perf_counter() - begun


def kill_often(
    start: Callable[[Site, Path], int], times: int, site: Site, index: Path, seed: int
) -> tuple[int, int]:
    """Kill ``times`` reindexes; return how often the old and how often the new one answered."""
    states: list[dict[str, Document]] = []
    for state in (0, 1):
        write_state(site, state)
        reindex(site.sources, index.with_name(f"state{state}"), ENGINE)
        states.append(holds(index.with_name(f"state{state}"), ENGINE))
    assert states[0] != states[1]
    reindex(site.sources, index, ENGINE)
    answering = 1
    write_state(site, 0)
    longest = seconds_of(start, site, index)
    answering = 0
    seen = [0, 0]
    moments = random.Random(seed)  # noqa: S311 - when to kill is no secret
    for _ in range(times):
        write_state(site, 1 - answering)
        child = start(site, index)
        time.sleep(moments.uniform(0, longest * 1.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        held = holds(index, ENGINE)
        assert held in states, "neither the old answer nor the new one"
        assert verify(index, ENGINE) == ()
        is_new = held == states[1 - answering]
        seen[is_new] += 1
        answering = 1 - answering if is_new else answering
    report = reindex(site.sources, index, ENGINE)
    assert report.exit_code == 0
    # One more change, so that the last killed run's leftovers have been swept.
    write_state(site, answering)
    reindex(site.sources, index, ENGINE)
    assert holds(index, ENGINE) == states[answering]
    assert len(list((index / "generations").iterdir())) == 2
    opened = open_index(index, ENGINE)
    opened.close()
    return seen[0], seen[1]


def test_a_few_kills(tmp_path: Path) -> None:
    old, new = kill_often(forked, 20, Site(tmp_path / "site"), tmp_path / "index", seed=1)
    assert old + new == 20
    assert old > 0


@pytest.mark.slow
@pytest.mark.parametrize(("start", "times"), [(forked, 40), (commanded, 40)])
def test_kills_by_dozens(tmp_path: Path, start: Callable[[Site, Path], int], times: int) -> None:
    old, new = kill_often(start, times, Site(tmp_path / "site"), tmp_path / "index", seed=2)
    # Kills that all came too early or too late would prove nothing.
    assert min(old, new) >= times // 20

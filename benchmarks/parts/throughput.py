"""Part ``throughput``: questions a second with more threads, and with more processes.

In: one engine's index. Out: answers a second for 1, 2, 4 threads and 1, 2 processes.
Never: starts the watch before each process has opened its index and answered once.

Asked are the kinds that each engine can say (one, two, several words): ten hits with snippets
and a count, for bm25s the ranking alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import command
from benchmarks.page.wording import at_once
from benchmarks.parts.base import asks, opened, say
from benchmarks.paths import ROOT
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.places import load
from benchmarks.queries import QUERIES, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.page.wording import at_once
from benchmarks.parts.base import Run

THREADS: Final = (1, 2, 4)
PROCESSES: Final = (1, 2)


def run(settings: Run, size: int) -> None:
    """Measure each engine."""
    if size not in settings.sizes:
        return
    archive = settings.archive(size)
    seconds = 0.2 if settings.smoke else 3.0
    for name in (OURS, *settings.engines_at(size)):
        task = {"folder": str(archive.folder), "peer": name, "seconds": seconds}
        threads: tuple[int, ...] = THREADS
        processes: tuple[int, ...] = PROCESSES
        if settings.smoke:
            # Each of these starts processes; all that is to be known is that two can work at all.
            threads, processes = (2,), (2,) if name == OURS else ()
        figures = {
            "threads": {n: together([{**task, "threads": n}]) for n in threads},
            "processes": {n: together([{**task, "threads": 1}] * n) for n in processes},
        }
        settings.store.write("throughput", size, name, figures)
        rates = [
            f"{at_once(str(n), k)} {r:,.0f}/s" for k, by in figures.items() for n, r in by.items()
        ]
        say(f"  {name}: {', '.join(rates)}")


def together(tasks: list[dict[str, Any]]) -> float:
    """Return the answers a second of processes that start asking at once."""
    started = [
        subprocess.Popen(
            command("throughput", task),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for task in tasks
    ]
    for process in started:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for; this tells the type
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("a process to be measured didn't start")
    for process in started:
        assert process.stdin is not None  # noqa: S101 - as above
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate()[0] for process in started]
    return float(sum(json.loads(output.splitlines()[-1]) for output in outputs))


def measure(task: dict[str, Any]) -> float:
    """Return how many questions a second this process answered."""
    archive = load(task["folder"])
    peer = PEERS[task["peer"]]
    mode = peer.modes[0]
    queries = [query for query in QUERIES if query.kind in WORDS]
    # A connection of SQLite is one thread's; the others share one open index.
    readers = [opened(peer, archive)]
    if peer.name == "fts5":
        readers += [opened(peer, archive) for _ in range(task["threads"] - 1)]
    calls = [list(asks(peer, reader, mode, archive, queries).values()) for reader in readers]
    for call_ in (one for each in calls for one in each):
        call_()
    print("ready", flush=True)
    sys.stdin.readline()
    return _rate(calls, task["threads"], task["seconds"])


def _rate(calls: Sequence[Sequence[Callable[[], object]]], threads: int, seconds: float) -> float:
    counts = [0] * threads
    begun = time.perf_counter()
    end = begun + seconds

    def ask(number: int) -> None:
        own = calls[number % len(calls)]
        at = number * len(own) // threads
        while time.perf_counter() < end:
            own[at % len(own)]()
            at += 1
            counts[number] += 1

    workers = [threading.Thread(target=ask, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.perf_counter() - begun)

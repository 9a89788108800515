"""Part ``steps``: where the time of our queries and of our command goes.

In: our index. Out: microseconds of each step of a query, milliseconds of each part of a command.
Never: compares: the page puts it beside the targets that were missed.

A query's steps are those of ungrouped hits with one fragment and three facets, medians over all
questions: ``kept`` as in the rounds, where an engine may remember, and ``new`` with nothing kept.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import searchqa
from benchmarks.child import call, environment
from benchmarks.pairs import timed
from benchmarks.parts.base import say
from benchmarks.parts.memory import build_apart
from benchmarks.paths import ROOT
from benchmarks.peers.base import FRAGMENTS
from benchmarks.peers.registry import OURS
from benchmarks.places import index_folder, index_of, load
from benchmarks.queries import QUERIES
from benchmarks.steps import WHOLE, Asked, measured, steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.parts.base import Run

ROUNDS: Final = 7
STARTS: Final = 15
REST: Final = "the rest: names, suggestions, results"


def run(settings: Run, size: int) -> None:
    """Measure both."""
    archive = settings.archive(size)
    build_apart(archive, OURS)
    rounds, starts = (2, 2) if settings.smoke else (ROUNDS, STARTS)
    found = call("steps", folder=str(archive.folder), rounds=rounds)
    settings.store.write("steps", size, "query", found)
    parts = command_parts(index_folder(archive, OURS), starts)
    settings.store.write("steps", size, "command", parts)
    whole = list(parts.values())[-1] * 1000
    say(f"  {WHOLE}: {found[WHOLE]['kept']:.0f} µs; the whole command: {whole:.0f} ms")


def measure(task: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return each step's median over all questions, ``kept`` and ``new``."""
    archive = load(task["folder"])
    asked = Asked("none", FRAGMENTS)
    found: dict[str, dict[str, list[float]]] = {}
    with searchqa.open(index_of(archive, OURS)) as index:
        for text in (query.typed(archive.facts["values"]) for query in QUERIES):
            for way in ("kept", "new"):
                taken = {
                    step.name: measured(step, task["rounds"])
                    for step in steps(index, text, asked, kept=way == "kept")
                }
                # The whole always uses what is kept.
                whole = taken.pop(WHOLE)
                for name, one in (with_rest(taken, whole) if way == "kept" else taken).items():
                    found.setdefault(name, {}).setdefault(way, []).append(one)
    return {name: {w: statistics.median(t) for w, t in by.items()} for name, by in found.items()}


def with_rest(taken: Mapping[str, float], whole: float) -> dict[str, float]:
    """Return the steps, what is left of the whole (which may be less than their sum), and it."""
    return {**taken, REST: max(0.0, whole - sum(taken.values())), WHOLE: whole}


def command_parts(index: Path, starts: int) -> dict[str, float]:
    """Return median seconds of a start of Python, of a command's parts, and of the whole."""
    bare, whole, inside = [], [], []
    program = Path(sys.executable).with_name("searchqa")
    for _ in range(starts + 1):
        bare.append(timed(lambda: _start([sys.executable, "-c", "pass"])))
        inside.append(json.loads(_start([sys.executable, "-m", "benchmarks.started", str(index)])))
        whole.append(
            timed(lambda: _start([str(program), "query", "data versioning", "--index", str(index)]))
        )
    # The first start reads from the disk.
    return summed(bare[1:], inside[1:], whole[1:])


def summed(
    bare: Sequence[float], inside: Sequence[Mapping[str, float]], whole: Sequence[float]
) -> dict[str, float]:
    """Return the medians of all parts, and what of the whole none of them is."""
    out = {"start Python": statistics.median(bare)}
    out |= {name: statistics.median(one[name] for one in inside) for name in inside[0]}
    total = statistics.median(whole)
    out["the rest: options, the last answer's note, the end"] = max(0.0, total - sum(out.values()))
    return {**out, "the whole command": total}


def _start(arguments: list[str]) -> bytes:
    done = subprocess.run(
        arguments, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=False
    )
    # 1 is no answer, which a small archive may give.
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"{arguments[1:3]} ended with {done.returncode}")
    return done.stdout

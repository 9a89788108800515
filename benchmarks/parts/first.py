"""Part ``first``: the first answer of a new process, and the whole terminal command.

In: indexes. Out: seconds of importing, opening and asking once; of `searchqa query` and of
`python -c pass`, run in turn. Never: runs with compiled files switched off.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import environment
from benchmarks.pairs import pair
from benchmarks.parts.base import say
from benchmarks.parts.memory import build_apart
from benchmarks.paths import ROOT
from benchmarks.places import index_folder

if TYPE_CHECKING:
    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run

RUNS: Final = 7
COMMANDS: Final = 25
OURS: Final = "ours"


def run(settings: Run, size: int) -> None:
    """Measure each engine's first answer, then the command."""
    if size not in settings.sizes:
        return
    archive = settings.archive(size)
    names = (OURS, *settings.engines_at(size))
    for name in names:
        build_apart(archive, name)
    turns = 1 if settings.smoke else RUNS
    found: dict[str, list[Any]] = {name: [] for name in names}
    for turn in range(turns):
        for name in names if turn % 2 else reversed(names):
            found[name].append(fresh(name, archive))
    settings.store.write("first", size, "all", found)
    commands = 3 if settings.smoke else COMMANDS
    pairs = command_pairs(index_folder(archive, OURS), commands)
    settings.store.write("command", size, "all", pairs)
    nothing, whole = (sorted(p[i] for p in pairs)[len(pairs) // 2] * 1000 for i in (0, 1))
    say(f"  searchqa query {whole:.0f} ms, python -c pass {nothing:.0f} ms")


def fresh(name: str, archive: Archive) -> dict[str, float]:
    """Return what `benchmarks.fresh` measures."""
    arguments = [sys.executable, "-m", "benchmarks.fresh", name]
    arguments.append(str(index_folder(archive, name)))
    done = subprocess.run(
        arguments, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def command_pairs(index: Path, count: int) -> list[tuple[float, float]]:
    """Return (python -c pass, searchqa query) in seconds; one run before isn't counted."""
    program = Path(sys.executable).with_name("searchqa")
    query = [str(program), "query", "data versioning", "--index", str(index)]
    nothing = [sys.executable, "-c", "pass"]
    # The numbers of a person's last answer stay that person's; text is written as it is for people.
    surrounding = {k: v for k, v in environment().items() if k != "PYTHONUNBUFFERED"}
    surrounding["XDG_STATE_HOME"] = str(index.parent)

    def start(arguments: list[str]) -> None:
        # 1 is no answer, which a small archive may give.
        done = subprocess.run(
            arguments, env=surrounding, stdout=subprocess.DEVNULL, check=False, cwd=index
        )
        if done.returncode not in {0, 1}:
            raise RuntimeError(f"{arguments[1:3]} ended with {done.returncode}")

    start(nothing)
    start(query)
    return [pair(lambda: start(nothing), lambda: start(query), turn) for turn in range(count)]

"""Reindexes killed at random moments while others read: every answer is the old or the new one's.

In: how many kills, how many readers. Out: what was killed in which stage, and whatever went wrong.
Never: outlives its kills, or leaves a process behind.

    python -m tests.support.kills --times 500 --readers 4

The transcripts come from a git repository and from a folder, so that a kill may come while a
source is synced. Of an index that a reader opened, all answers have to be those of one state:
of the one that answered before the kill, or of the one that the killed run was about to publish.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.sharedctypes import SynchronizedArray
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final

import searchqa
from searchqa.app import reindex
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.errors import IndexMissingError
from searchqa.indexing import disk, generations
from searchqa.indexing.verify import verify
from searchqa.report import Progress, ReindexOptions
from tests.support.kill_world import World
from tests.support.soak import ASKED, QUESTIONS, STATES, Answers, Say

STAGES: Final = ("starting", "syncing", "reading", "writing", "publishing", "cleaning up")
FULL: Final = 9  # each so many-th run builds all anew, not from the generation before
SLACK: Final = 60.0


def right_answers(folder: Path, *, git: bool) -> list[Answers]:
    """Return what is right in each state: the answers of an index built from nothing."""
    world = World(folder, git=git)
    answers: list[Answers] = []
    for state in range(STATES):
        world.write(state)
        shutil.rmtree(world.index, ignore_errors=True)
        reindex(world.config)
        with searchqa.open(world.index) as index:
            answers.append({name: ask(index) for name, ask in QUESTIONS.items()})
    return answers


def _states_of(answers: Mapping[str, str], right: Sequence[Answers]) -> set[int]:
    return {
        state
        for state, those in enumerate(right)
        if all(those[name] == answer for name, answer in answers.items())
    }


def read(
    index: Path, right: Sequence[Answers], allowed: Callable[[], set[int]], chance: random.Random
) -> int:
    """Open what answers now, ask it; return how many answers were right.

    Raises:
        AssertionError: They are those of no state, or of one that nobody publishes now.
    """
    before = allowed()
    with searchqa.open(index) as opened:
        names = chance.sample(list(QUESTIONS), ASKED)
        answers = {name: QUESTIONS[name](opened) for name in names}
        generation = opened.generation
    found = _states_of(answers, right)
    assert found, f"generation {generation}: these are the answers of no state: {answers}"
    # Between the two looks another run may have begun.
    assert found & (before | allowed()), f"{generation} answers of {found}, not of {before}"
    return len(answers)


def _reader(
    index: Path,
    right: Sequence[Answers],
    allowed: SynchronizedArray[Any],
    ended: Event,
    told: SimpleQueue[Any],
) -> None:
    done, chance = 0, random.Random()  # noqa: S311 - no secret
    try:
        while not ended.is_set():
            done += read(index, right, lambda: set(allowed[:]), chance)
        told.put((done, ""))
    except Exception:
        told.put((done, traceback.format_exc()))
        raise


@contextlib.contextmanager
def _readers(
    world: World, right: Sequence[Answers], allowed: SynchronizedArray[Any], number: int
) -> Iterator[tuple[list[SpawnProcess], Event, SimpleQueue[Any]]]:
    context = multiprocessing.get_context("spawn")
    ended, told = context.Event(), context.SimpleQueue()
    work = partial(_reader, world.index, right, allowed, ended, told)
    processes = [context.Process(target=work) for _ in range(number)]
    with contextlib.ExitStack() as stack:
        for process in processes:
            process.start()
            stack.callback(process.join)
            stack.callback(process.kill)
        yield processes, ended, told


class Run:
    """A reindex in a process of its own, which tells its stages through a pipe."""

    def __init__(self, world: World, *, full: bool) -> None:
        self._stages, telling = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            _work(world, telling, full=full)
        os.close(telling)

    def kill(self) -> str:
        """Kill it, if it still runs; return the stage it was in, "" when it had ended."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        with os.fdopen(self._stages, "rb") as pipe:
            said = pipe.read()
        return "" if os.WIFEXITED(status) else STAGES[max(said, default=0)]

    def wait(self) -> float:
        """Wait for its end; return the seconds."""
        begun = time.perf_counter()
        os.waitpid(self.pid, 0)
        os.close(self._stages)
        return time.perf_counter() - begun


def _work(world: World, telling: int, *, full: bool) -> None:
    def tell(progress: Progress) -> None:
        os.write(telling, bytes([STAGES.index(progress.stage)]))

    replace = disk.replace

    def published(source: Path, target: Path) -> None:
        replace(source, target)
        os.write(telling, bytes([STAGES.index("cleaning up")]))

    disk.replace = published  # what follows CURRENT's renaming is cleaning up
    tempfile.tempdir = str(world.temporary)
    os.environ["TMPDIR"] = str(world.temporary)
    code = 1
    try:
        reindex(world.config, ReindexOptions(full=full), tell)
        code = 0
    finally:
        os._exit(code)


def _answering(world: World, right: Sequence[Answers], two: Sequence[int]) -> int:
    """Return which of two states answers; every byte of it must be whole.

    Raises:
        AssertionError: Neither does, or the index is damaged.
    """
    assert verify(world.index, WhooshEngine()) == (), "damaged"
    with searchqa.open(world.index) as index:
        answers = {name: ask(index) for name, ask in QUESTIONS.items()}
    found = _states_of(answers, right) & set(two)
    assert found, f"the answers are of {_states_of(answers, right) or 'no state'}, not of {two}"
    return found.pop()


def litter(world: World, clean: World) -> list[str]:
    """Return what lies in an index, and in the temporary folder, that a clean run leaves not."""
    names = [_names(one.index) for one in (world, clean)]
    strange = [f"{name} is left, or missing" for name in sorted(names[0] ^ names[1])]
    kept = len(list((world.index / generations.GENERATIONS).iterdir()))
    left = [f"{path.name} is left" for path in sorted(world.temporary.iterdir())]
    return [
        *strange,
        *left,
        *([f"{kept} generations are left"] if kept != generations.KEPT else []),
    ]


def _names(index: Path) -> set[str]:
    sources = index / generations.SOURCES
    inside = {f"sources/{path.name}" for path in sources.iterdir()} if sources.is_dir() else set()
    return {path.name for path in index.iterdir()} | inside


def kill_often(
    folder: Path,
    times: int,
    readers: int,
    *,
    git: bool = True,
    seed: int = 1,
    say: Say = lambda _: None,
) -> tuple[Counter[str], list[str]]:
    """Kill reindexes; return what was killed and answered, and what was wrong."""
    right = right_answers(folder / "right", git=git)
    world, done, problems = World(folder / "run", git=git), Counter[str](), list[str]()
    moments = random.Random(seed)  # noqa: S311 - when to kill is no secret
    world.write(0)
    Run(world, full=False).wait()
    allowed = multiprocessing.get_context("spawn").Array("i", [0, 0])
    with _readers(world, right, allowed, readers) as (processes, ended, told):
        longest, answering = Run(world, full=True).wait(), 0
        for number in count():
            if done["killed"] == times:
                break
            new = (answering + 1 + number % (STATES - 1)) % STATES
            world.write(new)
            allowed[0], allowed[1] = answering, new
            run = Run(world, full=number % FULL == FULL - 1)
            time.sleep(moments.uniform(0, longest))
            stage = run.kill()
            done[f"killed {stage}" if stage else "ended before"] += 1
            done["killed"] += bool(stage)
            try:
                now = _answering(world, right, (answering, new))
            except (AssertionError, IndexMissingError) as error:
                problems.append(f"kill {number}, {stage or 'ended'}: {error}")
                break
            done["new" if now == new else "old"] += 1
            # Aim so that about one run in three gets to its end.
            longest *= 0.9 if now == new else 1.06
            answering = now
            if any(process.exitcode for process in processes):
                break
            if number % 50 == 49:
                say(f"{number + 1} runs: {dict(done)}")
        ended.set()
        for _ in processes:
            answers, problem = told.get()
            done["answers"] += answers
            problems += [problem] if problem else []
    return done, problems or _mended(folder, world, right, git=git)


def _mended(folder: Path, world: World, right: Sequence[Answers], *, git: bool) -> list[str]:
    """Reindex once in peace; return what isn't as if there had never been a kill."""
    clean = World(folder / "clean", git=git)
    for state in (1, 2):
        clean.write(state)
        reindex(clean.config)
    for state in (1, 2):
        world.write(state)
        report = reindex(world.config)
        if report.exit_code:
            return [f"the clean run ended with {report.exit_code}: {report.problems}"]
        if _answering(world, right, (state,)) != state:
            return [f"the clean run doesn't answer as state {state}"]
    return litter(world, clean)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    say = partial(print, flush=True)
    with tempfile.TemporaryDirectory(prefix="searchqa-kills-") as folder:
        done, problems = kill_often(
            Path(folder), given.times, given.readers, seed=given.seed, say=say
        )
    say(", ".join(f"{many:,} {what}" for what, many in sorted(done.items())))
    say("\n".join(problems) or "nothing was wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""Readers, and one writer that publishes again and again: no wrong answer, no error, no growth.

In: how long, how many readers. Out: what was done, and whatever went wrong.
Never: outlives its time, or leaves a process behind.

    python -m tests.support.soak --seconds 120 --readers 8

The site goes round through ``STATES`` states, one further with each generation, so a generation's
name says which answers are right: those of a fresh index of that state alone.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median_low
from typing import Any, Final, TypeAlias

import searchqa
from searchqa.app import reindex
from searchqa.app.index import Index
from searchqa.config import Config, SourceConfig
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing import generations
from searchqa.indexing.verify import verify
from searchqa.report import ReindexOptions

Answers: TypeAlias = Mapping[str, str]
Open: TypeAlias = Callable[[Path], AbstractContextManager[Index]]
Work: TypeAlias = Callable[[float], Counter[str]]
Say: TypeAlias = Callable[[str], object]

STATES: Final = 5
FULL: Final = 7  # each so many-th generation is built from nothing, not from the one before
# Questions to an index; how seldom it is kept until how many more are there (two stay anyway).
ASKED, SELDOM, FURTHER = 5, 12, 3
# An open index has two descriptors, its mapping and its lock; a leak is two for each generation.
MAX_FDS: Final = 4
MAX_MEMORY: Final = 8 << 20  # a warm process, in which nothing leaks, moves by 3 MB
SLACK: Final = 60.0  # seconds for interpreters to start and for what was begun to end


class SoakError(Exception):
    """What must not happen."""


def _search(text: str = "", **given: Any) -> Callable[[Index], str]:
    def ask(index: Index) -> str:
        found = index.search(text, **given)
        own = "its own" if found.generation == index.generation else "another"
        return repr(replace(found, took_ms=0.0, generation=own))

    return ask


QUESTIONS: Final[Mapping[str, Callable[[Index], str]]] = {
    "words": _search("how to keep data and models", offset=2),
    "phrase": _search('"the variant"'),
    "prefix": _search("varia*", group="none"),
    "fuzzy": _search("variamt~ OR modle~"),
    "filter": _search("the test", role="author", kind="answer"),
    "field": _search("is:unanswered OR has:link", facets="book", sort="oldest"),
    "not": _search("data NOT variant", limit=20),
    "date": _search("", after="2021", before="2023-09"),
    "browse": _search(sort="newest", group="none", limit=20),
    "nothing": _search("variant +crocodile"),
    "facets": lambda index: repr(index.facets()),
    "counts": lambda index: repr(replace(index.statistics(), segments=0)),
    "thread": lambda index: repr(index.thread(index.search("variant").hits[0].thread.id)),
}


def write_state(site: Path, state: int) -> None:
    """Make a site one of its states: some books away, some changed, an author's name, too."""
    sample = Path(searchqa.__file__).parent / "sample"
    for number, file in enumerate(sorted(sample.glob("_*/*.md"))):
        place, text = site / file.relative_to(sample), file.read_text(encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.parent.name == "_people":
            text = text.replace('title: "Zoë', 'title: "Zoë B.') if state % 2 else text
        elif number % STATES == state:
            place.unlink(missing_ok=True)
            continue
        elif (number + 2) % STATES == state:
            text = text.replace(" the ", " the variant " + "again " * state, 8 + state)
        place.write_text(text, encoding="utf-8")


def answering(index: Path) -> int:
    return int(generations.read_pointer(index).generation)


def publish(folder: Path, number: int) -> None:
    """Bring the site into the state of a generation, and the index to that generation."""
    write_state(folder / "site", number % STATES)
    config = Config(index=folder / "index", sources=(SourceConfig(folder / "site"),))
    report = reindex(config, ReindexOptions(full=number % FULL == 0))
    if (report.published, report.generation, report.exit_code) != (True, f"{number:06}", 0):
        raise SoakError(f"{number:06} was to be published: {report}")


def expected_answers(folder: Path) -> list[Answers]:
    """Return what is right in each state."""
    answers: list[Answers] = []
    for state in range(STATES):
        write_state(folder / "site", state)
        config = Config(folder / f"index{state}", (SourceConfig(folder / "site"),))
        reindex(config)
        with searchqa.open(config.index) as index:
            answers.append({name: ask(index) for name, ask in QUESTIONS.items()})
    return answers


class Judge:
    """Compares what one reader is told with what is right, and counts."""

    def __init__(self, expected: Sequence[Answers]) -> None:
        self._expected = expected
        self.last = 0
        self.done: Counter[str] = Counter()

    def opens(self, number: int, published: int) -> None:
        """Take note of a generation: none older than was published or seen before."""
        if number < max(published, self.last):
            raise SoakError(f"opened {number} after {max(published, self.last)}")
        self.done.update(opened=1, generations=int(number != self.last))
        self.last = number

    def asks(self, index: Index, questions: Sequence[str]) -> None:
        """Compare answers with those of the state of what is open."""
        for question in questions:
            answer = QUESTIONS[question](index)
            right = self._expected[self.last % STATES][question]
            if answer != right:
                of = [s for s, those in enumerate(self._expected) if those[question] == answer]
                what = f"{question!r} in {self.last}, which is of state {self.last % STATES}"
                raise SoakError(f"{what}: answer of {of or 'no state'}: {answer}, not {right}")


def read(
    index: Path, expected: Sequence[Answers], threads: int, open_: Open, seconds: float
) -> Counter[str]:
    """Open the index, ask in threads at once until it has moved on, close it, again and again."""
    chance, judge = random.Random(), Judge(expected)  # noqa: S311 - no secret
    until, least = time.monotonic() + seconds, 2 if seconds else 1
    with ThreadPoolExecutor(threads) as pool:
        while time.monotonic() < until or judge.done["generations"] < least:
            published = answering(index)
            further = int(threads > 1) if chance.randrange(SELDOM) else FURTHER
            with open_(index) as opened:
                judge.opens(int(opened.generation), published)
                while True:
                    names = [chance.sample(list(QUESTIONS), ASKED) for _ in range(threads)]
                    list(pool.map(partial(judge.asks, opened), names))
                    judge.done.update(answers=threads * ASKED)
                    if time.monotonic() > until or answering(index) >= judge.last + further:
                        break
    return judge.done


def write(folder: Path, seconds: float) -> Counter[str]:
    until, least, done = time.monotonic() + seconds, 4 if seconds else 1, Counter[str]()
    while time.monotonic() < until or done["publishes"] < least:
        publish(folder, answering(folder / "index") + 1)
        done.update(publishes=1)
    return done


def _part(work: Work, seconds: float, start: Barrier, told: SimpleQueue[Any]) -> None:
    try:
        sys.setswitchinterval(1e-5)  # threads take turns in the midst of a query
        work(0.0)  # what is imported and kept from now on is there
        start.wait(SLACK)
        told.put((work(seconds), ""))
    except Exception:
        told.put((Counter(), traceback.format_exc()))
        raise


class Watch:
    """Looks at a process from outside: its open descriptors and its private bytes."""

    def __init__(self, process: int | str | None = "self") -> None:
        self._place = Path(f"/proc/{process}")
        self.samples: list[tuple[float, int, int]] = []
        self.now = "not measured, for want of /proc"

    def look(self, at: float) -> None:
        with contextlib.suppress(OSError):  # no /proc here, or the process has ended
            lines = map(str.split, (self._place / "smaps_rollup").read_text().splitlines())
            private = sum(int(words[1]) for words in lines if words[0].startswith("Private_"))
            fds = sum(1 for _ in (self._place / "fd").iterdir())
            self.samples.append((at, fds, private << 10))
            self.now = f"{fds} fds {private / 1024:.1f} MB"

    def growth(self, seconds: float) -> tuple[int, int] | None:
        """Return by how much the last quarter is over the second; the first is for warming up."""
        parts = [[s for s in self.samples if q <= s[0] / seconds * 4 < q + 1] for q in (1, 3)]
        if not all(parts):
            return None
        before, after = ([int(median_low(s[n] for s in part)) for n in (1, 2)] for part in parts)
        return after[0] - before[0], after[1] - before[1]


def left_behind(folder: Path) -> list[str]:
    """Publish once more while nobody reads; return what is wrong with what is there then."""
    index, number = folder / "index", answering(folder / "index") + 1
    publish(folder, number)
    names = {path.name for path in (*index.iterdir(), *(index / "generations").iterdir())}
    wanted = {"CURRENT", "LOCK", "generations", "status.json", f"{number - 1:06}", f"{number:06}"}
    stray = [f"{name} is left, or missing" for name in sorted(names ^ wanted)]
    return [*stray, *map(str, verify(index, WhooshEngine()))]


def soak(
    folder: Path,
    expected: Sequence[Answers],
    seconds: float,
    readers: int,
    say: Say = lambda _: None,
    open_: Open = searchqa.open,
) -> tuple[Counter[str], list[str]]:
    """Let readers and a writer work; return what was done, and what was wrong."""
    publish(folder, 1)
    threads, reader = (readers + 1) // 2, partial(read, folder / "index", expected)
    parts: dict[str, Work] = {"writer": partial(write, folder)}
    parts |= {"threads": partial(reader, threads, open_)}
    parts |= {f"reader {n + 1}": partial(reader, 1, open_) for n in range(threads, readers)}
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(len(parts) + 1), context.SimpleQueue()
    done, problems, watches = Counter[str](), list[str](), dict[SpawnProcess, Watch]()
    with contextlib.ExitStack() as stack:
        for name, part in parts.items():
            process = context.Process(target=_part, args=(part, seconds, start, told), name=name)
            process.start()
            stack.callback(process.join)
            stack.callback(process.kill)
            watches[process] = Watch(process.pid)
        start.wait(SLACK)
        _watch(watches, seconds, say)
        while not told.empty():
            some, problem = told.get()
            done.update(some)
            problems += [problem] if problem else []
        problems += [f"{p.name} ended with {p.exitcode}" for p in watches if p.exitcode != 0]
    for process, watch in watches.items() if not problems else ():
        grown = watch.growth(seconds)
        text = f"{grown[0]} fds {grown[1] / 2**20:.1f} MB" if grown else "what isn't known"
        say(f"{process.name}: {watch.now}, grown by {text}")
        if grown and (grown[0] > MAX_FDS or grown[1] > MAX_MEMORY):
            problems.append(f"{process.name} grew by {text}")
    return done, problems or left_behind(folder)


def _watch(watches: Mapping[SpawnProcess, Watch], seconds: float, say: Say) -> None:
    """Look at the processes until all have ended, one has failed, or their time is over."""
    begun, at, lines = time.monotonic(), 0.0, 0
    while {p.exitcode for p in watches} in ({None}, {None, 0}) and at < seconds + SLACK:
        time.sleep(max(0.02, seconds / 400))
        at = time.monotonic() - begun
        for watch in watches.values() if at < seconds else ():
            watch.look(at)
        if at > 5 * (lines + 1):
            lines += 1
            say(f"{at:4.0f} s  " + ", ".join(f"{p.name} {w.now}" for p, w in watches.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--readers", type=int, default=8)
    given = parser.parse_args()
    say = partial(print, flush=True)
    with tempfile.TemporaryDirectory(prefix="searchqa-soak-") as folder:
        right = expected_answers(Path(folder, "right"))
        done, problems = soak(Path(folder, "run"), right, given.seconds, given.readers, say)
    say(", ".join(f"{count:,} {what}" for what, count in sorted(done.items())))
    say("\n".join(problems) or "nothing was wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())

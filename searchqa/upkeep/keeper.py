"""Reindexing that goes on: a run, a wait, a run.

In: a configuration, how often, whether to watch. Out: lines for a log, until it is told to end.
Never: ends because a run failed, runs beside another keeper of the same index, or waits by a
clock that somebody can set.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from searchqa.config.durations import in_words
from searchqa.errors import SearchqaError
from searchqa.indexing import disk, generations, lock
from searchqa.indexing.generations import REQUEST
from searchqa.indexing.status import read_status, stamp, write_status
from searchqa.upkeep.once import Outcome, run_once
from searchqa.upkeep.said import Line, printable, said_of
from searchqa.upkeep.stopping import Stopped
from searchqa.upkeep.waiting import pause
from searchqa.upkeep.watching import Listed, Nothing, Notified, folders_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchqa.config import Config
    from searchqa.report import Progress
    from searchqa.upkeep.stopping import Stopping
    from searchqa.upkeep.watching import Watcher

# How often a request for a run is looked for.
LOOK_SECONDS: Final = 0.25
# Watched folders tell by themselves; the interval is for what tells nothing, and for what was
# missed.
_UNTOLD: Final = 60.0
_MISSED: Final = 900.0
# Somebody who writes all the time is indexed in between.
_SETTLED_SECONDS: Final = 5.0
_MEND: Final = "choose another with --index, or mend that"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to run.

    Attributes:
        every: Seconds between runs, None for what suits the sources.
        watch: Whether to run as soon as a source's folder changes.
    """

    every: float | None = None
    watch: bool = False

    def interval(self, config: Config) -> float:
        """Return the seconds between runs."""
        if self.every is not None:
            return self.every
        return _UNTOLD if any(one.git for one in config.sources) else _MISSED


@dataclass(frozen=True, slots=True)
class Clock:
    """The clocks, and chance: a test has its own.

    Attributes:
        monotonic: Seconds that only ever go on; waiting is by them.
        wall: Seconds as people count them; only ever shown.
        lot: A number from 0 up to 1.
        sleep: Waits so many seconds.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    lot: Callable[[], float] = random.random
    sleep: Callable[[float], None] = time.sleep


class Keeper:
    """Keeps an index up to date.

    Args:
        config: Which sources, which index.
        schedule: When.
        stopping: Whether to end.
        say: Is given each line for the log.
        progress: Is told where a run is.
        clock: The clocks.
    """

    def __init__(
        self,
        config: Config,
        schedule: Schedule,
        stopping: Stopping,
        say: Callable[[Line], None],
        progress: Callable[[Progress], None],
        clock: Clock | None = None,
    ) -> None:
        self._config = config
        self._schedule = schedule
        self._stopping = stopping
        self._say = say
        self._progress = progress
        self._clock = clock or Clock()
        self._interval = schedule.interval(config)
        self._watcher: Watcher = Nothing(self._clock.sleep)
        self._folders: dict[Path, int] = {}
        self._warned = False

    def run(self) -> None:
        """Run and wait until told to end.

        Raises:
            IndexLockedError: Somebody keeps this index already.
            BrokenIndexError: The index's folder is something else's, or can't be written.
        """
        index = self._config.index
        with contextlib.ExitStack() as held:
            with generations.telling(index, "kept up to date", _MEND):
                generations.check_ours(index)
                disk.make_folder(index)
                held.enter_context(lock.keeping(index))
            self._say(Line("info", printable(self._plan())))
            try:
                self._go_on()
            finally:
                self._watcher.close()
                self._note(None, "")
            self._say(Line("info", "reindexing has ended"))

    def _plan(self) -> str:
        names = len(self._config.sources)
        sources = "1 source" if names == 1 else f"{names} sources"
        how = f"every {in_words(self._interval)}"
        if self._schedule.watch:
            how = f"as soon as a folder changes, and {how}"
        return f"reindexing {sources} into {self._config.index} {how}"

    def _go_on(self) -> None:
        failures, before = 0, ""
        self._watch()
        while not self._stopping.wished.is_set():
            asked = self._request()
            outcome = self._run()
            if outcome is None:
                return
            failures = failures + 1 if outcome.failed else 0
            locked = outcome.locked
            seconds = pause(self._interval, failures, self._clock.lot(), locked=locked)
            again = f"next try in {in_words(seconds)}" if outcome.failed else ""
            if outcome.failed and outcome.line == before:
                # What to do about it was said the first time.
                outcome = _without_hint(outcome)
            before = outcome.line if outcome.failed else ""
            for line in said_of(outcome, again):
                self._say(line)
            # A request that the run couldn't begin with would make the next run at once, for ever.
            self._wait(seconds, asked if outcome.failed else None)

    def _run(self) -> Outcome | None:
        """Run once; None when it was told to end."""

        def step(progress: Progress) -> None:
            self._stopping.step(progress)
            self._progress(progress)

        try:
            return run_once(self._config, step)
        except Stopped:
            return None
        except Exception as error:  # noqa: BLE001 (the next run may go well)
            return Outcome(f"unexpected {type(error).__name__}: {error}", exit_code=2, failed=True)

    def _wait(self, seconds: float, tried: int | None) -> None:
        """Wait for the next run's time, a request, a change or the end.

        Args:
            seconds: How long.
            tried: The request that is there already and doesn't count, or None.
        """
        end = self._clock.monotonic() + seconds
        self._note(self._interval, stamp(self._clock.wall() + seconds))
        while not self._stopping.wished.is_set():
            left = end - self._clock.monotonic()
            if left <= 0:
                return
            changed = self._watcher.wait(min(left, LOOK_SECONDS))
            if self._schedule.watch and (changed or folders_of(self._config) != self._folders):
                self._settle()
                return
            asked = self._request()
            if asked is not None and asked != tried:
                return

    def _settle(self) -> None:
        """Wait until a change is over: half of a copied folder isn't what anybody wants to find."""
        end = self._clock.monotonic() + _SETTLED_SECONDS
        while not self._stopping.wished.is_set() and self._watcher.wait(LOOK_SECONDS):
            if self._clock.monotonic() > end:
                break
        # Anew each time: a folder may be another one of the same name now. And before the run,
        # so that no change is missed.
        self._watch()

    def _watch(self) -> None:
        if not self._schedule.watch:
            return
        self._watcher.close()
        self._folders = folders_of(self._config)
        self._watcher = self._watcher_of(tuple(self._folders))

    def _watcher_of(self, folders: Sequence[Path]) -> Watcher:
        if not folders:
            return Nothing(self._clock.sleep)
        index = self._config.index
        try:
            return Notified(folders, index)
        except ModuleNotFoundError:
            why = "watchfiles isn't installed (pip install 'searchqa[watch]')"
        except (OSError, RuntimeError) as error:
            # Most often the system's limit of watches.
            why = f"the system can't watch them ({' '.join(str(error).split())})"
        if not self._warned:
            self._warned = True
            self._say(Line("warning", f"folders are listed every 2 seconds: {why}"))
        return Listed(folders, index)

    def _request(self) -> int | None:
        """Return what tells one request for a run from another, None when there is none."""
        try:
            return (self._config.index / REQUEST).stat().st_mtime_ns
        except OSError:
            return None

    def _note(self, interval: float | None, next_run: str) -> None:
        """Write down when the next run is; a run's own state stays as it is."""
        index = self._config.index
        status = replace(read_status(index), interval=interval, next_run=next_run)
        if status.pid == 0 or status.state == "idle":
            status = replace(status, pid=os.getpid())
        with contextlib.suppress(OSError, SearchqaError):
            write_status(index, status)


def _without_hint(outcome: Outcome) -> Outcome:
    """Return a failure without its hint."""
    return Outcome(outcome.line, exit_code=2, failed=True, locked=outcome.locked)

"""What a run of reindexing says of itself, while it runs and at its end.

In: progress, a report or an error. Out: the status beside the index.
Never: fails a run because its status can't be written, or speaks for a run that another one
keeps from beginning.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from searchqa.digest import sha256
from searchqa.errors import IndexForeignError, IndexLockedError, SearchqaError
from searchqa.indexing.lock import is_kept
from searchqa.indexing.status import (
    now,
    read_status,
    stamp,
    sweep_status,
    take_request,
    write_status,
)
from searchqa.report import LastRun, Reached

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchqa.model import Problem
    from searchqa.report import Progress, Report, State, Status

_FIRST: Final = 20
# Enough to tell one problem from another, and which of thousands are new.
_DIGITS: Final = 12
_MOST_KNOWN: Final = 2_000
# Somebody else's run, or somebody else's folder: nothing of ours to say there.
_SILENT: Final = (IndexLockedError, IndexForeignError)


class Telling:
    """Keeps the status of one run.

    Args:
        index: The index's folder.
        sources: The names of the sources, in their order.
        asked: Whether the run reads all configured sources, and so satisfies who
            asked for one.
        progress: Is told where the run is, after the status was.
    """

    def __init__(
        self,
        index: Path,
        sources: Sequence[str],
        progress: Callable[[Progress], None],
        *,
        asked: bool,
    ) -> None:
        self._index = index
        self._sources = sources
        self._progress = progress
        self._asked = asked
        self._began = time.time()
        self._started = time.monotonic()
        self._state: State = "idle"

    def during(self, work: Callable[[Callable[[Progress], None]], Report]) -> Report:
        """Return the report of a run that is given where to tell its steps."""
        try:
            report = work(self.progress)
        except BaseException as error:
            self.failed(error)
            raise
        self.done(report)
        return report

    def progress(self, progress: Progress) -> None:
        """Say which stage begins; called inside the writer's lock, with the run's own steps."""
        if progress.stage != self._state:
            if self._state == "idle":
                sweep_status(self._index)
                if self._asked:
                    take_request(self._index)
            self._state = progress.stage
            self._write(replace(self._known(), state=progress.stage))
        self._progress(progress)

    def done(self, report: Report) -> None:
        """Say what came of it."""
        loud = [one for one in report.problems if one.severity != "notice"]
        # Only the first are told: warnings mustn't hide an error.
        loud.sort(key=lambda one: one.severity != "error")
        last = replace(
            self._last(),
            generation=report.generation,
            published=report.published,
            added=len(report.added),
            changed=len(report.changed),
            removed=len(report.removed),
            failed=len(report.kept) + len(report.failed),
            problems=len(loud),
            first=tuple(told(one) for one in loud[:_FIRST]),
        )
        before = self._known()
        stood = {one.name: one for one in before.sources}
        at = now()
        sources = tuple(
            Reached(one.name, one.revision, at)
            if one.problem is None
            else replace(
                stood.get(one.name, Reached(one.name, one.revision)), problem=told(one.problem)
            )
            for one in report.sources
        )
        known = tuple(digests(loud))
        status = replace(before, last=last, failures=0, sources=sources, known=known)
        self._write(replace(status, state="idle"))

    def failed(self, error: BaseException) -> None:
        """Say that the run failed as a whole, or was stopped."""
        if isinstance(error, _SILENT):
            return
        before = self._known()
        if not isinstance(error, Exception):
            # Stopped by somebody: the last run that came to its end is what counts.
            self._write(replace(before, state="idle"))
            return
        message = error.message if isinstance(error, SearchqaError) else str(error)
        last = replace(self._last(), error=message or type(error).__name__)
        if before.last is not None:
            last = replace(last, generation=before.last.generation)
        names = {one.name: one for one in before.sources}
        sources = tuple(names.get(name, Reached(name)) for name in self._sources)
        failures = before.failures + 1
        self._write(replace(before, state="idle", last=last, failures=failures, sources=sources))

    def _last(self) -> LastRun:
        return LastRun(stamp(self._began), round(time.monotonic() - self._started, 3))

    def _known(self) -> Status:
        return read_status(self._index)

    def _write(self, status: Status) -> None:
        if status.interval is not None and not is_kept(self._index):
            # Who reindexed regularly died; nobody is late any longer.
            status = replace(status, interval=None, next_run="")
        # What can't be written down is no reason to fail a run; its report says how it went.
        with contextlib.suppress(OSError):
            write_status(self._index, replace(status, pid=os.getpid(), since=now(), unknown=""))


def told(problem: Problem) -> str:
    """Return a problem in one line."""
    return f"{problem.severity}: {problem}"


def digests(problems: Sequence[Problem]) -> dict[str, Problem]:
    """Return errors by what tells one from another.

    A warning comes with reading a file and isn't met again until that is read again.
    """
    errors = [one for one in problems if one.severity == "error"][:_MOST_KNOWN]
    return {sha256(str(one).encode("utf-8", "replace"))[:_DIGITS]: one for one in errors}

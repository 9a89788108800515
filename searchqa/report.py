"""What a reindex is told, what it says on the way, and what it did.

In: nothing. Out: frozen records for the doors to show.
Never: words a report for a terminal, reads or writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchqa.errors import BrokenIndexError
    from searchqa.model import Problem

Stage = Literal["syncing", "reading", "writing", "publishing"]
State = Literal["idle", "syncing", "reading", "writing", "publishing"]


@dataclass(frozen=True, slots=True)
class ReindexOptions:
    """How to reindex.

    Attributes:
        full: Read every file again and build from nothing.
        dry_run: Only say what would be done; writes nothing, takes no lock.
        strict: Publish nothing when any file is bad.
        jobs: How many processes read and write; 1 does all in this one.
    """

    full: bool = False
    dry_run: bool = False
    strict: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: ``done`` of ``total`` files (or sources, when syncing).

    ``name`` is the book or the source at hand, or "".
    """

    stage: Stage
    done: int
    total: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stood in a run.

    Attributes:
        name: What people call it.
        revision: The state of it that is in the index (a commit), or "".
        books: How many of the index's books are its own.
        problem: Why it couldn't be listed, None when it could.
    """

    name: str
    revision: str
    books: int
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a reindex did (or, dry, would do). Books are named by id, sorted.

    Attributes:
        added: New in the index.
        changed: Read again, since the file or an author's people file changed.
        removed: No longer in any source.
        unchanged: As they were; those of a source that can't be listed, too.
        kept: The file is bad now; its last good version goes on answering.
        failed: The file is bad and no good version is in the index.
        problems: What was wrong with the files read now, and what is still
            wrong with those read before (of these the errors only).
        counts: ``books``, ``threads`` and ``messages`` in the index after the run.
        seconds: Wall clock.
        generation: The one that answers now, "" when there is none.
        published: Whether this run made it.
        rebuilt: Why everything was read again, one sentence, or "".
        dry_run: Whether this is only a plan.
        sources: How each source stood, in their order.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[str, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    seconds: float
    generation: str
    published: bool
    rebuilt: str = ""
    dry_run: bool = False
    sources: tuple[SourceState, ...] = ()

    @property
    def exit_code(self) -> int:
        """Return 2 when any file was bad, else 0."""
        return 2 if any(problem.severity == "error" for problem in self.problems) else 0


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of a transcript, and where somebody finds the file.

    Attributes:
        source: The name of the file's source.
        path: The file itself, absolute; "" when it isn't one of this machine.
        problem: What is wrong.
    """

    source: str
    path: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        index: Problems of the index itself; empty when it is whole.
        transcripts: Problems of the files, by source, file and line.
        files: How many transcripts were read.
        error: Why the index can't be opened, or None.
        missing: Whether there is no index, and nobody asked for one.
        strict: Whether warnings count as errors do.
        sources: How many sources there are.
    """

    index: tuple[Problem, ...]
    transcripts: tuple[Found, ...]
    files: int
    error: BrokenIndexError | None = None
    missing: bool = False
    strict: bool = False
    sources: int = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, each once: what the index tells of its files is told by those, too."""
        of_files = tuple(found.problem for found in self.transcripts)
        return (*(set_apart(self.index, of_files)), *of_files)

    @property
    def exit_code(self) -> int:
        """0 when nothing is broken, 2 when anything is; warnings break nothing unless strict."""
        bad = ("error", "warning") if self.strict else ("error",)
        broken = any(problem.severity in bad for problem in self.problems)
        return 2 if broken or self.error is not None else 0


def set_apart(problems: Iterable[Problem], known: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that aren't among the known ones, each once."""
    told = set(known)
    return tuple(problem for problem in dict.fromkeys(problems) if problem not in told)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote (or, dry, would write). Files are named inside the folder, sorted.

    Attributes:
        new: Weren't there before.
        changed: Were there, and differ now.
        unchanged: Were there as they are to be, and weren't touched.
        problems: What couldn't be read or written, and what was odd.
        dry_run: Whether this is only a plan.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """Return 2 when anything couldn't be read or written, else 0."""
        return 2 if any(problem.severity == "error" for problem in self.problems) else 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A source as the last runs met it.

    Attributes:
        name: What people call it.
        revision: The state of it that is in the index (a commit), or "".
        reached: When it was last listed (ISO, UTC), "" for never.
        problem: Why it couldn't be reached in the last run, or "".
    """

    name: str
    revision: str = ""
    reached: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LastRun:
    """What came of the last run.

    Attributes:
        began: When (ISO, UTC).
        seconds: How long it took.
        generation: The one that answered afterwards, "" when there was none.
        published: Whether this run made it.
        added: How many transcripts; so ``changed``, ``removed`` and ``failed``
            (bad, whether an older version answers or not).
        problems: How many errors and warnings there were.
        first: The first of them, each as ``severity: file:line: message``.
        error: Why it failed as a whole, or "".
    """

    began: str
    seconds: float
    generation: str = ""
    published: bool = False
    added: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0
    problems: int = 0
    first: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How reindexing stands, as whoever does it last said.

    Attributes:
        pid: The process that said so, 0 for none.
        state: ``idle``, or the stage of the run at hand.
        since: Since when (ISO, UTC), or "".
        last: The last run, None before the first.
        failures: How many runs failed as a whole since one didn't.
        sources: In their order.
        interval: Seconds between runs, None when nobody reindexes regularly.
        next_run: When the next run is due (ISO, UTC), or "".
        known: Short digests of the last run's errors, to tell which are new.
        unknown: Why nothing is known, or "".
    """

    pid: int = 0
    state: State = "idle"
    since: str = ""
    last: LastRun | None = None
    failures: int = 0
    sources: tuple[Reached, ...] = ()
    interval: float | None = None
    next_run: str = ""
    known: tuple[str, ...] = ()
    unknown: str = ""

"""One run: reindex, and say in plain words what came of it.

In: a configuration. Out: an outcome with lines for a log.
Never: raises for what a run can meet, waits, or prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.app.jobs import reindex
from searchqa.app.telling import digests
from searchqa.errors import IndexLockedError, SearchqaError
from searchqa.indexing.status import read_status
from searchqa.presenters.wording import count, duration
from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchqa.config import Config
    from searchqa.model import Problem
    from searchqa.report import Progress, Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        line: All of it in one line.
        news: Errors and warnings that the run before didn't have.
        problems: All errors and warnings.
        exit_code: 0 when all went well, 2 when a file or a source was bad, or all was.
        failed: Whether it failed as a whole.
        locked: Whether it did since somebody else was writing.
        hint: What to do about that, or "".
    """

    line: str
    news: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    failed: bool = False
    locked: bool = False
    hint: str = ""


def run_once(config: Config, progress: Callable[[Progress], None]) -> Outcome:
    """Bring the index up to date, once.

    Args:
        config: Which sources, which index.
        progress: Is told where the run is. What it raises ends the run, and nothing is
            published then.
    """
    before = read_status(config.index)
    try:
        report = reindex(config, None, progress)
    except (SearchqaError, OSError) as error:
        return _failure(error)
    problems = tuple(one for one in report.problems if one.severity != "notice")
    known, met = set(before.known), digests(problems)
    fresh = {problem for mark, problem in met.items() if mark not in known}
    # Of more errors than are kept the rest count as known, rather than as new each time.
    news = tuple(p for p in problems if p.severity != "error" or p in fresh)
    gone = len(known - met.keys())
    line = _words(report, problems, len(news), gone)
    return Outcome(line, news, problems, report.exit_code)


def _failure(error: SearchqaError | OSError) -> Outcome:
    if isinstance(error, SearchqaError):
        message, hint = error.message, error.hint
    else:
        place = f"{error.filename}: " if error.filename else ""
        message, hint = f"{place}{error.strerror or error}", "check the disk and the permissions"
    locked = isinstance(error, IndexLockedError)
    return Outcome(message, exit_code=2, failed=True, locked=locked, hint=hint)


def _words(report: Report, problems: Sequence[Problem], news: int, gone: int) -> str:
    """Return ``1 changed, 74 unchanged; generation 000013 published; 1 error, new; 0.31 s``."""
    kinds = (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
        ("unchanged", report.unchanged),
        ("bad, with an older version answering", report.kept),
        ("bad", report.failed),
    )
    what = ", ".join(f"{len(ids):,} {name}" for name, ids in kinds if ids) or "no transcripts"
    parts = [what]
    if report.rebuilt:
        parts.append(report.rebuilt)
    state = f"generation {report.generation}"
    parts.append(f"{state} published" if report.published else f"{state} stays")
    down = [source.name for source in report.sources if source.problem is not None]
    if down:
        parts.append(f"out of reach: {', '.join(down)}")
    if problems:
        old = len(problems) - news
        told = [f"{news:,} new"] if news else []
        told += [f"{old:,} as before"] if old else []
        parts.append(f"{count(len(problems), 'problem')} ({', '.join(told)})")
    if gone:
        parts.append(f"{count(gone, 'problem')} mended")
    return "; ".join([*parts, duration(report.seconds)])

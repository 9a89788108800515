"""What was wrong with a file, as the index keeps it.

In: readings and their problems. Out: the problems that count, and readings that carry them.
Never: looks into a file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.indexing.listing import Listed
    from searchqa.indexing.manifest import Record
    from searchqa.indexing.reading import Reading


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the errors among some problems."""
    return tuple(problem for problem in problems if problem.severity == "error")


def moved(record: Record, item: Listed) -> Record:
    """Return the record of a transcript that didn't change, where it lies now."""
    if (record.source, record.file) == (item.source, item.file):
        return record
    problems = tuple(
        replace(p, file=item.file) if p.file == record.file else p for p in record.problems
    )
    return replace(record, source=item.source, file=item.file, problems=problems)


def as_it_counts(reading: Reading, before: Record | None) -> Reading:
    """Return the reading of a bad file; one that lost its questions is worse than one without.

    Args:
        reading: What came of a file that couldn't be used.
        before: What the index knew of it.
    """
    if before is None or not before.indexed:
        return reading
    hint = "remove the file if its questions are gone for good; until then its old ones answer"
    problems = tuple(
        replace(p, severity="error", hint=hint) if p.code == "no-transcript" else p
        for p in reading.problems
    )
    return replace(reading, problems=problems)


def lost(file: str) -> Problem:
    """Return the problem of a bad file whose last good version couldn't be kept."""
    message = "bad now, and its last good version couldn't be taken over into the rebuilt index"
    return Problem(file, None, message, "mend the file and reindex", "error", "last-version-lost")

"""What shows only when transcripts are laid side by side: the same things twice.

In: all transcripts that could be read, each with its source's name. Out: problems,
each with the file it is shown at. Never: looks into files, or compares every pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.model import UNDATED, Problem
from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from searchqa.model import Transcript

# "Thanks!" and "Hello everybody" are written anew in each week.
_SHORT: Final = 30


@dataclass(frozen=True, slots=True)
class Checked:
    """A transcript among others; ``place`` is its source's number, ``source`` that one's name."""

    place: int
    source: str
    collection: str
    transcript: Transcript


def same_twice(all_: Sequence[Checked]) -> Iterator[tuple[Checked, Problem]]:
    """Yield each thread that an earlier transcript has, and each week that overlaps one's.

    Args:
        all_: In the order in which the first of two counts as the earlier one.
    """
    yield from _threads(all_)
    yield from _weeks(all_)


def _threads(all_: Sequence[Checked]) -> Iterator[tuple[Checked, Problem]]:
    first: dict[tuple[str, str], tuple[Checked, int]] = {}
    for one in all_:
        for thread in one.transcript.threads:
            head = thread.head
            if len(head.text.strip()) < _SHORT:
                continue
            other, line = first.setdefault((head.name, head.text), (one, head.line))
            if other is not one:
                message = f"this question is in {_named(other, one)}:{line} as well"
                hint = "leave it in the week it was asked in"
                file = one.transcript.file
                yield one, Problem(file, head.line, message, hint, "notice", "same-thread")


def _weeks(all_: Sequence[Checked]) -> Iterator[tuple[Checked, Problem]]:
    by_author: dict[tuple[str, str], list[Checked]] = {}
    for one in all_:
        if one.transcript.start != UNDATED:
            for slug in one.transcript.author_slugs:
                by_author.setdefault((one.collection, slug.casefold()), []).append(one)
    told: set[tuple[str, int]] = set()
    for (_, slug), books in by_author.items():
        # Whose week goes on longest, of those that began before.
        last: Checked | None = None
        for one in sorted(books, key=lambda one: one.transcript.start):
            key = one.transcript.file, one.place
            if last is not None and one.transcript.start <= last.transcript.end and key not in told:
                told.add(key)
                yield one, _overlap(one, last, slug)
            if last is None or _end(one) > _end(last):
                last = one


def _overlap(one: Checked, other: Checked, slug: str) -> Problem:
    message = f'"{slug}" has a week at the same time in {_named(other, one)}'
    hint = "correct the dates, or remove one if it is the same book twice"
    line = one.transcript.authors_line
    return Problem(one.transcript.file, line, message, hint, "warning", "same-week")


def _end(one: Checked) -> date:
    return one.transcript.end


def _named(other: Checked, beside: Checked) -> str:
    """Return the file of a transcript, with its source's name where that is another one."""
    file = other.transcript.file
    return file if other.place == beside.place else f"{other.source}: {file}"

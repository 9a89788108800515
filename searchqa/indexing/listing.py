"""What the sources hold now, each book once.

In: sources. Out: a listed transcript by book id, and what was odd in the listing.
Never: reads what is inside a transcript.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.sources.base import Source


@dataclass(frozen=True, slots=True)
class Listed:
    """A transcript where it is now; ``place`` counts the sources from 0."""

    book: str
    place: int
    source: str
    file: str
    revision: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All transcripts by book id, and problems in the order of the sources.

    ``withheld`` are the books of files that are there but that a source
    wouldn't give: they aren't listed, and aren't gone either.
    """

    books: Mapping[str, Listed]
    problems: tuple[Problem, ...]
    withheld: frozenset[str]


def list_transcripts(sources: Sequence[Source]) -> Listing:
    """List every source; of two files with one stem the first one counts.

    Raises:
        SourceError: A source can't be listed.
    """
    books: dict[str, Listed] = {}
    problems: list[Problem] = []
    withheld: set[str] = set()
    for place, source in enumerate(sources):
        for entry in source.transcripts():
            book = PurePosixPath(entry.path).stem
            item = Listed(book, place, source.name, entry.path, entry.revision)
            first = books.setdefault(book, item)
            if first is not item:
                problems.append(_collision(item, first))
        for problem in source.notices():
            problems.append(problem)
            if problem.severity == "error":
                withheld.add(PurePosixPath(problem.file).stem)
    return Listing(books, tuple(problems), frozenset(withheld) - frozenset(books))


def _collision(item: Listed, first: Listed) -> Problem:
    other = first.file if item.source == first.source else f"{first.source}: {first.file}"
    message = f'not indexed: the book "{item.book}" is already that of {other}'
    return Problem(item.file, None, message, "rename one of the files", "error", "same-book")

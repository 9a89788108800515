"""What the sources hold now, each book once.

In: sources. Out: a listed transcript by book id, and what was odd in the listing.
Never: reads what is inside a transcript, or takes a source that fails for an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from searchqa.errors import SourceError
from searchqa.formats import book_of
from searchqa.indexing.manifest import SourceRecord
from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from searchqa.sources.base import Source

# What it means for an index that a source can't be listed; elsewhere there is nothing to stay.
_STAYS: Final = "; its part of the index stays as it was"


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
    """What the sources hold.

    Attributes:
        books: All transcripts by book id.
        problems: In the order of the sources.
        withheld: Books of files that are there but that a source wouldn't give:
            they aren't listed, and aren't gone either.
        sources: Those that could be listed, by name.
        failed: Why each of the others couldn't, by name.
        whose: The name of the source that each of the problems is one of.
    """

    books: Mapping[str, Listed]
    problems: tuple[Problem, ...]
    withheld: frozenset[str]
    sources: Mapping[str, SourceRecord] = field(default_factory=dict)
    failed: Mapping[str, Problem] = field(default_factory=dict)
    whose: tuple[str, ...] = ()


def check_names(sources: Sequence[Source]) -> None:
    """Refuse two sources of one name: the index couldn't tell whose a book is.

    Raises:
        SourceError: There is no source, or a name is there twice.
    """
    if not sources:
        raise SourceError("no source of transcripts was named", "name a folder of transcripts")
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SourceError(f'two sources are called "{name}"', "give each a name of its own")


def list_transcripts(
    sources: Sequence[Source], begin: Callable[[int, Source], None] | None = None
) -> Listing:
    """Sync and list every source; of two files with one stem the first one counts.

    Args:
        sources: In the order that ``Listed.place`` counts.
        begin: Called before each source.

    Raises:
        SourceError: No source at all can be listed; the first one's error.
    """
    books: dict[str, Listed] = {}
    problems: list[tuple[str, Problem]] = []
    withheld: set[str] = set()
    errors: dict[str, SourceError] = {}
    for place, source in enumerate(sources):
        if begin is not None:
            begin(place, source)
        try:
            source.sync()
            entries, notices = source.transcripts(), source.notices()
        except SourceError as error:
            errors[source.name] = error
            continue
        for entry in entries:
            book = book_of(entry.path)
            item = Listed(book, place, source.name, entry.path, entry.revision)
            first = books.setdefault(book, item)
            if first is not item:
                problems.append((source.name, _collision(item, first)))
        problems += ((source.name, notice) for notice in notices)
        withheld |= {book_of(p.file) for p in notices if p.severity == "error"}
    if len(errors) == len(sources):
        raise next(iter(errors.values()))
    failed = {name: _failure(name, error) for name, error in errors.items()}
    records = {s.name: _record(s) for s in sources if s.name not in failed}
    found = (*problems, *failed.items())
    return Listing(
        books,
        tuple(problem for _, problem in found),
        frozenset(withheld) - frozenset(books),
        records,
        failed,
        tuple(name for name, _ in found),
    )


def _record(source: Source) -> SourceRecord:
    form = source.format
    return SourceRecord(form.name, form.collection, source.revision(), form.fingerprint)


def _failure(name: str, error: SourceError) -> Problem:
    message = f"{error.message}{_STAYS}"
    return Problem(name, None, message, error.hint, "error", "source-failed")


def without_index(problem: Problem) -> Problem:
    """Return a problem of a listing that isn't made for an index."""
    return replace(problem, message=problem.message.removesuffix(_STAYS))


def _collision(item: Listed, first: Listed) -> Problem:
    other = first.file if item.source == first.source else f"{first.source}: {first.file}"
    message = f'not indexed: the book "{item.book}" is already that of {other}'
    return Problem(item.file, None, message, "rename one of the files", "error", "same-book")

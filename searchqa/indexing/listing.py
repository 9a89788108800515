"""What the sources hold now, each book once.

In: sources. Out: a listed transcript by book id, and what was odd in the listing.
Never: reads what is inside a transcript, or takes a source that fails for an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchqa.errors import SourceError
from searchqa.formats import book_of
from searchqa.indexing.manifest import SourceRecord
from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from searchqa.sources.base import Entry, Source


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
        told: What was odd, each with the name of its source, in their order.
        withheld: Books of files that are there but that a source wouldn't give:
            they aren't listed, and aren't gone either.
        sources: Those that could be listed, by name.
        failed: Why each of the others couldn't, by name.
    """

    books: Mapping[str, Listed]
    told: tuple[tuple[str, Problem], ...]
    withheld: frozenset[str]
    sources: Mapping[str, SourceRecord]
    failed: Mapping[str, Problem]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was odd."""
        return tuple(problem for _, problem in self.told)


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
    sources: Sequence[Source],
    begin: Callable[[int, Source], None] | None = None,
    failing: str = "",
) -> Listing:
    """Sync and list every source; of two files with one stem the first one counts.

    Args:
        sources: In the order that ``Listed.place`` counts.
        begin: Called before each source.
        failing: What follows for whoever lists when a source fails, said behind why.

    Raises:
        SourceError: No source at all can be listed; the first one's error.
    """
    books: dict[str, Listed] = {}
    told: list[tuple[str, Problem]] = []
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
        taken = _take(books, place, source, entries)
        told += ((source.name, problem) for problem in (*taken, *notices))
    if len(errors) == len(sources):
        raise next(iter(errors.values()))
    # What isn't listed of two files of one stem is there under the other's name.
    withheld = {book_of(p.file) for _, p in told if p.severity == "error"} - books.keys()
    failed = {name: _failure(name, error, failing) for name, error in errors.items()}
    records = {s.name: _record(s) for s in sources if s.name not in failed}
    return Listing(books, (*told, *failed.items()), frozenset(withheld), records, failed)


def _take(
    books: dict[str, Listed], place: int, source: Source, entries: Iterable[Entry]
) -> list[Problem]:
    """Take in a source's entries; return those whose book is another one's already."""
    taken = []
    for entry in entries:
        book = book_of(entry.path)
        item = Listed(book, place, source.name, entry.path, entry.revision)
        first = books.setdefault(book, item)
        if first is not item:
            taken.append(_collision(item, first))
    return taken


def _record(source: Source) -> SourceRecord:
    form = source.format
    return SourceRecord(form.name, form.collection, source.revision(), form.fingerprint)


def _failure(name: str, error: SourceError, failing: str) -> Problem:
    return Problem(name, None, f"{error.message}{failing}", error.hint, "error", "source-failed")


def _collision(item: Listed, first: Listed) -> Problem:
    other = first.file if item.source == first.source else f"{first.source}: {first.file}"
    message = f'not indexed: the book "{item.book}" is already that of {other}'
    return Problem(item.file, None, message, "rename one of the files", "error", "same-book")

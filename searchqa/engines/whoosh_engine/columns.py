"""What each message brings to filters, facets and order, as parallel lists.

In: the segments of an open index. Out: one list per property over all documents,
live or deleted, numbered through the segments in order.
Never: reads stored texts or postings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from searchqa.engines.whoosh_engine.private import column_values
from searchqa.engines.whoosh_engine.stored import Week, unpack_row, unpack_week
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.schema import FacetName


@dataclass(slots=True)
class Columns:
    """Parallel lists over document numbers; threads, books, people by ordinal.

    ``spellings`` has, for each person, how often each form of the key stands in
    a live document; person 0 is nobody (a message without a name). ``live``
    lists the documents that aren't ``deleted``, in ascending order.
    """

    ids: list[str] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    thread_ids: list[str] = field(default_factory=list)
    books: list[int] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    spellings: list[dict[str, int]] = field(default_factory=lambda: [{}])
    roles: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    live: list[int] = field(default_factory=list)

    def of(self, facet: FacetName) -> Sequence[int | str]:
        """Return the column that a facet reads: ordinals of books or people, or words."""
        match facet:
            case "participant":
                return self.people
            case "role":
                return self.roles
            case "kind":
                return self.kinds
        return self.books

    def start(self, document: int) -> int:
        """Return the first day of the document's week as a proleptic ordinal."""
        return self.weeks[self.books[document]].start

    def spelling(self, person: int) -> str:
        """Return a person's most frequent spelling, then the first by alphabet."""
        spellings = self.spellings[person]
        return min(spellings, key=lambda name: (-spellings[name], name), default="")


def load_columns(segments: Iterable[tuple[Any, int]]) -> Columns:
    """Read the columns of each (segment reader, first document number)."""
    loader = _Loader()
    for segment, base in segments:
        loader.load(segment, base)
    columns = loader.columns
    columns.live = [n for n in range(len(columns.ids)) if n not in columns.deleted]
    return columns


class _Loader:
    """Gives out ordinals while segments are read one after the other."""

    def __init__(self) -> None:
        self.columns = Columns()
        self._week_of: dict[bytes, int] = {}
        self._thread_of: dict[str, int] = {}
        self._person_of: dict[str, int] = {"": 0}

    def load(self, segment: Any, base: int) -> None:  # noqa: ANN401 - Whoosh's reader is untyped
        columns = self.columns
        if segment.has_deletions():
            numbers = range(segment.doc_count_all())
            columns.deleted.update(base + n for n in numbers if segment.is_deleted(n))
        columns.books.extend(self._week(data) for data in column_values(segment, "week"))
        for number, data in enumerate(column_values(segment, "row"), base):
            self._row(data, live=number not in columns.deleted)

    def _week(self, data: bytes) -> int:
        ordinal = self._week_of.setdefault(data, len(self.columns.weeks))
        if ordinal == len(self.columns.weeks):
            self.columns.weeks.append(unpack_week(data))
        return ordinal

    def _row(self, data: bytes, *, live: bool) -> None:
        row = unpack_row(data)
        columns = self.columns
        thread = self._thread_of.setdefault(row.thread, len(columns.thread_ids))
        if thread == len(columns.thread_ids):
            columns.thread_ids.append(row.thread)
        person = self._person_of.get(row.participant)
        if person is None:
            person = self._new_spelling(row.participant)
        if live:
            spellings = columns.spellings[person]
            spellings[row.participant] = spellings.get(row.participant, 0) + 1
        columns.ids.append(row.id)
        columns.threads.append(thread)
        columns.people.append(person)
        columns.roles.append(row.role)
        columns.kinds.append(row.kind)
        columns.flags.append(row.flags)

    def _new_spelling(self, key: str) -> int:
        # A folded key never equals another person's unfolded one: "\0" keeps them apart.
        folded = "\0" + fold(key)
        person = self._person_of.setdefault(folded, len(self.columns.spellings))
        if person == len(self.columns.spellings):
            self.columns.spellings.append({})
        self._person_of[key] = person
        return person

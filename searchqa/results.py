"""The answer: typed results and the one JSON shape they have.

In: what the search job puts together. Out: frozen records and ``to_dict``.
Never: opens an index or makes markup.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from searchqa.model import BOOKS, Book, Document, Kind, Role, iso_day, iso_moment
from searchqa.records import dataclass, field
from searchqa.schema import FacetName, Grouping, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


# A found range of code points in a text: start, end, and a bit for each thing of the query that
# was found there: terms, words and phrases, numbered as whoever found them likes.
Mark: TypeAlias = "tuple[int, int, int]"


# How a person is told that no collection is left out, in the words of a loosening.
IN_ALL: Final = "in all collections"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment of a message or question and the words found in it.

    ``ranges`` are half-open code point ranges in ``text``, in order, never
    overlapping, each marking whole words. ``field`` is ``text`` or
    ``question``. ``before`` and ``after`` say whether the fragment was cut
    there, for presenters to show an ellipsis; they are not in the JSON.
    """

    field: str
    text: str
    ranges: tuple[tuple[int, int], ...] = ()
    before: bool = False
    after: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"field": self.field, "text": self.text, "ranges": [list(r) for r in self.ranges]}


@dataclass(frozen=True, slots=True)
class BookRef:
    """The book a hit belongs to; its days are UNDATED when none is known."""

    id: str
    title: str
    authors: tuple[str, ...]
    start: date
    end: date
    collection: str = BOOKS

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "id": self.id,
            "title": self.title,
            "authors": list(self.authors),
            "start": iso_day(self.start),
            "end": iso_day(self.end),
            "collection": self.collection,
        }


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """The thread a hit belongs to; ``number`` counts in the file from 1."""

    id: str
    number: int
    question: str
    asker: str
    messages: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "id": self.id,
            "number": self.number,
            "question": self.question,
            "asker": self.asker,
            "messages": self.messages,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """One message that answers, the best of its thread when grouped.

    ``more`` counts the other matching messages of the thread (0 ungrouped);
    ``sent``, ``url`` and ``reactions`` are the message's own, see ``Document``.
    """

    id: str
    kind: Kind
    score: float
    participant: str
    role: Role
    position: int
    more: int
    book: BookRef
    thread: ThreadRef
    snippets: tuple[Snippet, ...]
    links: tuple[str, ...]
    sent: datetime | None = None
    url: str = ""
    reactions: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "id": self.id,
            "kind": self.kind,
            "score": round(self.score, 6),
            "participant": self.participant,
            "role": self.role,
            "position": self.position,
            "more": self.more,
            "book": self.book.to_dict(),
            "thread": self.thread.to_dict(),
            "snippets": [s.to_dict() for s in self.snippets],
            "links": list(self.links),
            "sent": iso_moment(self.sent),
            "url": self.url,
            "reactions": self.reactions,
        }


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet; typed as a filter, ``value`` finds ``count``."""

    value: str
    label: str
    count: int
    selected: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "value": self.value,
            "label": self.label,
            "count": self.count,
            "selected": self.selected,
        }


@dataclass(frozen=True, slots=True)
class QueryEcho:
    """What was asked, as it was understood."""

    text: str
    filters: dict[str, list[str]]
    sort: Sort
    group: Grouping
    offset: int
    limit: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "text": self.text,
            "filters": {name: list(values) for name, values in self.filters.items()},
            "sort": self.sort,
            "group": self.group,
            "offset": self.offset,
            "limit": self.limit,
        }


@dataclass(frozen=True, slots=True)
class Loosening:
    """A way out of an empty answer: what to drop and how many hits it gives.

    ``what`` is for people (``without author "Ada"``), ``text`` and ``filters``
    are the query that does it, ``total`` its hits in units of ``group``.
    """

    what: str
    text: str
    filters: dict[str, list[str]]
    total: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a half-typed query may become.

    ``kind`` is word, or the field whose value was completed; ``text`` is the
    whole query, ``label`` what was completed, as it is shown, ``count`` how
    many messages have it.
    """

    kind: Literal["word"] | FacetName
    text: str
    label: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"kind": self.kind, "text": self.text, "label": self.label, "count": self.count}


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One term's part of a score, for ``--explain``.

    ``field`` is body, question, words, pairs, or kind (what an answer by the
    book's author is worth more); ``frequency`` counts the term in the document,
    ``documents`` how many documents hold it.
    """

    term: str
    field: str
    frequency: int
    documents: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """The whole answer to one query; ``total`` is in units of ``group``.

    When nothing was found, ``understood`` says the query back in words and
    ``loosenings`` are ways out. ``elsewhere`` are the collections that nobody
    excluded and that weren't searched, with what they have. None of these is
    in the JSON.
    """

    query: QueryEcho
    notices: tuple[str, ...]
    total: int
    messages: int
    took_ms: float
    generation: str
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[Bucket]] = field(default_factory=dict)
    suggestion: str | None = None
    understood: str = ""
    loosenings: tuple[Loosening, ...] = ()
    elsewhere: tuple[Bucket, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's JSON shape (docs/results.schema.json)."""
        return {
            "query": self.query.to_dict(),
            "notices": list(self.notices),
            "total": self.total,
            "messages": self.messages,
            "took_ms": round(self.took_ms, 3),
            "generation": self.generation,
            "hits": [h.to_dict() for h in self.hits],
            "facets": {name: [b.to_dict() for b in bs] for name, bs in self.facets.items()},
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A whole conversation with what lies around it.

    ``also_in`` names the same conversation in another book's file (thread id,
    book title); ``previous`` and ``next`` are the neighbours' ids in the file.
    """

    thread: ThreadRef
    book: Book
    messages: tuple[Document, ...]
    also_in: tuple[tuple[str, str], ...] = ()
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list; ``answered``: whether an author of the book wrote in it."""

    thread: ThreadRef
    book: BookRef
    answered: bool

"""What things are: transcripts as read, documents as indexed.

In: nothing. Out: frozen records that cross the borders between parts.
Never: does I/O, parses, or knows an engine.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from searchqa.records import dataclass

Role = Literal["author", "asker", "other"]
Kind = Literal["question", "answer", "reply"]
SpanKind = Literal["code", "link"]
Severity = Literal["error", "warning", "notice"]

# Stands between a one-word name and its book in a participant's key.
KEY_MARK: Final = " @ "

# Collections: what keeps weeks about books and recorded talks apart.
BOOKS: Final = "books"
TALKS: Final = "talks"

# The day of a talk whose date nobody wrote down.
UNDATED: Final = date.min


def iso_day(day: date) -> str | None:
    """Return a day as JSON has it (ISO 8601), None for UNDATED."""
    return None if day == UNDATED else day.isoformat()


def iso_moment(moment: datetime | None) -> str | None:
    """Return a moment in UTC as JSON has it (ISO 8601, with Z), None for none."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, where it is, and what to do.

    Attributes:
        file: Name inside the source, e.g. ``_books/20210927-x.md``.
        line: Line from 1, or None for the whole file.
        message: What is wrong.
        hint: What to do.
        severity: ``error`` (the file can't be used), ``warning`` (used, but a
            person should look), ``notice`` (worth knowing).
        code: A short stable word for programs, e.g. ``date-mismatch``.
    """

    file: str
    line: int | None
    message: str
    hint: str
    severity: Severity
    code: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}" + (f"; {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the words it stands under (``text`` may equal ``url``)."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of the people directory: a slug and the name as it is written."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as it stands in the file: Slack's Markdown, not yet cleaned.

    Attributes:
        name: Who wrote it, "" when the file gives none.
        text: What they wrote.
        line: Where the entry begins.
        sent: When, in UTC to the second, or None where only the week is known.
        url: Its own address (a message in Slack, a second of a recording), or "".
        reactions: How many reactions it got.
    """

    name: str
    text: str
    line: int
    sent: datetime | None = None
    url: str = ""
    reactions: int = 0


@dataclass(frozen=True, slots=True)
class RawThread:
    """A question and its replies as they stand in the file."""

    head: RawMessage
    replies: tuple[RawMessage, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """One file, a book's week, as read; author slugs are not yet names.

    ``id`` is the file's stem; ``start`` and ``end`` are the week's first and
    last day; ``threads`` is empty when the week has no archive; ``authors_line``
    is where the file names its authors, None where it doesn't.
    """

    id: str
    file: str
    title: str
    description: str
    cover: str
    start: date
    end: date
    author_slugs: tuple[str, ...]
    links: tuple[Link, ...]
    threads: tuple[RawThread, ...]
    body: str
    authors_line: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a book: slug, name to show, names used in the archive."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A book with its week, as the catalog of an index keeps it; a talk is a book, too.

    ``start`` is UNDATED when no date is known; ``collection`` is what its source
    is kept under.
    """

    id: str
    title: str
    description: str
    cover: str
    start: date
    end: date
    authors: tuple[Author, ...]
    links: tuple[Link, ...]
    threads: int
    messages: int
    collection: str = BOOKS


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a cleaned text.

    ``url`` is "" unless ``kind`` is ``link``. Spans of one text never overlap
    and come in order.
    """

    start: int
    end: int
    kind: SpanKind
    url: str = ""


@dataclass(frozen=True, slots=True)
class CleanText:
    """Slack's Markdown made plain: what is searched and shown.

    ``text`` has paragraphs separated by blank lines; ``spans`` mark code and
    links inside it; ``links`` are the addresses in order, each once.
    """

    text: str
    spans: tuple[Span, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One message with all that its book and thread give it: what is indexed.

    Attributes:
        id: ``<thread>.<position>``.
        thread: ``<book>/<10 hex of SHA-256 of the head's name and text>``.
        book: The transcript's file stem.
        position: 0 for the head, replies from 1.
        number: The thread's number in its file, from 1.
        size: Messages in the thread, the head among them.
        kind: ``question`` for the head, ``answer`` for a reply by an author of
            the book, ``reply`` for any other.
        role: ``author``, else ``asker`` (began the thread), else ``other``.
        participant: The name as shown ("" if the file gives none).
        participant_key: Whom a filter means: one person over the archive, or
            of one book only when the name is a single word.
        text: The message, cleaned.
        spans: Code and links inside ``text``.
        links: Addresses in ``text``, each once.
        question: The thread's question, cleaned (a question split over the
            asker's first messages is joined by blank lines).
        asker: Who began the thread.
        title: The book's title.
        authors: The book's authors, names as shown.
        start: First day of the book's week, the message's date.
        end: Last day of the book's week.
        answered: Whether an author of the book wrote in the thread.
        collection: What the book is kept under.
        sent: When the message was sent, in UTC, or None where only the week is known.
        url: The message's own address, or "".
        reactions: How many reactions it got.
    """

    id: str
    thread: str
    book: str
    position: int
    number: int
    size: int
    kind: Kind
    role: Role
    participant: str
    participant_key: str
    text: str
    spans: tuple[Span, ...]
    links: tuple[str, ...]
    question: str
    asker: str
    title: str
    authors: tuple[str, ...]
    start: date
    end: date
    answered: bool
    collection: str = BOOKS
    sent: datetime | None = None
    url: str = ""
    reactions: int = 0

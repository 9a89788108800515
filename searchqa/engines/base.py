"""What an engine has to do, whichever it is.

In: documents to store, requests to answer. Out: matches, counts, statistics.
Never: reads transcripts, words a message for people, cuts snippets, or makes
markup; a module above the engines knows only this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from searchqa.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from searchqa.model import Document
    from searchqa.query.request import Request
    from searchqa.results import Bucket, Mark, ScorePart
    from searchqa.schema import FacetName


@dataclass(frozen=True, slots=True)
class Match:
    """One document of the answer.

    Attributes:
        document: The message.
        score: Its score.
        more: How many other messages of its thread match.
        marks: What was found in its text, in order, never overlapping.
        asked: Gives what was found in its question; most often nobody asks.
    """

    document: Document
    score: float
    more: int
    marks: Sequence[Mark] = field(default=(), compare=False)
    asked: Callable[[], Sequence[Mark]] = field(default=tuple, compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says to a request.

    Attributes:
        total: Matches in units of the request's ``group``.
        messages: Matching messages.
        matches: The asked page, in order: score (or date), then date newest
            first, then id.
        facets: Buckets by facet, count descending then label; zero counts only
            for chosen values. Each count ignores its own facet's filter.
        terms: Analysed terms (stems) that count as found.
        words: Unstemmed words that count as found (prefix, fuzzy).
        phrases: Term sequences that count only as a whole.
        notices: What was cut or expanded, one sentence each.
    """

    total: int
    messages: int
    matches: tuple[Match, ...]
    facets: dict[FacetName, Sequence[Bucket]]
    terms: frozenset[str]
    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a whole index; ``terms`` are the distinct ones of the body."""

    books: int
    threads: int
    messages: int
    participants: int
    terms: int
    segments: int


class Searcher(Protocol):
    """Answers from one generation until it is closed; safe to use from threads."""

    def search(self, request: Request) -> Answer:
        """Answer a request. Never raises on account of a query."""

    def explain(self, request: Request, document_id: str) -> tuple[ScorePart, ...]:
        """Return the parts of one document's score; their sum is the score."""

    def values(self, facet: FacetName) -> Sequence[Bucket]:
        """Return each value of a facet, counted in messages, most first."""

    def collections(self) -> tuple[str, ...]:
        """Return the collections that have a message, by name."""

    def thread(self, thread_id: str) -> tuple[Document, ...]:
        """Return a thread's messages in order, () when there is none."""

    def document(self, document_id: str) -> Document | None:
        """Return one message."""

    def documents(self) -> Iterator[Document]:
        """Return each live message, in no particular order."""

    def holds(self, word: str) -> bool:
        """Say whether any message would be found by a word as people type it."""

    def near_words(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return indexed words close to ``word`` with their document counts.

        Nearest first, then most frequent, then alphabetical; at most ten. The
        word itself is among them, first, when it is indexed.
        """

    def beginning_with(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return indexed words that begin so with their document counts.

        Most frequent first, then alphabetical; at most ``limit``, and at most
        ``MAX_TERM_EXPANSIONS``. Case and accents make no difference; an empty
        prefix begins nothing.
        """

    def statistics(self) -> Statistics:
        """Count the whole index."""

    def close(self) -> None:
        """Let go of files; the searcher can't be used afterwards."""


class Writer(Protocol):
    """Changes the engine's files in one folder; nothing counts before commit."""

    def remove(self, book_id: str) -> None:
        """Forget each message of a transcript."""

    def add(self, documents: Iterable[Document]) -> None:
        """Store a transcript's messages."""

    def commit(self) -> None:
        """Write everything down. The writer can't be used afterwards."""

    def cancel(self) -> None:
        """Let go without writing. The writer can't be used afterwards."""


class Engine(Protocol):
    """A way to store and search documents.

    Attributes:
        name: A short word, e.g. ``whoosh``.
        fingerprint: Changes whenever an older index would be misread: schema,
            analyzer and stored format.
        replaceable: Names of files without which it answers all the same: it
            makes them again from the others.
    """

    name: str
    fingerprint: str
    replaceable: frozenset[str]

    def writer(self, folder: Path) -> Writer:
        """Write in ``folder``, which is empty or holds what was written before.

        Files that are there already may be hard links shared with another
        generation: they may be removed, never changed in place.
        """

    def open(self, folder: Path) -> Searcher:
        """Open what was committed in ``folder``.

        Raises:
            IndexDamagedError: The files can't be opened.
        """

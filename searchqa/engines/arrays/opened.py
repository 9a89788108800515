"""One generation's arrays, mapped, with their tables.

In: a file. Out: views, strings, books, documents. Never: scores or counts.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from searchqa.engines.arrays.file import ArrayFile
from searchqa.engines.arrays.layout import FLAG_UNANSWERED
from searchqa.engines.arrays.tables import decoded, records, table
from searchqa.kept import Kept
from searchqa.model import Document, Span
from searchqa.records import NamedTuple
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.engines.arrays.own import Own
    from searchqa.model import Kind, Role


# What json.loads ends in, without its questions about encodings and options.
_decode: Final = json.JSONDecoder().raw_decode


class BookFacts(NamedTuple):
    """What all messages of a book share."""

    id: str
    title: str
    authors: tuple[str, ...]
    start: date
    end: date
    collection: str


class ThreadFacts(NamedTuple):
    """What all messages of a thread share; ``id`` is the thread's."""

    id: str
    number: int
    size: int
    question: str
    asker: str
    book: BookFacts


class Arrays:
    """A mapped file and its tables; safe to use from threads.

    Raises:
        ArraysError: The file can't be used.
        OSError: It can't be read.
    """

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        view = self.view = self.file.view
        self.documents = int(self.file.numbers["documents"])
        self.terms = table(view, "term")
        self.words = table(view, "word")
        self.authors = table(view, "author")
        self.collections = table(view, "collection")
        self.book_ids = table(view, "book.id")
        self.person_keys = table(view, "person.key")
        self.person_labels = table(view, "person.label")
        self.spellings = table(view, "spelling")
        self.thread_names = table(view, "thread.name")
        self._book_records = records(view, "book.record")
        self._thread_records = records(view, "thread.record")
        self._document_records = records(view, "document.record")
        self._thread_of, self._book_of = view("document.thread"), view("document.book")
        self._positions, self._flags = view("document.position"), view("document.flags")
        self._roles, self._kinds = view("document.role"), view("document.kind")
        self._spelling_of = view("document.spelling")
        self._thread_bounds, self._book_bounds = view("thread.document"), view("book.thread")
        self._book_start, self._book_end = view("book.start"), view("book.end")
        self._heads, self._word_term = view("document.head"), view("word.term")
        self.place_at = view("place.at")
        self.place_start, self.place_length = view("place.start"), view("place.length")
        self._documents: Kept[int, Document] = Kept()
        self._books: Kept[int, BookFacts] = Kept()
        self._threads: Kept[int, ThreadFacts] = Kept()
        self._terms: Kept[str, int] = Kept()
        self._keys: Kept[int, str] = Kept()

    def term(self, term: str) -> int:
        """Return a term's ordinal, -1 when nobody says it."""
        return self._terms.get(term, self.terms.find)

    def book(self, book: int) -> BookFacts:
        """Return a book by its ordinal."""
        return self._books.get(book, self._book)

    def thread(self, thread: int) -> ThreadFacts:
        """Return a thread by its ordinal."""
        return self._threads.get(thread, self._thread)

    def head(self, number: int) -> int:
        """Return the first document of a document's thread."""
        head: int = self._heads[number]
        return head

    def term_of(self, word: int) -> int:
        """Return the term that a word becomes."""
        term: int = self._word_term[word]
        return term

    def document(self, number: int) -> Document:
        """Return a whole document."""
        return self._documents.get(number, self._document)

    def _document(self, number: int) -> Document:
        record = _decode(decoded(self._document_records[number]))[0]
        participant, text, spans, links, *own = record
        thread = self.thread(self._thread_of[number])
        book = thread.book
        position = self._positions[number]
        role: Role = ROLES[self._roles[number]]
        kind: Kind = KINDS[self._kinds[number]]
        return Document(
            f"{thread.id}.{position}",
            thread.id,
            book.id,
            position,
            thread.number,
            thread.size,
            kind,
            role,
            participant,
            self._keys.get(self._spelling_of[number], self.spellings.__getitem__),
            text,
            tuple([Span(*span) for span in spans]) if spans else (),
            tuple(links),
            thread.question,
            thread.asker,
            book.title,
            book.authors,
            book.start,
            book.end,
            not self._flags[number] & FLAG_UNANSWERED,
            book.collection,
            *(_own(own) if own else ()),
        )

    def documents_of(self, thread_id: str) -> range:
        """Return the numbers of a thread's documents, an empty range when there is none."""
        book_id, _, name = thread_id.rpartition("/")
        book = self.book_ids.find_by(self.view("book.byid"), book_id)
        if book < 0:
            return range(0)
        first, last = self._book_bounds[book], self._book_bounds[book + 1]
        thread = self.thread_names.find_between(first, last, name)
        if thread < 0:
            return range(0)
        return range(self._thread_bounds[thread], self._thread_bounds[thread + 1])

    def number(self, document_id: str) -> int | None:
        """Return the number of a document, None when there is none."""
        thread_id, _, position = document_id.rpartition(".")
        found = [n for n in self.documents_of(thread_id) if str(self._positions[n]) == position]
        return found[0] if found else None

    def books_documents(self, book: int) -> tuple[int, int]:
        """Return the first document of a book and the one behind its last."""
        bounds = self._thread_bounds
        return bounds[self._book_bounds[book]], bounds[self._book_bounds[book + 1]]

    def _book(self, book: int) -> BookFacts:
        title, authors, collection = _decode(decoded(self._book_records[book]))[0]
        start, end = self._book_start[book], self._book_end[book]
        return BookFacts(
            self.book_ids[book],
            title,
            tuple(authors),
            date.fromordinal(start),
            date.fromordinal(end),
            collection,
        )

    def _thread(self, thread: int) -> ThreadFacts:
        number, size, question, asker = _decode(decoded(self._thread_records[thread]))[0]
        book = self.book(self._book_of[self._thread_bounds[thread]])
        id_ = f"{book.id}/{self.thread_names[thread]}"
        return ThreadFacts(id_, number, size, question, asker, book)


def _own(values: list[Any]) -> Own:
    # Most messages have nothing of their own, and a command would wait for it.
    from searchqa.engines.arrays.own import own_of

    return own_of(values)

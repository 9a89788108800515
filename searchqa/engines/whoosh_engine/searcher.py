"""Answers from one committed folder of segments.

In: requests. Out: answers, counts, documents.
Never: writes, words a message for people beyond notices, or cuts snippets.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from whoosh.index import open_dir

from searchqa.engines.base import Answer, Match, Statistics
from searchqa.engines.bind import bind
from searchqa.engines.whoosh_engine.columns import load_columns
from searchqa.engines.whoosh_engine.damage import damaged
from searchqa.engines.whoosh_engine.execute import Execution
from searchqa.engines.whoosh_engine.explain import explain
from searchqa.engines.whoosh_engine.facets import FacetCounter, Selection
from searchqa.engines.whoosh_engine.order import page_of
from searchqa.engines.whoosh_engine.postings import PostingReader
from searchqa.engines.whoosh_engine.private import iterate_terms, segment_readers
from searchqa.engines.whoosh_engine.stored import unpack_document
from searchqa.engines.whoosh_engine.vocabulary import Vocabulary
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from searchqa.model import Document
    from searchqa.query.request import Request
    from searchqa.results import Bucket, ScorePart
    from searchqa.schema import FacetName


class WhooshSearcher:
    """The engine's ``Searcher``; Whoosh's file handles are shared, so one query at a time."""

    def __init__(self, folder: Path) -> None:
        try:
            self._reader: Any = open_dir(str(folder), readonly=True).reader()
            self._segments = segment_readers(self._reader)
            self._columns = load_columns(self._segments)
        except Exception as error:
            # Whoosh unpickles and unpacks: damaged bytes raise almost anything.
            raise damaged(error) from error
        columns = self._columns
        self._postings = PostingReader(self._segments, columns.deleted, len(columns.live))
        self._vocabulary = Vocabulary(
            self._segments, self._postings, deletions=bool(columns.deleted)
        )
        self._counter = FacetCounter(columns)
        self._number_of: dict[str, int] = {}
        self._thread_of: dict[str, list[int]] = {}
        self._lock = Lock()

    def search(self, request: Request) -> Answer:
        """Answer a request."""
        with self._lock:
            bound = bind(request.tree)
            execution = Execution(self._columns, self._postings, self._vocabulary)
            scores = execution.run(bound)
            selection = Selection(self._columns, request.filters, scores)
            page = page_of(self._columns, request, selection.passed, scores)
            return Answer(
                total=page.total,
                messages=page.messages,
                matches=tuple(
                    Match(self._stored(number), scores[number], more)
                    for number, more in page.places
                ),
                facets=self._counter.buckets(request, selection),
                terms=bound.terms,
                words=execution.words,
                phrases=bound.phrases,
                notices=(*bound.notices, *execution.notices),
            )

    def explain(self, request: Request, document_id: str) -> tuple[ScorePart, ...]:
        """Return the parts of one document's score; their sum is the score."""
        with self._lock:
            number = self._number(document_id)
            if number is None:
                return ()
            bound = bind(request.tree)
            execution = Execution(self._columns, self._postings, self._vocabulary, number)
            execution.run(bound)
            return explain(bound, number, execution, self._postings, self._columns)

    def values(self, facet: FacetName) -> tuple[Bucket, ...]:
        """Return each value of a facet, counted in messages, most first."""
        return self._counter.count(facet, self._columns.live, grouped=False)

    def thread(self, thread_id: str) -> tuple[Document, ...]:
        """Return a thread's messages in order, () when there is none."""
        with self._lock:
            if not self._thread_of:
                columns = self._columns
                for number in columns.live:
                    thread = columns.thread_ids[columns.threads[number]]
                    self._thread_of.setdefault(thread, []).append(number)
            found = [self._stored(number) for number in self._thread_of.get(thread_id, ())]
        return tuple(sorted(found, key=lambda document: document.position))

    def document(self, document_id: str) -> Document | None:
        """Return one message."""
        with self._lock:
            number = self._number(document_id)
            return None if number is None else self._stored(number)

    def documents(self) -> Iterator[Document]:
        """Return each live message, in no particular order."""
        for number in self._columns.live:
            with self._lock:
                document = self._stored(number)
            yield document

    def near_words(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return indexed words close to a word with their document counts."""
        with self._lock:
            return self._vocabulary.near(fold(word))

    def statistics(self) -> Statistics:
        """Count the whole index."""
        columns = self._columns
        with self._lock:
            terms = {
                term
                for segment, _ in self._segments
                for term in iterate_terms(segment, "body", b"")
            }
            if columns.deleted:
                held = (term.decode("utf-8", "surrogatepass") for term in terms)
                count = sum(1 for term in held if self._postings.postings("body", term).documents)
            else:
                count = len(terms)
        return Statistics(
            books=len({columns.books[n] for n in columns.live}),
            threads=len({columns.threads[n] for n in columns.live}),
            messages=len(columns.live),
            participants=len({columns.people[n] for n in columns.live} - {0}),
            terms=count,
            segments=len(self._segments),
        )

    def close(self) -> None:
        """Let go of files."""
        self._reader.close()

    def _number(self, document_id: str) -> int | None:
        if not self._number_of:
            self._number_of = {self._columns.ids[n]: n for n in self._columns.live}
        return self._number_of.get(document_id)

    def _stored(self, number: int) -> Document:
        return unpack_document(self._reader.stored_fields(number)["document"])

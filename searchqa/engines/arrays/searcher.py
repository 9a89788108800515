"""Answers from one generation's arrays.

In: requests. Out: answers, counts, documents.
Never: writes, reads Whoosh, words a message for people beyond notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.engines.arrays.execute import Execution
from searchqa.engines.arrays.facets import FacetNames
from searchqa.engines.arrays.filters import FilterTables
from searchqa.engines.arrays.marks import Marker
from searchqa.engines.arrays.vocabulary import Vocabulary
from searchqa.engines.base import Answer, Match, Statistics
from searchqa.engines.bind import TermNode, WordsNode, bind
from searchqa.kept import Kept
from searchqa.query.nodes import Word
from searchqa.query.request import Request
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.engines.arrays.kernels.base import AnyKernel, Page
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.model import Document
    from searchqa.results import Bucket, ScorePart
    from searchqa.schema import FacetName


class ArraySearcher:
    """The engine's ``Searcher``; safe to use from threads, without a lock."""

    def __init__(self, arrays: Arrays, kernel: AnyKernel, segments: int) -> None:
        self._arrays = arrays
        self._kernel = kernel
        self._segments = segments
        self._vocabulary = Vocabulary(arrays, kernel)
        self._held: Kept[str, bool] = Kept()
        self._tables = FilterTables(arrays)
        self._names = FacetNames(arrays, self._tables)

    def search(self, request: Request) -> Answer:
        """Answer a request."""
        bound = bind(request.tree)
        execution = self._execution()
        kernel = self._kernel
        selected = kernel.select(execution.run(bound), self._tables.checks(request.filters))
        page = kernel.page(selected, request.sort, request.group, request.offset, request.limit)
        spoken = self._spoken(execution)
        return Answer(
            total=page.total,
            messages=page.messages,
            matches=self._matches(page, Marker(self._arrays, kernel, bound, spoken)),
            facets={
                facet: self._names.buckets(
                    facet,
                    kernel.tally(selected, facet, request.group),
                    request.filters.of(facet),
                )
                for facet in request.facets
            },
            terms=bound.terms,
            words=frozenset().union(*spoken.values()),
            phrases=tuple(phrase.terms for phrase in bound.phrases),
            notices=(*bound.notices, *execution.notices),
        )

    def explain(self, request: Request, document_id: str) -> tuple[ScorePart, ...]:
        """Return the parts of one document's score; their sum is the score."""
        # A query has no use for it, and a command that asks one waits for each import.
        from searchqa.engines.arrays.explain import explain

        number = self._arrays.number(document_id)
        if number is None:
            return ()
        bound = bind(request.tree)
        execution = self._execution(number)
        execution.run(bound)
        return explain(self._arrays, bound, number, execution)

    def values(self, facet: FacetName) -> Sequence[Bucket]:
        """Return each value of a facet, counted in messages, most first."""
        selected = self._kernel.select(self._kernel.everything(), ())
        return self._names.buckets(facet, self._kernel.tally(selected, facet, "none"), ())

    def collections(self) -> tuple[str, ...]:
        """Return what is kept apart here, by name."""
        names = self._arrays.collections
        return tuple([names[ordinal] for ordinal in range(len(names))])

    def thread(self, thread_id: str) -> tuple[Document, ...]:
        """Return a thread's messages in order, () when there is none."""
        found = map(self._arrays.document, self._arrays.documents_of(thread_id))
        return tuple(sorted(found, key=lambda document: document.position))

    def document(self, document_id: str) -> Document | None:
        """Return one message."""
        number = self._arrays.number(document_id)
        return None if number is None else self._arrays.document(number)

    def documents(self) -> Iterator[Document]:
        """Return each live message, in no particular order."""
        return map(self._arrays.document, range(self._arrays.documents))

    def holds(self, word: str) -> bool:
        """Say whether any message would be found by a word as people type it."""
        return self._held.get(word, self._holds)

    def _holds(self, word: str) -> bool:
        tree = bind(Word(word)).tree
        if isinstance(tree, WordsNode) and all(isinstance(one, TermNode) for one in tree.should):
            # A term that stands in the table is held by somebody.
            return any(self._arrays.term(one.term) >= 0 for one in tree.should)  # type: ignore[union-attr]
        return self.search(Request(tree=Word(word), limit=0, facets=())).total > 0

    def near_words(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return indexed words close to a word with their document counts."""
        return self._vocabulary.near(fold(word))

    def beginning_with(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return indexed words that begin so with their document counts."""
        return self._vocabulary.counted(fold(prefix), limit)

    def statistics(self) -> Statistics:
        """Count the whole index."""
        arrays = self._arrays
        return Statistics(
            books=len(arrays.book_ids),
            threads=len(arrays.thread_names),
            messages=arrays.documents,
            # Nobody is one of them.
            participants=len(arrays.person_keys) - 1,
            terms=len(arrays.terms),
            segments=self._segments,
        )

    def close(self) -> None:
        """Let go of the file: its mapping ends with the last view into it."""
        del self._arrays, self._kernel, self._vocabulary, self._tables, self._names, self._held

    def _execution(self, watched: int | None = None) -> Execution:
        return Execution(self._arrays, self._kernel, self._vocabulary, self._tables, watched)

    def _matches(self, page: Page, marker: Marker) -> tuple[Match, ...]:
        numbers = [place.document for place in page.places]
        documents = [self._arrays.document(number) for number in numbers]
        found = marker.of(numbers, documents)
        return tuple(
            [
                Match(document, score, more, marks, asked)
                for document, (_, score, more), (marks, asked) in zip(
                    documents, page.places, found, strict=True
                )
            ]
        )

    def _spoken(self, execution: Execution) -> dict[int, frozenset[str]]:
        """Return by term the words that prefixes and misspellings stood for."""
        arrays = self._arrays
        spoken: dict[int, set[str]] = {}
        for some in execution.expanded.values():
            for word in some:
                spoken.setdefault(arrays.term_of(word), set()).add(arrays.words[word])
        return {term: frozenset(words) for term, words in spoken.items()}

"""A search engine of plain loops: slow, and obviously right.

In: documents and requests. Out: what any engine has to answer.
Never: shares code with a real engine; only the analyzer and ``bind`` are the
same, since they say what a query means.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from searchqa.engines.base import Answer, Match, Statistics
from searchqa.engines.bind import bind
from searchqa.model import UNDATED, Document
from searchqa.query.nodes import Word
from searchqa.query.request import Request
from searchqa.results import Bucket, ScorePart
from searchqa.schema import ANSWER_PRIOR, MAX_TERM_EXPANSIONS, PAIR_BOOST, FacetName
from searchqa.snippets import find_marks
from searchqa.text.distance import allowed_distance, edit_distance
from searchqa.text.fold import fold
from tests.support.brute_filters import passes, values_of
from tests.support.brute_run import Collection, Run, Scores, lossy


class BruteSearcher:
    """Answers from a list of documents.

    Args:
        documents: All of them.
        length: How a field's length is kept (``lossy`` scores as Whoosh does).
    """

    def __init__(self, documents: Iterable[Document], length: Callable[[int], int] = lossy) -> None:
        self.all = list(documents)
        self.collection = Collection(self.all, length)
        self.titles = {document.book: document.title for document in self.all}
        keys = Counter(d.participant_key for d in self.all if d.participant_key)
        # A person's most frequent spelling, then the first by alphabet: the first one stays.
        self.spellings: dict[str, str] = {}
        for key in sorted(keys, key=lambda key: (-keys[key], key)):
            self.spellings.setdefault(fold(key), key)
        self.namesakes = Counter(key.partition(" @ ")[0] for key in self.spellings)

    def search(self, request: Request) -> Answer:
        bound = bind(request.tree)
        run = Run(self.collection, bound)
        passing = [d for d in self.all if d.id in run.scores and passes(d, request.filters)]
        ordered = self._ordered(passing, run.scores, request)
        counts = Counter(d.thread for d in passing)
        grouped = request.group == "thread"
        marks = partial(find_marks, terms=bound.terms, words=frozenset(run.words))
        marks = partial(marks, phrases=[phrase.terms for phrase in bound.phrases])
        page = ordered[request.offset : request.offset + request.limit]
        return Answer(
            total=len(ordered),
            messages=len(passing),
            matches=tuple(
                Match(
                    d,
                    run.scores[d.id],
                    counts[d.thread] - 1 if grouped else 0,
                    marks(d.text),
                    partial(marks, d.question),
                )
                for d in page
            ),
            facets={f: self._buckets(f, run.scores, request) for f in request.facets},
            terms=bound.terms,
            words=frozenset(run.words),
            phrases=tuple(phrase.terms for phrase in bound.phrases),
            notices=(*bound.notices, *run.notices),
        )

    def _ordered(
        self, documents: list[Document], scores: Scores, request: Request
    ) -> list[Document]:
        def score(document: Document) -> float:
            return -round(scores[document.id], 9)

        if request.group == "thread":
            best: dict[str, Document] = {}
            for document in sorted(documents, key=lambda d: (score(d), d.id)):
                best.setdefault(document.thread, document)
            documents = list(best.values())
        if request.sort == "relevance":
            return sorted(documents, key=lambda d: (score(d), -d.start.toordinal(), d.id))
        sign = -1 if request.sort == "newest" else 1
        return sorted(
            documents,
            key=lambda d: (d.start == UNDATED, sign * d.start.toordinal(), score(d), d.id),
        )

    def _buckets(self, facet: FacetName, scores: Scores, request: Request) -> tuple[Bucket, ...]:
        chosen = request.filters.of(facet)
        others = request.filters.with_facet(facet, ())
        counted = [d for d in self.all if d.id in scores and passes(d, others)]
        buckets = self._count(facet, counted, grouped=request.group == "thread", chosen=chosen)
        present = {fold(bucket.value) for bucket in buckets}
        absent = [
            Bucket(value, self._label(facet, value), 0, selected=True)
            for value in chosen
            if fold(value) not in present
        ]
        return tuple(sorted([*buckets, *absent], key=lambda b: (-b.count, b.label, b.value)))

    def _count(
        self,
        facet: FacetName,
        documents: Iterable[Document],
        *,
        grouped: bool,
        chosen: Iterable[str] = (),
    ) -> list[Bucket]:
        """Count distinct threads, or messages, by the values of a facet."""
        selected = {fold(value) for value in chosen}
        units = {
            (d.thread if grouped else d.id, self._spelling(facet, value))
            for d in documents
            for value in values_of(d, facet)
        }
        counts = Counter(value for _, value in units)
        buckets = [
            Bucket(value, self._label(facet, value), count, selected=fold(value) in selected)
            for value, count in counts.items()
        ]
        return sorted(buckets, key=lambda b: (-b.count, b.label, b.value))

    def _spelling(self, facet: FacetName, value: str) -> str:
        return self.spellings[fold(value)] if facet == "participant" else value

    def _label(self, facet: FacetName, value: str) -> str:
        if facet == "book":
            return self.titles.get(value, value)
        name, _, book = value.partition(" @ ")
        if facet == "participant" and book:
            alone = self.namesakes[fold(name)] < 2
            return name if alone else f"{name} ({self.titles.get(book, book)})"
        return value

    def explain(self, request: Request, document_id: str) -> tuple[ScorePart, ...]:
        bound = bind(request.tree)
        run = Run(self.collection, bound)
        if document_id not in run.scores:
            return ()
        parts = []
        for field, term, boost in run.scored(bound.tree, document_id):
            count = self.collection.held[document_id].fields[field][term]
            documents = self.collection.frequencies[field][term]
            score = boost * self.collection.term(field, term, document_id)
            parts.append(ScorePart(term, field, count, documents, score))
        for left, right, distance in bound.pairs:
            counts = self.collection.pair(left, right, distance)
            count = counts.get(document_id, 0)
            score = PAIR_BOOST * self.collection.bm25("body", document_id, count, len(counts))
            parts.append(ScorePart(f"{left} {right}", "pairs", count, len(counts), score))
        scoring = [part for part in parts if part.frequency]
        document = self.document(document_id)
        if scoring and document is not None and document.kind == "answer":
            answers = sum(other.kind == "answer" for other in self.all)
            more = sum(part.score for part in scoring) * (ANSWER_PRIOR - 1)
            scoring.append(ScorePart("answer", "kind", 1, answers, more))
        return tuple(sorted(scoring, key=lambda p: (-p.score, p.field, p.term)))

    def values(self, facet: FacetName) -> tuple[Bucket, ...]:
        return tuple(self._count(facet, self.all, grouped=False))

    def collections(self) -> tuple[str, ...]:
        return tuple(sorted({document.collection for document in self.all}))

    def thread(self, thread_id: str) -> tuple[Document, ...]:
        found = (d for d in self.all if d.thread == thread_id)
        return tuple(sorted(found, key=lambda d: d.position))

    def document(self, document_id: str) -> Document | None:
        return next((d for d in self.all if d.id == document_id), None)

    def documents(self) -> Iterator[Document]:
        return iter(self.all)

    def holds(self, word: str) -> bool:
        return bool(Run(self.collection, bind(Word(word))).scores)

    def near_words(self, word: str) -> tuple[tuple[str, int], ...]:
        word = fold(word)
        limit = allowed_distance(word)
        found = [
            (distance, -count, other)
            for other, count in self.collection.frequencies["words"].items()
            for distance in [edit_distance(word, other, limit)]
            if distance <= limit
        ]
        return tuple((other, -count) for _, count, other in sorted(found)[:10])

    def beginning_with(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        prefix = fold(prefix)
        counted = self.collection.frequencies["words"].items()
        found = [(-n, word) for word, n in counted if prefix and word.startswith(prefix)]
        return tuple((word, -n) for n, word in sorted(found)[: min(limit, MAX_TERM_EXPANSIONS)])

    def statistics(self) -> Statistics:
        return Statistics(
            books=len({d.book for d in self.all}),
            threads=len({d.thread for d in self.all}),
            messages=len(self.all),
            participants=len({fold(d.participant_key) for d in self.all if d.participant_key}),
            terms=len(self.collection.frequencies["body"]),
            segments=1,
        )

    def close(self) -> None:
        pass


class BruteWriter:
    """Keeps documents in one file of a folder."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "documents.pickle"
        self.documents = read(self.file)

    def remove(self, book_id: str) -> None:
        self.documents = [d for d in self.documents if d.book != book_id]

    def add(self, documents: Iterable[Document]) -> None:
        self.documents += documents

    def commit(self) -> None:
        # The file may be a hard link shared with another generation: never written in place.
        self.file.unlink(missing_ok=True)
        self.file.write_bytes(pickle.dumps(self.documents))

    def cancel(self) -> None:
        pass


def read(file: Path) -> list[Document]:
    """Return what was written; a test's own file is trusted."""
    return list(pickle.loads(file.read_bytes())) if file.exists() else []  # noqa: S301


class BruteEngine:
    """The engine; see ``searchqa.engines.base``."""

    name = "brute"
    fingerprint = "brute 1"
    replaceable: frozenset[str] = frozenset()

    def writer(self, folder: Path) -> BruteWriter:
        return BruteWriter(folder)

    def open(self, folder: Path) -> BruteSearcher:
        return BruteSearcher(read(folder / "documents.pickle"))

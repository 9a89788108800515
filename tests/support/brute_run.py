"""What a bound query matches and how much each match scores, by plain loops.

In: documents and a bound tree. Out: scores by document id.
Never: shares code with an engine, or takes a short cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import log
from typing import TypeAlias

from whoosh.util.numeric import byte_to_length, length_to_byte

from searchqa.analysis import analyze
from searchqa.engines.bind import (
    AllNode,
    AnyNode,
    Bound,
    BoundNode,
    EverythingNode,
    FilterNode,
    FuzzyNode,
    NothingNode,
    NotNode,
    PhraseNode,
    PrefixNode,
    TermNode,
    WordsNode,
)
from searchqa.model import Document
from searchqa.schema import (
    ANSWER_PRIOR,
    BODY_BOOST,
    MAX_QUERY_EXPANSIONS,
    MAX_TERM_EXPANSIONS,
    PAIR_BOOST,
    QUESTION_BOOST,
)
from searchqa.text.distance import edit_distance
from tests.support.brute_filters import meets

B, K1 = 0.75, 1.2
# No phrase reaches from the title into the question or from there into the message.
PART_GAP = 100
Scores: TypeAlias = dict[str, float]


def lossy(length: int) -> int:
    """Return a length as it is after Whoosh kept it in one byte."""
    return int(byte_to_length(length_to_byte(length)))


@dataclass(frozen=True)
class Held:
    """What a document holds: terms with their positions in the body, and counts by field."""

    positions: dict[str, list[int]]
    fields: dict[str, Counter[str]]

    def pair(self, left: str, right: str, distance: int) -> int:
        """Count how often ``right`` stands ``distance`` positions after ``left``."""
        after = self.positions.get(right, ())
        return sum(place + distance in after for place in self.positions.get(left, ()))


def held_by(document: Document) -> Held:
    """Return a document's terms: the title, the thread's question, then the message."""
    texts = [document.title, document.question]
    if document.position > 0:
        # The head is the question; it doesn't count twice.
        texts.append(document.text)
    positions: dict[str, list[int]] = {}
    words: Counter[str] = Counter()
    begin = 0
    for text in texts:
        analysis = analyze(text)
        for term, position in zip(analysis.terms, analysis.positions, strict=True):
            positions.setdefault(term, []).append(begin + position)
        words.update(analysis.words)
        begin += max(analysis.positions, default=-1) + 1 + PART_GAP
    body = Counter({term: len(places) for term, places in positions.items()})
    question = Counter(analyze(document.question).terms)
    fields = {"body": body, "question": question, "words": words}
    return Held(positions, fields)


class Collection:
    """All documents with what they hold, and BM25 over them.

    Args:
        documents: All of them.
        length: How a field's length is kept (``lossy`` scores as Whoosh does).
    """

    def __init__(self, documents: Iterable[Document], length: Callable[[int], int]) -> None:
        self.documents = list(documents)
        self.held = {document.id: held_by(document) for document in self.documents}
        self.frequencies: dict[str, Counter[str]] = {}
        self.lengths: dict[str, dict[str, int]] = {}
        self.averages: dict[str, float] = {}
        for field in ("body", "question", "words"):
            counts = {id_: held.fields[field] for id_, held in self.held.items()}
            self.frequencies[field] = Counter(term for held in counts.values() for term in held)
            self.lengths[field] = {id_: length(held.total()) for id_, held in counts.items()}
            total = sum(self.lengths[field].values())
            self.averages[field] = total / max(1, len(self.documents)) or 1.0

    def bm25(self, field: str, id_: str, count: int, documents: int) -> float:
        """Return ``idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))``.

        Args:
            field: Whose lengths count.
            id_: The document.
            count: How often it holds what is scored (tf).
            documents: How many documents hold it.
        """
        if not count:
            return 0.0
        norm = K1 * (1 - B + B * self.lengths[field][id_] / self.averages[field])
        idf = log(len(self.documents) / (documents + 1)) + 1
        return idf * count * (K1 + 1) / (count + norm)

    def term(self, field: str, term: str, id_: str) -> float:
        """Return the score of one term of one field in a document."""
        count = self.held[id_].fields[field][term]
        return self.bm25(field, id_, count, self.frequencies[field][term])

    def pair(self, left: str, right: str, distance: int) -> dict[str, int]:
        """Return how often each document that holds a pair holds it."""
        counts = {id_: held.pair(left, right, distance) for id_, held in self.held.items()}
        return {id_: count for id_, count in counts.items() if count}


class Run:
    """One query's scores by document id, with what its words stood for."""

    def __init__(self, collection: Collection, bound: Bound) -> None:
        self.collection = collection
        self.words: set[str] = set()
        self.notices: list[str] = []
        self._expansions: dict[BoundNode, list[str]] = {}
        self.scores = self.node(bound.tree)
        for pair in bound.pairs:
            counts = collection.pair(*pair)
            for id_ in self.scores:
                found = collection.bm25("body", id_, counts.get(id_, 0), len(counts))
                self.scores[id_] += PAIR_BOOST * found
        for document in collection.documents:
            if document.id in self.scores and document.kind == "answer":
                self.scores[document.id] *= ANSWER_PRIOR

    def node(self, node: BoundNode) -> Scores:
        """Return each matching document's score."""
        match node:
            case TermNode(term):
                return {
                    id_: BODY_BOOST * self.collection.term("body", term, id_)
                    + QUESTION_BOOST * self.collection.term("question", term, id_)
                    for id_, held in self.collection.held.items()
                    if term in held.positions
                }
            case PhraseNode(terms, offsets):
                return {
                    id_: sum(BODY_BOOST * self.collection.term("body", term, id_) for term in terms)
                    for id_, held in self.collection.held.items()
                    if stands(held, terms, offsets)
                }
            case PrefixNode() | FuzzyNode():
                return self._expanded(node)
            case FilterNode(field, value):
                return {d.id: 0.0 for d in self.collection.documents if meets(d, field, value)}
            case AllNode(children):
                return both([self.node(child) for child in children])
            case AnyNode(children):
                return either([self.node(child) for child in children])
            case NotNode(child):
                return self._without(self._everything(), child)
            case WordsNode():
                return self._ranked(node)
            case EverythingNode():
                return self._everything()
            case NothingNode():
                return {}

    def _everything(self) -> Scores:
        return {d.id: 0.0 for d in self.collection.documents}

    def _without(self, scores: Scores, node: BoundNode) -> Scores:
        unwanted = self.node(node)
        return {id_: score for id_, score in scores.items() if id_ not in unwanted}

    def _ranked(self, node: WordsNode) -> Scores:
        must = [self.node(child) for child in node.must]
        should = [self.node(child) for child in node.should]
        if must:
            scores = both(must)
            for optional in should:
                scores = {id_: score + optional.get(id_, 0.0) for id_, score in scores.items()}
        else:
            scores = either(should) if should else self._everything()
        for child in node.must_not:
            scores = self._without(scores, child)
        return scores

    def _expanded(self, node: PrefixNode | FuzzyNode) -> Scores:
        if node not in self._expansions:
            self._expansions[node] = self._expand(node)
        words = self._expansions[node]
        self.words.update(words)
        return either(
            [
                {
                    id_: BODY_BOOST * self.collection.term("words", word, id_)
                    for id_, held in self.collection.held.items()
                    if held.fields["words"][word]
                }
                for word in words
            ]
        )

    def _expand(self, node: PrefixNode | FuzzyNode) -> list[str]:
        """Return the most frequent words a node stands for, as many as it may."""
        if isinstance(node, PrefixNode):
            found = [w for w in self.collection.frequencies["words"] if w.startswith(node.word)]
        else:
            found = [
                w
                for w in self.collection.frequencies["words"]
                if edit_distance(node.word, w, node.distance) <= node.distance
            ]
        used = sum(len(words) for words in self._expansions.values())
        limit = min(MAX_TERM_EXPANSIONS, MAX_QUERY_EXPANSIONS - used)
        found.sort(key=lambda word: (-self.collection.frequencies["words"][word], word))
        if len(found) > limit:
            shown = node.word + ("*" if isinstance(node, PrefixNode) else "~")
            self.notices.append(
                f"{shown} stands for {len(found)} words; searched the {limit} most frequent"
            )
        return found[:limit]

    def scored(self, node: BoundNode, id_: str) -> Iterator[tuple[str, str, float]]:
        """Yield (field, term, boost) of what scores in a document."""
        if id_ not in self.node(node):
            return
        match node:
            case TermNode(term):
                yield "body", term, BODY_BOOST
                yield "question", term, QUESTION_BOOST
            case PhraseNode(terms, _):
                yield from (("body", term, BODY_BOOST) for term in terms)
            case PrefixNode() | FuzzyNode():
                yield from (("words", word, BODY_BOOST) for word in self._expansions[node])
            case AllNode(children) | AnyNode(children):
                for child in children:
                    yield from self.scored(child, id_)
            case WordsNode():
                for child in (*node.must, *node.should):
                    yield from self.scored(child, id_)
            case _:
                return


def both(parts: list[Scores]) -> Scores:
    """Return what is in each part, the scores summed."""
    shared = set.intersection(*map(set, parts))
    return {id_: sum(part[id_] for part in parts) for id_ in shared}


def either(parts: list[Scores]) -> Scores:
    """Return what is in any part, the scores summed."""
    ids = set().union(*parts)
    return {id_: sum(part.get(id_, 0.0) for part in parts) for id_ in ids}


def stands(held: Held, terms: tuple[str, ...], offsets: tuple[int, ...]) -> bool:
    """Say whether the terms stand at their offsets from one place."""
    return any(
        all(
            begin + offset in held.positions.get(term, ())
            for term, offset in zip(terms, offsets, strict=True)
        )
        for begin in held.positions.get(terms[0], ())
    )

"""Whoosh's own searcher as the judge of our execution.

In: a bound tree and a folder of segments. Out: document id → score, by Whoosh's
query classes, matchers and collectors alone, with BM25 over live documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

import whoosh.query
from whoosh.index import open_dir
from whoosh.scoring import BM25F, BM25FScorer, bm25
from whoosh.searching import Searcher

from searchqa.engines.bind import (
    AllNode,
    AnyNode,
    Bound,
    BoundNode,
    EverythingNode,
    FilterNode,
    FuzzyNode,
    NotNode,
    PhraseNode,
    PrefixNode,
    TermNode,
    WordsNode,
)
from searchqa.engines.whoosh_engine.records import document_of
from searchqa.schema import ANSWER_PRIOR, PAIR_BOOST, QUESTION_BOOST
from searchqa.text.distance import edit_distance
from searchqa.text.fold import fold

# Whoosh exports its query classes without saying so.
wq: Any = whoosh.query
NOTHING = wq.NullQuery


def _unscored(query: Any) -> Any:
    # A score of exactly 0 is taken for "no score given" and becomes 1.
    return wq.ConstantScoreQuery(query, 1e-9)


class LiveBM25(BM25F):
    """BM25F whose statistics leave deleted documents out, counted one by one."""

    def __init__(self, reader: Any) -> None:
        super().__init__()
        self.reader = reader
        live = [n for n in range(reader.doc_count_all()) if not reader.is_deleted(n)]
        self.count = len(live)
        self.averages = {
            field: sum(reader.doc_field_length(n, field) or 0 for n in live) / max(len(live), 1)
            for field in ("body", "question", "words")
        }

    def idf(self, searcher: Any, fieldname: str, text: Any) -> float:
        term = text if isinstance(text, bytes) else text.encode()
        if (fieldname, term) not in self.reader:
            return 0.0
        held = sum(1 for _ in self.reader.postings(fieldname, term).all_ids())
        return log(self.count / (held + 1)) + 1

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:
        scorer = super().scorer(searcher, fieldname, text, qf)
        if isinstance(scorer, BM25FScorer):
            scorer.avgfl = self.averages[fieldname] or 1
            scorer.setup(searcher, fieldname, text)
        return scorer


class Compiler:
    """Makes bound trees Whoosh's query classes; how a word is expanded may be overridden."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def _standing(self, terms: tuple[str, ...], offsets: tuple[int, ...]) -> Any:
        places = [self._positions(term) for term in terms]
        found = [
            n
            for n, begins in places[0].items()
            if any(
                all(begin + at in some.get(n, ()) for some, at in zip(places, offsets, strict=True))
                for begin in begins
            )
        ]
        return wq.Or([wq.Term("id", self.id_of(n)) for n in found]) if found else NOTHING

    def id_of(self, number: int) -> str:
        return document_of(self.reader.stored_fields(number)["document"]).id

    def _positions(self, term: str) -> dict[int, list[int]]:
        if ("body", term) not in self.reader:
            return {}
        matcher = self.reader.postings("body", term)
        out = {}
        while matcher.is_active():
            out[matcher.id()] = matcher.value_as("positions")
            matcher.next()
        return out

    def compile(self, node: BoundNode) -> Any:
        match node:
            case TermNode(term):
                boosted = wq.Term("question", term, boost=QUESTION_BOOST)
                return wq.Or([wq.Term("body", term), boosted])
            case PhraseNode(terms, offsets):
                if offsets == tuple(range(len(terms))):
                    return wq.Phrase("body", list(terms))
                # Whoosh's phrase has no gaps, as a name of two parts leaves one.
                words = [wq.Term("body", term) for term in terms]
                return wq.And([*words, _unscored(self._standing(terms, offsets))])
            case PrefixNode(word):
                return self._any_word(self.beginning_with(word))
            case FuzzyNode(word, distance):
                return self._any_word(self.near(word, distance))
            case FilterNode():
                return _unscored(self._filter(node))
            case AllNode(children):
                return wq.And([self.compile(child) for child in children])
            case AnyNode(children):
                return wq.Or([self.compile(child) for child in children])
            case NotNode(child):
                return _unscored(wq.Not(self.compile(child)))
            case EverythingNode():
                return _unscored(wq.Every())
            case WordsNode():
                return self._words_node(node)
        return NOTHING

    def beginning_with(self, word: str) -> Iterable[str]:
        return (w for w in self.words if w.startswith(word))

    def near(self, word: str, distance: int) -> Iterable[str]:
        return (w for w in self.words if edit_distance(w, word, distance) <= distance)

    @cached_property
    def words(self) -> list[str]:
        return [term.decode() for term in self.reader.lexicon("words")]

    def _words_node(self, node: WordsNode) -> Any:
        should = [self.compile(child) for child in node.should]
        if node.must:
            # Not Whoosh's AndMaybe: inside an And it skips past what the optional part has.
            optional = wq.Or([*should, _unscored(wq.Every())])
            tree: Any = wq.And([*(self.compile(child) for child in node.must), optional])
        else:
            tree = wq.Or(should) if should else _unscored(wq.Every())
        # Not Whoosh's AndNot: it keeps a first match that the second part has only later.
        unwanted = [_unscored(wq.Not(self.compile(child))) for child in node.must_not]
        return wq.And([tree, *unwanted])

    def _any_word(self, words: Iterable[str]) -> Any:
        terms = [wq.Term("words", word) for word in words]
        return wq.Or(terms) if terms else NOTHING

    def _filter(self, node: FilterNode) -> Any:
        field, value = node.field, node.value
        if field == "is":
            return wq.Term("flags", "u")
        if field == "has":
            return wq.Term("flags", value[0])
        if field in ("author", "participant"):
            value = fold(value)
        return wq.Term(field, value)


class Judge(Compiler):
    """One open folder of segments, asked through Whoosh's public search."""

    def __init__(self, folder: Path) -> None:
        super().__init__(open_dir(str(folder)).reader())
        self.weighting = LiveBM25(self.reader)
        self.searcher = Searcher(self.reader, weighting=self.weighting)

    def matches(self, bound: Bound) -> dict[str, float]:
        """Return each matching document's id and score."""
        found = self.searcher.search(self.compile(bound.tree), limit=None)
        # Whoosh's Not lets deleted documents through; their ids are those of live ones again.
        deleted = self.reader.is_deleted
        scores = {n: score for score, n in found.top_n if not deleted(n)}
        for pair in bound.pairs:
            for n, score in self._pair_scores(*pair).items():
                if n in scores:
                    scores[n] += score
        documents = {n: document_of(self.reader.stored_fields(n)["document"]) for n in scores}
        return {
            documents[n].id: score * (ANSWER_PRIOR if documents[n].kind == "answer" else 1)
            for n, score in scores.items()
        }

    def _pair_scores(self, left: str, right: str, distance: int) -> dict[int, float]:
        places = {term: self._positions(term) for term in (left, right)}
        counts = {}
        for n, begins in places[left].items():
            ends = places[right].get(n, [])
            count = len([1 for place in begins if place + distance in ends])
            if count:
                counts[n] = count
        weight = log(self.weighting.count / (len(counts) + 1)) + 1
        average = self.weighting.averages["body"]
        return {
            n: PAIR_BOOST
            * bm25(weight, tf, self.reader.doc_field_length(n, "body"), average, 0.75, 1.2)
            for n, tf in counts.items()
        }

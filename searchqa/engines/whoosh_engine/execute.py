"""From a bound tree to matching documents with their scores, term at a time.

In: a bound tree. Out: document number → score; what was expanded; notices.
Never: filters by the request, counts facets, orders or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from searchqa.engines.bind import (
    AllNode,
    AnyNode,
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
from searchqa.engines.whoosh_engine.filters import documents_where
from searchqa.engines.whoosh_engine.postings import decode_positions
from searchqa.schema import (
    ANSWER_PRIOR,
    BODY_BOOST,
    MAX_QUERY_EXPANSIONS,
    MAX_QUERY_POSTINGS,
    PAIR_BOOST,
    QUESTION_BOOST,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.engines.bind import Bound
    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.engines.whoosh_engine.postings import PostingReader
    from searchqa.engines.whoosh_engine.vocabulary import Vocabulary

Matches: TypeAlias = dict[int, float]


class Execution:
    """One query's run.

    ``expanded`` has, by ``id`` of a prefix or fuzzy node, the words it stood
    for; ``holding`` the ids of the nodes that match the ``watched`` document.
    """

    def __init__(
        self,
        columns: Columns,
        postings: PostingReader,
        vocabulary: Vocabulary,
        watched: int | None = None,
    ) -> None:
        self._columns = columns
        self._postings = postings
        self._vocabulary = vocabulary
        self._budget = MAX_QUERY_POSTINGS
        self._expansions = MAX_QUERY_EXPANSIONS
        self._watched = watched
        self.expanded: dict[int, list[str]] = {}
        self.holding: set[int] = set()
        self.notices: list[str] = []

    @property
    def words(self) -> frozenset[str]:
        """The expansions that count as found."""
        return frozenset(word for words in self.expanded.values() for word in words)

    def run(self, bound: Bound) -> Matches:
        """Return each matching live document and its score."""
        matches = self._node(bound.tree)
        for left, right, distance in bound.pairs:
            found = self._postings.pair(left, right, distance)
            _add_inside(matches, self._postings.weigh(found, "body", PAIR_BOOST))
        kinds = self._columns.kinds
        return {
            document: score * ANSWER_PRIOR if kinds[document] == "answer" else score
            for document, score in matches.items()
        }

    def _node(self, node: BoundNode) -> Matches:
        matches = self._matches(node)
        if self._watched in matches:
            self.holding.add(id(node))
        return matches

    def _matches(self, node: BoundNode) -> Matches:
        match node:
            case AllNode(children):
                return _intersection(self._node(child) for child in children)
            case AnyNode(children):
                return _union(self._node(child) for child in children)
            case NotNode(child):
                return self._without(self._everything(), child)
            case WordsNode():
                return self._words(node)
        return self._leaf(node)

    def _leaf(self, node: BoundNode) -> Matches:
        matches: Matches = {}
        match node:
            case TermNode(term):
                matches = self._term(term)
            case PhraseNode(terms, offsets):
                matches = self._phrase(terms, offsets)
            case PrefixNode() | FuzzyNode():
                matches = self._expanded(node)
            case FilterNode(name, value):
                matches = dict.fromkeys(documents_where(self._columns, name, value), 0.0)
            case EverythingNode():
                matches = self._everything()
        return matches

    def _everything(self) -> Matches:
        return dict.fromkeys(self._columns.live, 0.0)

    def _term(self, term: str) -> Matches:
        matches = self._postings.scores("body", term, BODY_BOOST)
        # The body holds the question, so its part adds no documents.
        _add_inside(matches, self._postings.scores("question", term, QUESTION_BOOST))
        self._budget -= len(matches)
        return matches

    def _expanded(self, node: PrefixNode | FuzzyNode) -> Matches:
        limit = self._expansions
        if isinstance(node, PrefixNode):
            shown = f"{node.word}*"
            words, all_of_them = self._vocabulary.beginning_with(node.word, limit)
        else:
            shown = f"{node.word}~"
            words, all_of_them = self._vocabulary.similar_to(node.word, node.distance, limit)
        affordable = self._affordable(words)
        if len(affordable) < all_of_them:
            self.notices.append(
                f"{shown} stands for {all_of_them} words; searched the {len(affordable)} "
                "most frequent"
            )
        self._expansions -= len(affordable)
        self.expanded[id(node)] = affordable
        return _union(self._postings.scores("words", word, BODY_BOOST) for word in affordable)

    def _affordable(self, words: list[str]) -> list[str]:
        out: list[str] = []
        for word in words:
            cost = len(self._postings.postings("words", word).documents)
            if cost > self._budget:
                break
            self._budget -= cost
            out.append(word)
        return out

    def _words(self, node: WordsNode) -> Matches:
        if node.must:
            matches = _intersection(self._node(child) for child in node.must)
            for child in node.should:
                _add_inside(matches, self._optional(child))
        elif node.should:
            matches = _union(self._optional(child) for child in node.should)
        else:
            matches = self._everything()
        for child in node.must_not:
            matches = self._without(matches, child)
        return matches

    def _optional(self, node: BoundNode) -> Matches:
        if self._budget <= 0 and isinstance(node, TermNode):
            self.notices.append(f'"{node.term}" was left out: the query asks for too many words')
            return {}
        return self._node(node)

    def _without(self, matches: Matches, node: BoundNode) -> Matches:
        unwanted = self._node(node)
        return {document: score for document, score in matches.items() if document not in unwanted}

    def _phrase(self, terms: tuple[str, ...], offsets: tuple[int, ...]) -> Matches:
        scored = [self._postings.scores("body", term, BODY_BOOST) for term in terms]
        places = [self._postings.positions(term) for term in terms]
        together = _intersection(scored)
        return {
            document: score
            for document, score in together.items()
            if _stands(places, offsets, document)
        }


def _stands(places: list[dict[int, bytes]], offsets: tuple[int, ...], document: int) -> bool:
    begins: set[int] | None = None
    for place, offset in zip(places, offsets, strict=True):
        here = {position - offset for position in decode_positions(place[document])}
        begins = here if begins is None else begins & here
        if not begins:
            return False
    return True


def _add_inside(matches: Matches, more: Matches) -> None:
    if len(more) > len(matches):
        for document in matches:
            if document in more:
                matches[document] += more[document]
    else:
        for document, score in more.items():
            if document in matches:
                matches[document] += score


def _union(parts: Iterable[Matches]) -> Matches:
    out: Matches = {}
    for part in parts:
        if not out:
            out = dict(part)
            continue
        for document, score in part.items():
            out[document] = out.get(document, 0.0) + score
    return out


def _intersection(parts: Iterable[Matches]) -> Matches:
    out: Matches | None = None
    for part in parts:
        if out is None:
            out = dict(part)
        else:
            out = {
                document: score + part[document]
                for document, score in out.items()
                if document in part
            }
    return out or {}

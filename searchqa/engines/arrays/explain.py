"""Why a document stands where it stands: each term's part of its score.

In: a bound tree, a document, and the execution that watched it.
Out: parts whose sum is the score. Never: decides what matches or was left out.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from searchqa.engines.arrays.bm25 import PRIORS, weight
from searchqa.engines.bind import (
    AllNode,
    AnyNode,
    Bound,
    BoundNode,
    FuzzyNode,
    PhraseNode,
    PrefixNode,
    TermNode,
    WordsNode,
)
from searchqa.results import ScorePart
from searchqa.schema import BODY_BOOST, KINDS, PAIR_BOOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.engines.arrays.execute import Execution
    from searchqa.engines.arrays.opened import Arrays


def explain(
    arrays: Arrays, bound: Bound, document: int, execution: Execution
) -> tuple[ScorePart, ...]:
    """Return the parts of a document's score, the largest first.

    Args:
        arrays: To weigh each part by itself.
        bound: The query.
        document: The document's number.
        execution: Has run the query, watching the document.
    """
    explainer = _Explainer(arrays, document, execution)
    parts = list(explainer.parts(bound.tree))
    for left, right, distance in bound.pairs:
        parts += explainer.pair(left, right, distance)
    kind = arrays.view("document.kind")
    prior = PRIORS[kind[document]]
    if parts and prior != 1.0:
        more = sum(part.score for part in parts) * (prior - 1)
        alike = sum(one == kind[document] for one in kind)
        parts.append(ScorePart(KINDS[kind[document]], "kind", 1, alike, more))
    return tuple(sorted(parts, key=lambda part: (-part.score, part.field, part.term)))


class _Explainer:
    def __init__(self, arrays: Arrays, document: int, execution: Execution) -> None:
        self._arrays = arrays
        self._document = document
        self._execution = execution
        self._norm = arrays.view("document.norm")[document]
        self._prior = PRIORS[arrays.view("document.kind")[document]]

    def parts(self, node: BoundNode) -> Iterator[ScorePart]:
        """Yield what each node that matches the document brings."""
        if id(node) not in self._execution.holding:
            return
        match node:
            case TermNode(term):
                yield from self._term(term, whole=True)
            case PhraseNode(terms, _):
                for term in terms:
                    yield from self._term(term, whole=False)
            case PrefixNode() | FuzzyNode():
                for word in self._execution.expanded[id(node)]:
                    yield from self._word(word)
            case AllNode() | AnyNode() | WordsNode():
                for child in _inside(node):
                    yield from self.parts(child)

    def pair(self, left: str, right: str, distance: int) -> list[ScorePart]:
        """Return the part of two neighbouring words, if the document holds them."""
        arrays = self._arrays
        terms = arrays.term(left), arrays.term(right)
        if min(terms) < 0:
            return []
        said = _pair_counts(arrays, *terms, distance)
        owners = {self._document, arrays.view("document.head")[self._document]}
        count = sum(said.get(owner, 0) for owner in owners)
        if not count:
            return []
        held = _holders(arrays, said)
        score = PAIR_BOOST * self._bm25(count, held)
        return [ScorePart(f"{left} {right}", "pairs", count, held, score)]

    def _term(self, term: str, *, whole: bool) -> Iterator[ScorePart]:
        view = self._arrays.view
        ordinal = self._arrays.term(term)
        at, held = self._posting("posting", ordinal)
        if at < 0:
            return
        count, asked = view("posting.frequency")[at], view("posting.question")[at]
        body = BODY_BOOST * self._bm25(count, held)
        yield ScorePart(term, "body", count, held, body)
        if whole and asked:
            question = view("posting.impact")[at] / self._prior - body
            yield ScorePart(term, "question", asked, view("term.questions")[ordinal], question)

    def _word(self, word: int) -> Iterator[ScorePart]:
        at, held = self._posting("wordposting", word)
        if at >= 0:
            count = self._arrays.view("wordposting.frequency")[at]
            score = BODY_BOOST * self._bm25(count, held)
            yield ScorePart(self._arrays.words[word], "words", count, held, score)

    def _posting(self, name: str, ordinal: int) -> tuple[int, int]:
        """Return where the document's posting is, -1 for none, and how many there are."""
        if ordinal < 0:
            return -1, 0
        bounds, documents = self._arrays.view(f"{name}.offset"), f"{name}.document"
        low, high = bounds[ordinal], bounds[ordinal + 1]
        held = self._arrays.view(documents)
        at = bisect_left(held, self._document, low, high)
        return (at if at < high and held[at] == self._document else -1), high - low

    def _bm25(self, count: int, held: int) -> float:
        return weight(self._arrays.documents, held) * count / (count + float(self._norm))


def _inside(node: AllNode | AnyNode | WordsNode) -> tuple[BoundNode, ...]:
    """Return the parts of a node that can bring something."""
    return (*node.must, *node.should) if isinstance(node, WordsNode) else node.children


def _pair_counts(arrays: Arrays, left: int, right: int, distance: int) -> dict[int, int]:
    """Return how often each document says a pair itself."""
    bounds, at = arrays.view("place.offset"), arrays.view("place.at")
    ends = set(at[bounds[right] : bounds[right + 1]].tolist())
    counts: dict[int, int] = {}
    for place in at[bounds[left] : bounds[left + 1]].tolist():
        if place + distance in ends:
            counts[place >> 32] = counts.get(place >> 32, 0) + 1
    return counts


def _holders(arrays: Arrays, said: dict[int, int]) -> int:
    """Return how many documents hold what these say: of a head, the whole thread."""
    heads, threads = arrays.view("document.head"), arrays.view("document.thread")
    bounds = arrays.view("thread.document")
    asked = [owner for owner in said if heads[owner] == owner]
    replies = sum(1 for owner in said if heads[owner] != owner and heads[owner] not in said)
    return replies + sum(int(bounds[threads[head] + 1]) - head for head in asked)

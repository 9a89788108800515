"""From typed words to terms, once for every engine.

In: a query tree. Out: the same tree in terms, its word pairs, what snippets mark.
Never: looks at an index, resolves a filter's value, or raises on account of a query.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from searchqa.analysis import analyze as _analyze
from searchqa.analysis import main_tokens, pairs
from searchqa.engines.bound import (
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
from searchqa.query.nodes import (
    All,
    Any,
    Everything,
    Filter,
    Fuzzy,
    Must,
    Not,
    Phrase,
    Prefix,
    Word,
    Words,
)
from searchqa.schema import MAX_QUERY_TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.query.nodes import Node


__all__ = [
    "NO_WORDS",
    "TOO_MANY_WORDS",
    "AllNode",
    "AnyNode",
    "Bound",
    "BoundNode",
    "EverythingNode",
    "FilterNode",
    "FuzzyNode",
    "NotNode",
    "NothingNode",
    "PhraseNode",
    "PrefixNode",
    "TermNode",
    "WordsNode",
    "bind",
]

NO_WORDS: Final = "There are no letters or digits in the query to look for."
TOO_MANY_WORDS: Final = f"Searched the first {MAX_QUERY_TERMS} words of the query only."


# Queries are made of the same words again and again; nobody changes an analysis.
analyze = lru_cache(maxsize=4_096)(_analyze)


# The same text is asked again with other filters, sorts and pages.
@lru_cache(maxsize=1_024)
def bind(tree: Node) -> Bound:
    """Bind a query tree to terms; every tree binds to something."""
    # A word alone is meant as plain typing: its parts are optional, stop words are no phrase.
    top = Words((tree,)) if isinstance(tree, Word) else tree
    binder = _Binder()
    bound = binder.node(top, negated=False)
    if bound is None:
        return Bound(NothingNode(), (), frozenset(), (), (NO_WORDS,))
    terms: dict[str, None] = {}
    phrases: dict[PhraseNode, None] = {}
    _collect_found(bound, terms, phrases)
    return Bound(
        tree=bound,
        pairs=_pairs(top),
        terms=frozenset(terms),
        phrases=tuple(phrases),
        notices=tuple(binder.notices),
    )


class _Binder:
    """Walks one tree; ``None`` stands for a part without any term."""

    def __init__(self) -> None:
        self._left = MAX_QUERY_TERMS
        self.notices: dict[str, None] = {}

    def node(self, node: Node, *, negated: bool) -> BoundNode | None:
        match node:
            case Words(children):
                return self._words(children, negated=negated)
            case All(children):
                return _joined(AllNode, self._each(children, negated=negated))
            case Any(children):
                return _joined(AnyNode, self._each(children, negated=negated))
            case Must(child):
                return self.node(child, negated=negated)
            case Not(child):
                bound = self.node(child, negated=not negated)
                return None if bound is None else NotNode(bound)
        return self._leaf(node)

    def _each(self, children: Iterable[Node], *, negated: bool) -> tuple[BoundNode, ...]:
        bound = (self.node(child, negated=negated) for child in children)
        return tuple(dict.fromkeys(child for child in bound if child is not None))

    def _leaf(self, node: Node) -> BoundNode | None:
        match node:
            case Word(text) | Phrase(text):
                return self._together(text)
            case Prefix(text):
                *before, last = self._words_of(text) or [""]
                return _joined(AllNode, [*_terms(before), PrefixNode(last)]) if last else None
            case Fuzzy(text, distance):
                return _joined(
                    AllNode, [FuzzyNode(word, distance) for word in self._words_of(text)]
                )
            case Filter(field, value):
                return FilterNode(field, value)
            case Everything():
                return EverythingNode()
        return None

    def _words(self, children: Sequence[Node], *, negated: bool) -> BoundNode | None:
        must = self._each((c.child for c in children if isinstance(c, Must)), negated=negated)
        must_not = self._each(
            (c.child for c in children if isinstance(c, Not)), negated=not negated
        )
        should: dict[BoundNode, None] = {}
        stops: list[str] = []
        for child in children:
            if isinstance(child, Word) and not negated:
                found, stopped = self._optional(child.text)
                should.update(dict.fromkeys(found))
                stops += stopped
            elif not isinstance(child, Must | Not):
                bound = self.node(child, negated=negated)
                should.update({} if bound is None else {bound: None})
        if not should and not must and stops:
            should[_phrase(stops, range(len(stops)))] = None
        if not (should or must or must_not):
            return None
        return WordsNode(tuple(should), must, must_not)

    def _optional(self, text: str) -> tuple[list[BoundNode], list[str]]:
        """Return a plain word's terms and, apart, those that are stop words."""
        analysis = analyze(text)
        places = self._affordable(main_tokens(analysis))
        found: list[BoundNode] = [
            TermNode(analysis.terms[place]) for place in places if not analysis.stops[place]
        ]
        return found, [analysis.terms[place] for place in places if analysis.stops[place]]

    def _together(self, text: str) -> BoundNode | None:
        analysis = analyze(text)
        places = self._affordable(main_tokens(analysis))
        if not places:
            return None
        first = analysis.positions[places[0]]
        return _phrase(
            [analysis.terms[place] for place in places],
            [analysis.positions[place] - first for place in places],
        )

    def _words_of(self, text: str) -> list[str]:
        analysis = analyze(text)
        return [analysis.words[place] for place in self._affordable(main_tokens(analysis))]

    def _affordable(self, places: list[int]) -> list[int]:
        taken = places[: self._left]
        self._left -= len(taken)
        if len(taken) < len(places):
            self.notices[TOO_MANY_WORDS] = None
        return taken


def _terms(words: Iterable[str]) -> list[BoundNode]:
    return [TermNode(term) for word in words for term in analyze(word).terms[:1]]


def _phrase(terms: Sequence[str], offsets: Sequence[int]) -> BoundNode:
    return TermNode(terms[0]) if len(terms) == 1 else PhraseNode(tuple(terms), tuple(offsets))


def _joined(kind: type[AllNode | AnyNode], children: Sequence[BoundNode]) -> BoundNode | None:
    if len(children) > 1:
        return kind(tuple(children))
    return children[0] if children else None


def _pairs(tree: Node) -> tuple[tuple[str, str, int], ...]:
    """Pair the plain words of the top level, run by run."""
    out: dict[tuple[str, str, int], None] = {}
    run: list[str] = []
    children = tree.children if isinstance(tree, Words) else ()
    for child in (*children, Everything()):
        if isinstance(child, Word):
            run.append(child.text)
        else:
            out.update(dict.fromkeys(pairs(analyze(" ".join(run)))))
            run = []
    return tuple(out)[: MAX_QUERY_TERMS - 1]


def _collect_found(
    node: BoundNode, terms: dict[str, None], phrases: dict[PhraseNode, None]
) -> None:
    match node:
        case TermNode(term):
            terms[term] = None
        case PhraseNode():
            phrases[node] = None
        case AllNode(children) | AnyNode(children):
            for child in children:
                _collect_found(child, terms, phrases)
        case WordsNode(should, must, _):
            for child in (*must, *should):
                _collect_found(child, terms, phrases)

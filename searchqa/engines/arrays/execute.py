"""From a bound tree to matching documents with their scores.

In: a bound tree. Out: a kernel's matches; what was expanded; notices.
Never: filters by the request, counts facets, orders or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from searchqa.schema import MAX_QUERY_EXPANSIONS, MAX_QUERY_POSTINGS

if TYPE_CHECKING:
    from searchqa.engines.arrays.filters import FilterTables
    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.arrays.vocabulary import Vocabulary
    from searchqa.engines.bind import Bound


class Execution:
    """One query's run.

    ``expanded`` has, by ``id`` of a prefix or fuzzy node, the ordinals of the
    words it stood for; ``holding`` the ids of the nodes that match the
    ``watched`` document.
    """

    def __init__(
        self,
        arrays: Arrays,
        kernel: AnyKernel,
        vocabulary: Vocabulary,
        tables: FilterTables,
        watched: int | None = None,
    ) -> None:
        self._arrays = arrays
        self._kernel = kernel
        self._vocabulary = vocabulary
        self._tables = tables
        self._bounds = arrays.view("posting.offset")
        self._budget = MAX_QUERY_POSTINGS
        self._expansions = MAX_QUERY_EXPANSIONS
        self._watched = watched
        self.expanded: dict[int, list[int]] = {}
        self.holding: set[int] = set()
        self.notices: list[str] = []

    def run(self, bound: Bound) -> Any:  # noqa: ANN401 - the kernel's matches
        """Return each matching document and its score."""
        pairs = [self._pair(*pair) for pair in bound.pairs]
        tree = bound.tree
        if isinstance(tree, WordsNode) and not tree.must and not tree.must_not and tree.should:
            # Who holds a pair holds its words: all are summed at once.
            matches = self._kernel.union([*self._optional(tree.should), *pairs])
            self._watch(tree, matches)
            return matches
        matches = self._node(tree)
        for pair in pairs:
            matches = self._kernel.plus(matches, pair)
        return matches

    def _pair(self, left: str, right: str, distance: int) -> Any:  # noqa: ANN401
        terms = self._arrays.term(left), self._arrays.term(right)
        if min(terms) < 0:
            return self._kernel.nothing()
        return self._kernel.pair(*terms, distance)

    def _watch(self, node: BoundNode, matches: Any) -> None:  # noqa: ANN401
        if self._watched is not None and self._kernel.holds(matches, self._watched):
            self.holding.add(id(node))

    def _node(self, node: BoundNode) -> Any:  # noqa: ANN401 - as above, and below
        matches = self._matches(node)
        self._watch(node, matches)
        return matches

    def _matches(self, node: BoundNode) -> Any:  # noqa: ANN401
        match node:
            case WordsNode():
                return self._words(node)
            case TermNode(term):
                return self._term(term)
            case AllNode(children):
                return self._kernel.intersection([self._node(child) for child in children])
            case AnyNode(children):
                return self._kernel.union([self._node(child) for child in children])
            case NotNode(child):
                return self._kernel.without(self._kernel.everything(), self._node(child))
        return self._leaf(node)

    def _leaf(self, node: BoundNode) -> Any:  # noqa: ANN401
        match node:
            case PhraseNode(terms, offsets):
                ordinals = [self._arrays.term(term) for term in terms]
                if min(ordinals) >= 0:
                    return self._kernel.phrase(ordinals, offsets)
            case PrefixNode() | FuzzyNode():
                return self._kernel.union(list(map(self._kernel.word, self._expanded(node))))
            case FilterNode(name, value):
                return self._tables.documents(self._kernel, name, value)
            case EverythingNode():
                return self._kernel.everything()
        return self._kernel.nothing()

    def _term(self, term: str) -> Any:  # noqa: ANN401
        ordinal = self._arrays.term(term)
        if ordinal < 0:
            return self._kernel.nothing()
        self._budget -= self._bounds[ordinal + 1] - self._bounds[ordinal]
        return self._kernel.term(ordinal)

    def _words(self, node: WordsNode) -> Any:  # noqa: ANN401
        kernel = self._kernel
        if node.must:
            matches = kernel.intersection([self._node(child) for child in node.must])
            for part in self._optional(node.should):
                matches = kernel.plus(matches, part)
        elif node.should:
            matches = kernel.union(self._optional(node.should))
        else:
            matches = kernel.everything()
        for child in node.must_not:
            matches = kernel.without(matches, self._node(child))
        return matches

    def _optional(self, nodes: tuple[BoundNode, ...]) -> list[Any]:
        """Return the matches of optional parts."""
        parts = []
        for node in nodes:
            if isinstance(node, TermNode) and self._budget <= 0:
                self.notices.append(
                    f'"{node.term}" was left out: the query asks for too many words'
                )
            else:
                parts.append(self._node(node))
        return parts

    def _expanded(self, node: PrefixNode | FuzzyNode) -> list[int]:
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
        return affordable

    def _affordable(self, words: list[int]) -> list[int]:
        out: list[int] = []
        for word in words:
            cost = self._vocabulary.frequency(word)
            if cost > self._budget:
                break
            self._budget -= cost
            out.append(word)
        return out

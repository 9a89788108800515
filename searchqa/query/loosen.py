"""Ways out of an empty answer: the query with one demand less.

In: a tree and its filters. Out: each looser query with words for a person.
Never: counts what a looser query finds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.query.lexer import OPERATORS
from searchqa.query.merge import filters_of, merge
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
from searchqa.query.request import Filters
from searchqa.query.shapes import all_of, any_of, lift, words_of
from searchqa.results import IN_ALL
from searchqa.schema import ALL, FACETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchqa.query.nodes import Node

# Each one costs a search, and a person reads only a few.
MAX_LOOSENINGS: Final = 12

# Compiled on first use: most queries find something.
_WORD: Final = r"[.#@]?[^\W_](?:[\w.'’+#-]*[\w+#])?"


def loosen(tree: Node, filters: Filters) -> tuple[tuple[str, Node, Filters], ...]:
    """Return the queries that demand one thing less, most drastic demand first.

    Left out are, one at a time: all values of a filter, a required word, a
    part of an AND, an exclusion; and a phrase becomes its words.

    Returns:
        At most ``MAX_LOOSENINGS`` of (what is left out, tree, filters).
    """
    out = [(what, tree, looser) for what, looser in _looser_filters(filters)]
    for what, looser in _looser(tree):
        rest, lifted = lift(looser or Everything())
        out.append((what, rest, merge(filters_of(lifted), filters)))
    return tuple(out[:MAX_LOOSENINGS])


def _looser_filters(filters: Filters) -> Iterator[tuple[str, Filters]]:
    kept = filters.narrowing.to_dict()
    # Often it is one that nobody chose.
    if kept.pop("collection", ()):
        yield IN_ALL, filters.with_facet("collection", (ALL,))
    for name, values in kept.items():
        listed = " or ".join(f'"{value}"' for value in values)
        yield f"without {name} {listed}", _dropped(filters, name)


def _dropped(filters: Filters, name: str) -> Filters:
    facets = {facet: filters.of(facet) for facet in FACETS if facet != name}
    out = Filters(
        before=None if name == "before" else filters.before,
        after=None if name == "after" else filters.after,
        during=() if name == "during" else filters.during,
    )
    for facet, values in facets.items():
        out = out.with_facet(facet, values) if values else out
    return out


def _looser(node: Node) -> Iterator[tuple[str, Node | None]]:
    """Yield what is left of a node with one demand less; None is nothing left."""
    match node:
        case Phrase(text) if len(words := _words(text)) > 1:
            yield f"words instead of the phrase {node}", words_of(words)
        case Not(child):
            yield f"with {_named(child)} allowed", None
        case Must(child):
            yield f"without {_named(child)}", None
            for what, looser in _looser(child):
                yield what, None if looser is None else Must(looser)
        case All(children):
            yield from _shorter(children)
            yield from _inside(children, all_of)
        case Any(children):
            yield from _inside(children, any_of)
        case Words(children):
            yield from _inside(children, words_of)


def loosest(node: Node) -> Node | None:
    """Return the query as plain optional words, without its demands; None has no words."""
    words = list(dict.fromkeys(_wanted(node)))
    return words_of(words) if words else None


def _wanted(node: Node) -> Iterator[Node]:
    match node:
        case Word() | Prefix() | Fuzzy():
            yield node
        case Phrase(text):
            yield from _words(text)
        case Must(child):
            yield from _wanted(child)
        case All(children) | Any(children) | Words(children):
            for child in children:
                yield from _wanted(child)


def _shorter(children: tuple[Node, ...]) -> Iterator[tuple[str, Node | None]]:
    for place, child in enumerate(children):
        if not isinstance(child, Not):
            rest = (*children[:place], *children[place + 1 :])
            yield f"without {_named(child)}", all_of(rest)


def _inside(
    children: tuple[Node, ...], join: Callable[[list[Node]], Node]
) -> Iterator[tuple[str, Node | None]]:
    for place, child in enumerate(children):
        for what, looser in _looser(child):
            between = [] if looser is None else [looser]
            rest = [*children[:place], *between, *children[place + 1 :]]
            yield what, join(rest) if rest else None


def _words(phrase: str) -> list[Node]:
    """Return a phrase's words as ones that mean nothing else when they stand alone."""
    return [Word(w.lower() if w in OPERATORS else w) for w in re.findall(_WORD, phrase)]


def _named(node: Node) -> str:
    match node:
        case Word(text):
            return f'"{text}"'
        case Filter(field, value):
            return f'{field} "{value}"'
        case All() | Any() | Words():
            return f"({node})"
    return str(node)

"""A query said back in words.

In: a tree and filters. Out: one phrase in English. Never: looks at an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from searchqa.query.nodes import Node
    from searchqa.query.request import Filters


def describe(tree: Node, filters: Filters) -> str:
    """Return e.g. ``"data" or "model", without "git", author "Ada Lovelace"``."""
    parts = [] if isinstance(tree, Everything) else [_said(tree)]
    for name, values in filters.narrowing.to_dict().items():
        parts.append(f"{name} " + " or ".join(f'"{value}"' for value in values))
    return ", ".join(parts) or "everything"


def _said(node: Node) -> str:
    match node:
        case Words(children):
            return _words(children)
        case All(children):
            return " and ".join(map(_inner, children))
        case Any(children):
            return " or ".join(map(_inner, children))
        case Not(child):
            return f"without {_inner(child)}"
        case Must(child):
            return f"with {_inner(child)}"
    return _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Word(text):
            return f'"{text}"'
        case Phrase(text):
            return f'the phrase "{text}"'
        case Prefix(text):
            return f'words that begin with "{text}"'
        case Fuzzy(text, _):
            return f'words like "{text}"'
        case Filter(field, value):
            return f'{field} "{value}"'
    return "everything"


def _words(children: tuple[Node, ...]) -> str:
    plain = [child for child in children if not isinstance(child, (Must, Not))]
    rest = [child for child in children if isinstance(child, (Must, Not))]
    begin = [" or ".join(map(_inner, plain))] if plain else []
    return ", ".join((*begin, *map(_said, rest)))


def _inner(node: Node) -> str:
    compound = isinstance(node, (Words, All, Any))
    return f"({_said(node)})" if compound else _said(node)

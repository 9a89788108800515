"""One shape for each meaning: how nodes are put together.

In: the parts of a query. Out: a tree without needless levels, so that two
spellings of one query are equal. Never: changes what a query finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.query.fields import ALTERNATIVES, LIFTED
from searchqa.query.nodes import All, Any, Everything, Filter, Must, Not, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.query.nodes import Node


def negated(node: Node) -> Node:
    """Return what excludes ``node``; of an exclusion, what requires it again."""
    match node:
        case Not(child):
            return Must(child)
        case Must(child):
            return Not(child)
    return Not(node)


def required(node: Node) -> Node:
    """Return ``node`` as a required child of ``Words``."""
    return node if isinstance(node, (Must, Not, Filter)) else Must(node)


def all_of(nodes: Iterable[Node]) -> Node:
    """Return the conjunction."""
    children: list[Node] = []
    for node in map(_plain, nodes):
        children.extend(node.children if isinstance(node, All) else (node,))
    return _single(children) or All(tuple(children))


def any_of(nodes: Iterable[Node]) -> Node:
    """Return the disjunction."""
    children: list[Node] = []
    for node in map(_plain, nodes):
        children.extend(node.children if isinstance(node, Any) else (node,))
    return _single(children) or Any(tuple(children))


def words_of(nodes: Sequence[Node]) -> Node:
    """Return what stands side by side; conditions among it hold for the rest."""
    children: list[Node] = []
    conditions: list[Node] = []
    for node in nodes:
        if isinstance(node, Words) and not any(isinstance(c, (Must, Not)) for c in node.children):
            children.extend(node.children)
        elif is_condition(_plain(node)) and not isinstance(node, Not):
            conditions.append(_plain(node))
        else:
            children.append(node)
    if not conditions:
        return _single(children) or Words(tuple(children))
    rest = [_single(children) or Words(tuple(children))] if children else []
    return all_of([*rest, *_gathered(conditions)])


def lift(tree: Node) -> tuple[Node, list[Filter]]:
    """Part a whole query's tree from the conditions that an AND puts beside it.

    Two values of one facet stay: AND asks for both, ``Filters`` for either.
    """
    children = tree.children if isinstance(tree, All) else (tree,)
    filters = {c: None for c in children if isinstance(c, Filter) and c.field in LIFTED}
    fields = [f.field for f in filters]
    lifted = [f for f in filters if f.field not in ALTERNATIVES or fields.count(f.field) == 1]
    return (all_of(c for c in children if c not in lifted) if lifted else tree), lifted


def is_condition(node: Node) -> bool:
    """Say whether a node only filters: no word in it adds to a score."""
    match node:
        case Filter():
            return True
        case Not(child) | Must(child):
            return is_condition(child)
        case All(children) | Any(children) | Words(children):
            return all(is_condition(child) for child in children)
    return False


def _gathered(conditions: Iterable[Node]) -> list[Node]:
    """Return the conditions, the values of one facet as alternatives."""
    fields: dict[str, list[Node]] = {}
    out: list[list[Node]] = []
    for node in dict.fromkeys(conditions):
        if isinstance(node, Filter) and node.field in ALTERNATIVES:
            if node.field not in fields:
                out.append(fields.setdefault(node.field, []))
            fields[node.field].append(node)
        else:
            out.append([node])
    return [any_of(nodes) for nodes in out]


def _plain(node: Node) -> Node:
    return node.child if isinstance(node, Must) else node


def _single(children: list[Node]) -> Node | None:
    if not children:
        return Everything()
    return _plain(children[0]) if len(children) == 1 else None

"""What a person's words and options mean on this index.

In: a query's text, keyword parameters, the names of an index. Out: a tree,
filters with values the engine knows, notices. Never: searches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.query.merge import filters_from, merge
from searchqa.query.nodes import All, Any, Everything, Filter, Must, Not, Words
from searchqa.query.parser import parse
from searchqa.query.shapes import all_of, any_of, words_of
from searchqa.records import dataclass
from searchqa.schema import ALL
from searchqa.search.names import NAMED
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.query.merge import Given
    from searchqa.query.nodes import Node
    from searchqa.query.request import Filters
    from searchqa.schema import FacetName
    from searchqa.search.names import Names

_NOBODY: Final = {
    "author": "is nobody here",
    "book": "is no book here",
    "participant": "is nobody here",
    "collection": "is no collection here",
}
_SEVERAL: Final = {
    "author": "authors",
    "book": "books",
    "participant": "people",
    "collection": "collections",
}
_LISTED: Final = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it will be searched.

    ``text`` is what was read of the typed one; ``tree`` and ``filters`` hold
    values of the index; ``notices`` say what was odd. ``places`` says whether
    anything in it says in which collections to look.
    """

    text: str
    tree: Node
    filters: Filters
    notices: tuple[str, ...]
    places: bool = False


def understand(text: str, given: Mapping[str, Given], names: Names) -> Understood:
    """Read a text and parameters; names that mean nothing here are left out and said."""
    parsed = parse(text)
    filters, odd = filters_from(**given)  # type: ignore[arg-type]
    resolver = _Resolver(names)
    filters = resolver.filters(merge(parsed.filters, filters))
    tree = resolver.node(parsed.tree) or Everything()
    notices = dict.fromkeys((*parsed.notices, *odd, *resolver.notices))
    return Understood(parsed.text, tree, filters, tuple(notices), resolver.places)


class _Resolver:
    """Replaces names by values; ``notices`` are in the order of what was read.

    ``places`` is whether a collection of the index was among them.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self.notices: list[str] = []
        self.places = False

    def filters(self, filters: Filters) -> Filters:
        for facet in NAMED:
            typed = filters.of(facet)
            if typed:
                values = [value for one in typed for value in self._values(facet, one)]
                # Every one of them, whatever else is named.
                values = [ALL] if facet == "collection" and ALL in values else values
                filters = filters.with_facet(facet, tuple(dict.fromkeys(values)))
        return filters

    def node(self, node: Node) -> Node | None:
        """Return the tree with resolved names; None where nothing is left."""
        match node:
            case Filter():
                return self._filter(node)
            case Must(child):
                inner = self.node(child)
                return None if inner is None else Must(inner)
            case Not(child):
                inner = self.node(child)
                return None if inner is None else Not(inner)
            case Words(children) | All(children) | Any(children):
                resolved = tuple(self.node(child) for child in children)
                return node if resolved == children else _rebuilt(node, resolved)
        return node

    def _filter(self, node: Filter) -> Node | None:
        facet = next((name for name in NAMED if name == node.field), None)
        if facet is None:
            return node
        values = self._values(facet, node.value)
        if values == (ALL,) and facet == "collection":
            return Everything()
        return any_of(Filter(facet, value) for value in values) if values else None

    def _values(self, facet: FacetName, typed: str) -> tuple[str, ...]:
        if facet == "collection" and fold(typed) == ALL:
            self.places = True
            return (ALL,)
        meaning = self._names.meaning(facet, typed)
        values = tuple(bucket.value for bucket in meaning.buckets)
        self.places = self.places or (facet == "collection" and bool(values))
        if not values:
            self.notices.append(_unknown(facet, typed, meaning.near, self._names))
        elif len(values) > 1:
            labels = list(dict.fromkeys(bucket.label for bucket in meaning.buckets))
            rest = len(labels) - _LISTED
            listed = ", ".join(labels[:_LISTED]) + (f" and {rest} more" if rest > 0 else "")
            text = f'"{typed}" means {len(values)} {_SEVERAL[facet]} here: {listed}.'
            self.notices.append(f"{text} Searched for each of them.")
        return values


def _unknown(facet: FacetName, typed: str, near: tuple[str, str] | None, names: Names) -> str:
    wrong = f'"{typed}" {_NOBODY[facet]}'
    if facet == "collection" and near is None:
        # A handful, which nobody can guess.
        listed = ", ".join(bucket.label for bucket in names.values(facet)[:_LISTED])
        return f"{wrong}; the collections are {listed or 'none'}. Searched without it."
    meant = f'; did you mean {near[0]} "{near[1]}"?' if near else "."
    return f"{wrong}{meant} Searched without it."


def _rebuilt(node: Words | All | Any, children: tuple[Node | None, ...]) -> Node | None:
    kept = [child for child in children if child is not None]
    if not kept:
        return None
    match node:
        case Words():
            return words_of(kept)
        case All():
            return all_of(kept)
        case Any():
            return any_of(kept)

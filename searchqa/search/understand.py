"""What a person's words and options mean on this index.

In: a query's text, keyword parameters, the names of an index. Out: a tree,
filters with values the engine knows, notices. Never: searches, narrows in secret,
or narrows a search of an index that keeps nothing apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from searchqa.errors import QueryError
from searchqa.query.merge import filters_from, merge
from searchqa.query.nodes import All, Any, Everything, Filter, Must, Not, Words
from searchqa.query.parser import parse
from searchqa.query.shapes import all_of, any_of, words_of
from searchqa.records import dataclass, replace
from searchqa.schema import ALL, FACETS
from searchqa.search.names import NAMED
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchqa.engines.base import Answer
    from searchqa.model import Book
    from searchqa.query.merge import Given
    from searchqa.query.nodes import Node
    from searchqa.query.request import Filters, Request
    from searchqa.results import Bucket
    from searchqa.schema import FacetName, Sort
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
_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it will be searched.

    ``text`` is what was read of the typed one; ``tree`` and ``filters`` hold
    values of the index; ``notices`` say what was odd. ``places`` says whether
    anything in it says in which collections to look, ``implied`` whether the index says it
    instead.
    """

    text: str
    tree: Node
    filters: Filters
    notices: tuple[str, ...]
    places: bool = False
    implied: bool = False


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


def sort_of(understood: Understood, sort: Sort) -> Sort:
    """Return the order: where nothing scores, relevance means the newest."""
    browsing = isinstance(understood.tree, Everything)
    return "newest" if browsing and sort == "relevance" else sort


def one_of(name: str, value: str, known: tuple[_Word, ...]) -> _Word:
    """Return a value if it is a known one.

    Raises:
        QueryError: It isn't.
    """
    for one in known:
        if one == value:
            return one
    raise QueryError(f'There is no {name} "{value}".', f"Use one of: {', '.join(known)}.")


def bounded(name: str, value: int, most: int, notices: list[str]) -> int:
    """Return a number within 0 and ``most``; ``notices`` gets what was wrong with it."""
    if 0 <= value <= most:
        return value
    bounded = max(0, min(value, most))
    notices.append(f"{name} {value:,} is out of bounds; {bounded:,} was used instead.")
    return bounded


def facets_of(wanted: str | Iterable[str] | None, notices: list[str]) -> tuple[FacetName, ...]:
    """Return the facets to count; ``notices`` gets those that aren't any."""
    if wanted is None:
        return FACETS
    asked = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    for name in asked:
        if name not in FACETS:
            listed = ", ".join(FACETS)
            notices.append(f'There is no facet "{name}" to count; the facets are {listed}.')
    return tuple(name for name in FACETS if name in asked)


def usual(held: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return what a search is narrowed to that names no collection, () for nothing.

    Args:
        held: The collections of an index.
        wanted: Those that its settings name. If it has none of them, all are searched.
    """
    names = {fold(name) for name in wanted}
    found = tuple(name for name in held if fold(name) in names)
    return () if ALL in names or len(found) == len(held) else found


def placed(
    understood: Understood, narrowed: tuple[str, ...], catalog: Mapping[str, Book]
) -> Understood:
    """Return a query with the collections it looks in among its filters.

    Args:
        understood: The query.
        narrowed: What ``usual`` says.
        catalog: Each book by its id: a book that is named is looked for where it is kept.
    """
    filters = understood.filters
    if not narrowed:
        # All there is is searched anyway.
        every = filters.narrowing
        return understood if every is filters else replace(understood, filters=every)
    if understood.places:
        return understood
    named = [catalog[book].collection for book in filters.book if book in catalog]
    chosen = tuple(dict.fromkeys((*narrowed, *named)))
    filters = filters.with_facet("collection", chosen)
    return replace(understood, filters=filters, implied=True)


def elsewhere(answer: Answer) -> tuple[Bucket, ...]:
    """Return the collections that weren't searched, with what they have."""
    counted = answer.facets.get("collection", ())
    return tuple(bucket for bucket in counted if bucket.count and not bucket.selected)


def asked(request: Request, *, implied: bool) -> Request:
    """Return what an engine is asked.

    Args:
        request: What a person asks.
        implied: Whether nobody named the collections: then those left out are counted.
    """
    filters, facets = request.filters.narrowing, request.facets
    if implied and "collection" not in facets:
        facets = (*facets, "collection")
    if filters is request.filters and facets is request.facets:
        return request
    return replace(request, filters=filters, facets=facets)

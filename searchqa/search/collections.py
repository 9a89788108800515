"""In which collections a search looks that names none.

In: the collections of an index, those that its settings name, a query. Out: filters, and
what is found elsewhere. Never: narrows a search in secret, or one whose index has one collection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.records import replace
from searchqa.schema import ALL
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.engines.base import Answer
    from searchqa.model import Book
    from searchqa.query.request import Filters, Request
    from searchqa.results import Bucket
    from searchqa.search.understand import Understood


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
) -> Filters:
    """Return a query's filters with the collections it looks in.

    Args:
        understood: The query.
        narrowed: What ``usual`` says.
        catalog: Each book by its id: a book that is named is looked for where it is kept.
    """
    filters = understood.filters
    if not narrowed:
        # All there is is searched anyway.
        return filters.narrowing
    if understood.places:
        return filters
    named = [catalog[book].collection for book in filters.book if book in catalog]
    return filters.with_facet("collection", tuple(dict.fromkeys((*narrowed, *named))))


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


def kept_apart(books: Sequence[Book], first: Sequence[str]) -> dict[str, tuple[Book, ...]]:
    """Return books in their order by collection, some collections first, the others by name."""
    names = sorted({book.collection for book in books}, key=lambda name: (name not in first, name))
    return {name: tuple(b for b in books if b.collection == name) for name in names}


def elsewhere(answer: Answer) -> tuple[Bucket, ...]:
    """Return the collections that weren't searched, with what they have."""
    counted = answer.facets.get("collection", ())
    return tuple(bucket for bucket in counted if bucket.count and not bucket.selected)

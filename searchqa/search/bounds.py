"""What may be asked besides the text, and within which bounds.

In: what a caller gave. Out: what a request takes. Never: raises on account of a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from searchqa.errors import QueryError
from searchqa.query.nodes import Everything
from searchqa.schema import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.schema import FacetName, Sort
    from searchqa.search.understand import Understood

_Word = TypeVar("_Word", bound=str)


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

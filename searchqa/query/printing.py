"""A query as text again.

In: a tree and filters. Out: a query that parses to them. Never: words a
sentence for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.query.nodes import Filter
from searchqa.query.request import Filters

if TYPE_CHECKING:
    from searchqa.query.nodes import Node

_NONE = Filters()


def to_query(tree: Node, filters: Filters = _NONE) -> str:
    """Return a query that parses to this tree and these filters; "" is everything."""
    conditions = [
        str(Filter(name, value)) for name, values in filters.to_dict().items() for value in values
    ]
    return " ".join(part for part in (str(tree), *conditions) if part)

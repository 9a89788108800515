"""What is asked: the benchmarks' own queries, as addresses.

In: an index. Out: paths with their query strings. Never: names anyone of a corpus by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import searchqa
from benchmarks.queries import QUERIES, WORDS

if TYPE_CHECKING:
    from pathlib import Path


def typed(index: Path) -> list[str]:
    """Return what people would type, of all kinds."""
    with searchqa.open(index) as opened:
        values = {
            facet: [bucket.label for bucket in buckets]
            for facet, buckets in opened.facets().items()
            if buckets
        }
    return [query.typed(values) for query in QUERIES]


def words() -> list[str]:
    """Return the queries of plain words, which any engine understands."""
    return [" ".join(query.content) for query in QUERIES if query.kind in WORDS]


def api(texts: list[str]) -> list[str]:
    """Return the API's addresses: ten hits with all facets."""
    return [f"/api/search?q={quote_plus(text)}" for text in texts]

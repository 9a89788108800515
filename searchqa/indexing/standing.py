"""How each source stands after a run, or before one.

In: a listing, the records of sources and transcripts. Out: states for a report.
Never: asks a source.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from searchqa.report import SourceState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.indexing.listing import Listing
    from searchqa.indexing.manifest import Record, SourceRecord


def states(
    listing: Listing, sources: Mapping[str, SourceRecord], records: Mapping[str, Record]
) -> tuple[SourceState, ...]:
    """Return how each listed or failed source stands.

    Args:
        listing: What was listed now.
        sources: The sources that the index knows.
        records: The transcripts that the index knows.
    """
    books = Counter(record.source for record in records.values() if record.indexed)
    return tuple(
        SourceState(
            name,
            sources[name].revision if name in sources else "",
            books[name],
            listing.failed.get(name),
        )
        for name in (*listing.sources, *listing.failed)
    )

"""The start page: what there is and how one might begin.

In: an index. Out: what the template draws. Never: an empty field in a desert.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.web.pages.lines import newest_first

if TYPE_CHECKING:
    from searchqa.app import Index
    from searchqa.engines.base import Statistics
    from searchqa.web.pages.lines import BookLine, HasCover

_WEEKS: Final = 8
_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True)
class StartView:
    """Counts, the newest weeks that have threads, searches to try."""

    statistics: Statistics
    answers: int
    newest: tuple[BookLine, ...]
    examples: tuple[str, ...]
    empty: bool


def start_view(index: Index, has_cover: HasCover) -> StartView:
    """Return what the start page shows."""
    statistics = index.statistics()
    kinds = {bucket.value: bucket.count for bucket in index.facet("kind")}
    asked = [book for book in index.books.values() if book.threads]
    return StartView(
        statistics=statistics,
        answers=kinds.get("answer", 0),
        newest=newest_first(asked, has_cover)[:_WEEKS],
        examples=index.examples(_EXAMPLES),
        empty=not statistics.messages,
    )

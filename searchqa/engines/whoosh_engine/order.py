"""In which order matches are shown, and which of them are on the page.

In: matching documents with scores. Out: the page and the totals.
Never: reads stored texts.

Order: by score or by date, then date newest first, then id; a thread stands
where its best message stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.query.request import Request

# Scores are sums of floats; what differs by less than this is the same score.
SCORE_DIGITS = 9


class Page(NamedTuple):
    """``places`` are (document, how many more of its thread match)."""

    total: int
    messages: int
    places: list[tuple[int, int]]


def page_of(
    columns: Columns, request: Request, documents: list[int], scores: dict[int, float]
) -> Page:
    """Return the part of the answer that the request asks for."""
    key = _sort_key(columns, request, scores)
    if request.group == "none":
        ordered = sorted(documents, key=key)
        places = [(document, 0) for document in _slice(ordered, request)]
        return Page(len(ordered), len(ordered), places)
    counts: dict[int, int] = {}
    best: dict[int, int] = {}
    rank = _best_key(columns, scores)
    for document in documents:
        thread = columns.threads[document]
        counts[thread] = counts.get(thread, 0) + 1
        champion = best.get(thread)
        if champion is None or rank(document) < rank(champion):
            best[thread] = document
    ordered = sorted(best.values(), key=key)
    places = [
        (document, counts[columns.threads[document]] - 1) for document in _slice(ordered, request)
    ]
    return Page(len(ordered), len(documents), places)


def _slice(ordered: list[int], request: Request) -> list[int]:
    return ordered[request.offset : request.offset + request.limit]


def _best_key(columns: Columns, scores: dict[int, float]) -> Callable[[int], tuple[float, str]]:
    return lambda document: (-round(scores[document], SCORE_DIGITS), columns.ids[document])


def _sort_key(
    columns: Columns, request: Request, scores: dict[int, float]
) -> Callable[[int], tuple[float, float, str]]:
    def relevance(document: int) -> tuple[float, float, str]:
        score = -round(scores[document], SCORE_DIGITS)
        return (score, -columns.start(document), columns.ids[document])

    sign = -1 if request.sort == "newest" else 1

    def date(document: int) -> tuple[float, float, str]:
        score = -round(scores[document], SCORE_DIGITS)
        return (sign * columns.start(document), score, columns.ids[document])

    return relevance if request.sort == "relevance" else date

"""Searches worth trying, made from what was asked here.

In: an engine. Out: a few queries of two words. Never: a query that finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from searchqa.analysis import analyze
from searchqa.query.request import Filters, Request
from searchqa.schema import MAX_LIMIT
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.engines.base import Searcher

_FEWEST_BOOKS: Final = 2
_SHORTEST: Final = 3
# What people write about in every week, whatever the book is about.
_SMALL_TALK: Final = frozenset(
    "thanks thank hi hello question questions book books read reading chapter chapters author "  # noqa: SIM905 (words are read more easily than quotation marks)
    "answer answers great good nice interesting week doing wondering curious love best wishes "
    "think know like want work time way lot things thing people different use using look looking "
    "forward feel free get getting started let say makes make sense first one two next last long "
    "term real world hand side best practices target audience better understand particularly "
    "interested years year day today ago topic topics share channel example company".split()
)


def examples(searcher: Searcher, limit: int, collections: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return neighbouring words that the newest questions to several books have in common.

    Args:
        searcher: The engine.
        limit: How many at most.
        collections: Where the questions are from, () for everywhere.
    """
    request = Request(
        filters=Filters(kind=("question",), collection=collections),
        sort="newest",
        limit=MAX_LIMIT,
        facets=(),
    )
    books: dict[tuple[str, str], set[str]] = defaultdict(set)
    shown: dict[tuple[str, str], str] = {}
    for match in searcher.search(request).matches:
        for terms, text in _runs(match.document.text):
            books[terms].add(match.document.book)
            shown.setdefault(terms, text)
    common = [terms for terms, some in books.items() if len(some) >= _FEWEST_BOOKS]
    common.sort(key=lambda terms: (-len(books[terms]), terms))
    names = _names(searcher)
    out: list[str] = []
    used: set[str] = set()
    for terms in common:
        # Each example shows something else.
        if len(out) < limit and used.isdisjoint(terms) and shown[terms] not in names:
            used.update(terms)
            out.append(shown[terms])
    return tuple(out)


def _names(searcher: Searcher) -> frozenset[str]:
    """Return everybody's names in two words: who answered isn't what it was about."""
    people = (*searcher.values("participant"), *searcher.values("author"))
    words = [fold(one.label).split() for one in people]
    return frozenset(f"{a} {b}" for name in words for a, b in pairwise(name))


def _runs(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the terms of neighbouring words that say something, and how they were written."""
    analysis = analyze(text)
    telling = [
        (term, start, end)
        for term, word, start, end, stop in zip(
            analysis.terms,
            analysis.words,
            analysis.starts,
            analysis.ends,
            analysis.stops,
            strict=True,
        )
        if not stop and _telling(word)
    ]
    for (first, start, gap), (second, after, end) in pairwise(telling):
        written = text[start:end].lower()
        if first != second and text[gap:after] == " " and written.replace(" ", "").isalpha():
            yield (first, second), written


def _telling(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word not in _SMALL_TALK

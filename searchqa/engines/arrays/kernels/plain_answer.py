"""The kernel without numpy: what of the matches is shown and counted.

In: matches, checks. Out: pages and tallies. Never: scores.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from searchqa.engines.arrays.kernels.base import Listed, Page, Place
from searchqa.engines.arrays.kernels.plain_words import PlainWords
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from searchqa.engines.arrays.kernels.base import Check
    from searchqa.engines.arrays.kernels.plain import Matches
    from searchqa.schema import FacetName, Grouping, Sort


class _Selected:
    """What passed with its scores, and by facet what its own check alone turned away."""

    def __init__(self, scores: Matches, turned_away: dict[str, list[int]]) -> None:
        self.scores = scores
        self._turned_away = turned_away

    def counted_for(self, facet: FacetName) -> list[int]:
        return [*self.scores, *self._turned_away.get(facet, ())]


class PlainKernel(PlainWords):
    """The kernel; see ``Kernel``."""

    def select(self, matches: Matches, checks: Sequence[Check]) -> _Selected:
        """Return what passes the checks, and for each facet what only its own turns away."""
        # What differs only by the order of its sums is the same score.
        rounded = array("f", matches.values())
        scores = dict(zip(matches, rounded, strict=True))
        tested = [(check.facet, self.view(check.column), set(check.allowed)) for check in checks]
        turned_away: dict[str, list[int]] = {
            check.facet: [] for check in checks if check.facet is not None
        }
        passed: Matches = {}
        for document, score in scores.items():
            refused = [f for f, values, allowed in tested if values[document] not in allowed]
            if not refused:
                passed[document] = score
            elif len(refused) == 1 and refused[0] is not None:
                turned_away[refused[0]].append(document)
        return _Selected(passed, turned_away)

    def page(
        self, selected: _Selected, sort: Sort, group: Grouping, offset: int, limit: int
    ) -> Page:
        """Return a part of the ordered answer."""
        scores = selected.scores
        if group == "none":
            ordered = sorted(scores, key=self._key(scores, sort))
            places = [Place(one, scores[one], 0) for one in ordered[offset : offset + limit]]
            return Page(len(ordered), len(ordered), places)
        thread_of = self.view("document.thread")
        counts: dict[int, int] = {}
        best: dict[int, int] = {}
        for document, score in scores.items():
            thread = thread_of[document]
            counts[thread] = counts.get(thread, 0) + 1
            champion = best.get(thread)
            if champion is None or (-score, document) < (-scores[champion], champion):
                best[thread] = document
        ordered = sorted(best.values(), key=self._key(scores, sort))
        places = [
            Place(one, scores[one], counts[thread_of[one]] - 1)
            for one in ordered[offset : offset + limit]
        ]
        return Page(len(ordered), len(scores), places)

    def tally(self, selected: _Selected, facet: FacetName, group: Grouping) -> Listed:
        """Count a facet over what passes all checks but the facet's own."""
        documents = selected.counted_for(facet)
        grouped = group == "thread"
        if facet in ("role", "kind"):
            words = ROLES if facet == "role" else KINDS
            counts = self._counted(f"document.{facet}", documents, grouped=grouped)
            return _ranked(counts, lambda value: words[value])
        if facet == "participant":
            counts = self._counted("document.person", documents, grouped=grouped)
            # Nobody is no value.
            counts.pop(0, None)
            return _ranked(counts, lambda value: value)
        books = self._counted("document.book", documents, grouped=grouped)
        return self._tally_books(facet, books)

    def _key(self, scores: Matches, sort: Sort) -> Callable[[int], tuple[float, ...]]:
        if sort == "relevance":
            return lambda document: (-scores[document], document)
        sign = -1 if sort == "newest" else 1
        days, books = self.view("book.start"), self.view("document.book")
        return lambda document: (sign * days[books[document]], -scores[document], document)

    def _counted(self, column: str, documents: Iterable[int], *, grouped: bool) -> Counter[int]:
        values = self.view(column)
        if not grouped:
            return Counter(values[document] for document in documents)
        threads = self.view("document.thread")
        distinct = {(threads[document], values[document]) for document in documents}
        return Counter(value for _, value in distinct)

    def _tally_books(self, facet: FacetName, books: Counter[int]) -> Listed:
        if facet == "book":
            place = {book: place for place, book in enumerate(self.view("book.bytitle"))}
            return _ranked(books, place.__getitem__)
        counts: Counter[int] = Counter()
        years = self.view("book.year")
        bounds, authors = self.view("book.author.offset"), self.view("book.author")
        for book, count in books.items():
            values = [years[book]] if facet == "year" else authors[bounds[book] : bounds[book + 1]]
            for value in values:
                counts[value] += count
        return _ranked(counts, lambda value: value)


def _ranked(counts: Counter[int], order: Callable[[int], int | str]) -> Listed:
    """Return the values, most first, else in an order."""
    values = sorted(counts, key=lambda value: (-counts[value], order(value)))
    return Listed(values, [counts[value] for value in values])

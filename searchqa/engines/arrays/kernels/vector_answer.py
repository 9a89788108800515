"""The kernel with numpy: what of the matches is shown, in which order.

In: matches, checks. Out: what passes, pages. Never: scores or counts.

Documents are numbered newest week first, so ascending numbers are the order of
ties, and each thread's matches lie side by side.
"""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from searchqa.engines.arrays.kernels.base import Page, Place
from searchqa.engines.arrays.kernels.vector_counts import Documents, Selected, VectorCounts
from searchqa.engines.arrays.kernels.vector_order import best_places
from searchqa.engines.arrays.kernels.vector_places import VectorPlaces
from searchqa.engines.arrays.kernels.vector_words import VectorWords
from searchqa.model import UNDATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.engines.arrays.kernels.base import Check
    from searchqa.engines.arrays.kernels.vector import Array, Matches
    from searchqa.schema import Grouping, Sort


class VectorKernel(VectorCounts, VectorPlaces, VectorWords):
    """The kernel; see ``Kernel``."""

    def select(self, matches: Matches, checks: Sequence[Check]) -> Selected:
        """Return what passes the checks, and for each facet what only its own turns away."""
        found = self._found(matches, [check for check in checks if check.facet is None])
        if not checks:
            return Selected(found, {})
        own = {
            check.facet: self._passing(found, check) for check in checks if check.facet is not None
        }
        if not own:
            return Selected(found, {})
        if len(own) == 1:
            ((facet, places),) = own.items()
            return Selected(found.taken(places), {facet: found})
        passed = np.zeros(len(found.documents), np.uint8)
        for places in own.values():
            passed[places] += 1
        counted: dict[str, Documents] = {}
        for facet, places in own.items():
            others = passed.copy()
            others[places] -= 1
            counted[facet] = found.taken(np.equal(others, len(own) - 1).nonzero()[0])
        return Selected(found.taken(np.equal(passed, len(own)).nonzero()[0]), counted)

    def _found(self, matches: Matches, dates: Sequence[Check]) -> Documents:
        """Return what passes the checks that are no facet's."""
        documents, exact = matches
        if exact is None and documents is self._everyone and not dates:
            if self.whole is None:
                self.whole = Documents(self.thread_of, documents, None)
            return self.whole
        # What differs only by the order of its sums is the same score.
        scores = None if exact is None else exact.astype(np.float32, copy=False)
        found = Documents(self.thread_of, documents, scores)
        for check in dates:
            if isinstance(check.allowed, range):
                bounds = np.array(self.documents_of(check.allowed), documents.dtype)
                found = found.between(*found.documents.searchsorted(bounds).tolist())
            else:
                found = found.taken(self._passing(found, check))
        return found

    def _passing(self, found: Documents, check: Check) -> Array:
        """Return the places of what passes a check."""
        allowed, _ = self.chosen(check.column, check.allowed)
        return allowed if found is self.whole else self.met(found.documents, allowed)

    def page(
        self, selected: Selected, sort: Sort, group: Grouping, offset: int, limit: int
    ) -> Page:
        """Return a part of the ordered answer."""
        found = selected.passed
        documents, scores = found.documents, found.scores
        if group == "thread":
            if sort == "relevance" and scores is not None:
                return self._best_threads(found, scores, offset, limit)
            return self._threads(found, sort, offset, limit)
        count = len(documents)
        chosen = self._ordered(documents, scores, sort, offset, limit)
        numbers = documents.take(chosen).tolist()
        worth = [0.0] * len(numbers) if scores is None else scores.take(chosen).tolist()
        return Page(count, count, list(map(Place, numbers, worth, repeat(0))))

    def _threads(self, found: Documents, sort: Sort, offset: int, limit: int) -> Page:
        """Return a page of threads in any order."""
        documents, scores, begins = found.documents, found.scores, found.threads
        best = scores
        if scores is not None and len(begins):
            best = np.maximum.reduceat(scores, begins)
        chosen = self._ordered(documents.take(begins), best, sort, offset, limit).tolist()
        places = []
        for thread in chosen:
            low = int(begins[thread])
            high = int(begins[thread + 1]) if thread + 1 < len(begins) else len(documents)
            first = low if scores is None else low + int(scores[low:high].argmax())
            score = 0.0 if scores is None else float(scores[first])
            places.append(Place(int(documents[first]), score, high - low - 1))
        return Page(len(begins), len(documents), places)

    def _best_threads(self, found: Documents, scores: Array, offset: int, limit: int) -> Page:
        """Return a page of threads, looking at no more documents than it takes."""
        documents, threads = found.documents, found.of
        total = int(np.count_nonzero(threads[1:] != threads[:-1])) + bool(len(threads))
        wanted = min(offset + limit, total) if offset < total else 0
        looked_at = 4 * wanted
        best: dict[int, int] = {}
        while len(best) < wanted:
            places = best_places(scores, looked_at)
            best = {}
            for place in places.take((-scores.take(places)).argsort(kind="stable")).tolist():
                best.setdefault(int(threads[place]), place)
            looked_at *= 4
        chosen = list(best.items())[offset:wanted]
        ends = self.column["thread.document"]
        bounds = np.array([(ends[thread], ends[thread + 1]) for thread, _ in chosen], np.int64)
        bounds = bounds.astype(documents.dtype, copy=False).reshape(-1, 2)
        counts = np.diff(documents.searchsorted(bounds)).ravel().tolist()
        shown = [
            Place(int(documents[place]), float(scores[place]), count - 1)
            for (_, place), count in zip(chosen, counts, strict=True)
        ]
        return Page(total, len(documents), shown)

    def _ordered(
        self, documents: Array, scores: Array | None, sort: Sort, offset: int, limit: int
    ) -> Array:
        """Return the places of a page's documents (or threads), in order."""
        count = len(documents)
        end = min(offset + limit, count)
        if offset >= end:
            return np.empty(0, np.intp)
        if sort == "oldest":
            return self._oldest(documents, scores, offset, end)
        if scores is None:
            # Days descend with the numbers.
            return np.arange(offset, end)
        if sort == "relevance":
            best = best_places(scores, end)
            return best.take((-scores.take(best)).argsort(kind="stable")[offset:end])
        last = self._bound_of_day(documents, documents[end - 1], behind=True)
        return np.lexsort((-scores[:last], -self._days(documents[:last])))[offset:end]

    def _oldest(self, documents: Array, scores: Array | None, offset: int, end: int) -> Array:
        """Return the places of the oldest, those without a date behind them."""
        dated = int(documents.searchsorted(self._undated_begin))
        last = min(end, dated)
        out = np.empty(0, np.intp)
        if offset < last:
            first = self._bound_of_day(documents, documents[dated - last], behind=False)
            days = self._days(documents[first:dated])
            order = (
                days.argsort(kind="stable")
                if scores is None
                else np.lexsort((-scores[first:dated], days))
            )
            out = order[offset:last] + first
        if end <= dated:
            return out
        rest = np.arange(dated, len(documents))
        if scores is not None:
            rest = rest.take((-scores[dated:]).argsort(kind="stable"))
        return np.concatenate([out, rest[max(0, offset - dated) : end - dated]])

    @cached_property
    def _undated_begin(self) -> int:
        """The first document of a book without a date; they are the last ones."""
        days = self.column["book.start"]
        book = len(days) - days[::-1].searchsorted(UNDATED.toordinal(), side="right")
        return int(self.book_begins[book])

    def _days(self, documents: Array) -> Array:
        return self.column["book.start"].take(self.column["document.book"].take(documents))

    def _bound_of_day(self, documents: Array, document: int, *, behind: bool) -> int:
        """Return the place of the first of the documents of one's day, or behind the last."""
        days = self.column["book.start"]
        day = days[self.column["document.book"][document]]
        # Days descend with the numbers.
        book = len(days) - days[::-1].searchsorted(day, side="left" if behind else "right")
        return int(documents.searchsorted(self.book_begins[book].astype(documents.dtype)))

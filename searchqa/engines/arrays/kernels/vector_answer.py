"""The kernel with numpy: what of the matches is shown and counted.

In: matches, checks. Out: pages and tallies. Never: scores.

Documents are numbered newest week first, so ascending numbers are the order of
ties, and each thread's matches lie side by side.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.kernels.base import Page, Place, Tally
from searchqa.engines.arrays.kernels.vector_places import VectorPlaces
from searchqa.engines.arrays.kernels.vector_words import VectorWords
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.engines.arrays.kernels.base import Check
    from searchqa.engines.arrays.kernels.vector import Array, Matches
    from searchqa.schema import FacetName, Grouping, Sort

# Facets whose values are a handful of words.
_WORDS: Final[dict[str, tuple[str, ...]]] = {"role": ROLES, "kind": KINDS}


class _Documents:
    """Some documents in ascending order, and where their threads begin."""

    def __init__(self, thread_of: Array, documents: Array, scores: Array) -> None:
        self._thread_of = thread_of
        self.documents = documents
        self.scores = scores

    @cached_property
    def threads(self) -> Array:
        """Places of each thread's first document."""
        threads = self._thread_of[self.documents]
        first = np.empty(len(threads), bool)
        first[:1] = True
        np.not_equal(threads[1:], threads[:-1], out=first[1:])
        return first.nonzero()[0]


class _Selected:
    """What passed, and by facet what passed all checks but that facet's own."""

    def __init__(self, passed: _Documents, counted: dict[str, _Documents]) -> None:
        self.passed = passed
        self._counted = counted

    def counted_for(self, facet: FacetName) -> _Documents:
        """Return what passes the checks, and for each facet what only its own turns away."""
        return self._counted.get(facet, self.passed)


class VectorKernel(VectorPlaces, VectorWords):
    """The kernel; see ``Kernel``."""

    def select(self, matches: Matches, checks: Sequence[Check]) -> _Selected:
        """Return what passes the checks, and for each facet what only its own turns away."""
        documents, exact = matches
        # What differs only by the order of its sums is the same score.
        scores = np.zeros(len(documents), np.float32) if exact is None else exact.astype(np.float32)
        if not checks:
            return _Selected(self._some(documents, scores), {})
        masks = [self.allowed(check.column, check.allowed, documents) for check in checks]
        counted: dict[str, _Documents] = {}
        for check in checks:
            if check.facet is not None:
                kept = _all(
                    [m for m, c in zip(masks, checks, strict=True) if c.facet != check.facet],
                    len(documents),
                )
                counted[check.facet] = self._some(documents[kept], scores[kept])
        kept = _all(masks, len(documents))
        return _Selected(self._some(documents[kept], scores[kept]), counted)

    def page(
        self, selected: _Selected, sort: Sort, group: Grouping, offset: int, limit: int
    ) -> Page:
        """Return a part of the ordered answer."""
        found = selected.passed
        if sort == "relevance" and group == "thread":
            return self._best_threads(found, offset, limit)
        documents, scores = found.documents, found.scores
        messages = len(documents)
        begins = found.threads if group == "thread" else None
        if begins is None:
            leading, best = documents, scores
        elif messages:
            leading, best = documents[begins], np.maximum.reduceat(scores, begins)
        else:
            leading, best = documents, scores
        chosen = self._chosen(leading, best, sort, offset, limit)
        if begins is None:
            places = [
                Place(document, score, 0)
                for document, score in zip(
                    documents[chosen].tolist(), scores[chosen].tolist(), strict=True
                )
            ]
        else:
            places = _best_of_threads(found, begins, chosen)
        return Page(len(leading), messages, places)

    def _best_threads(self, found: _Documents, offset: int, limit: int) -> Page:
        """Return a page of threads, looking at no more documents than it takes."""
        documents, scores = found.documents, found.scores
        threads = self.column["document.thread"][documents]
        total = int(np.count_nonzero(threads[1:] != threads[:-1])) + bool(len(threads))
        wanted = min(offset + limit, total) if offset < total else 0
        looked_at = 4 * wanted
        best: dict[int, int] = {}
        while len(best) < wanted:
            places = _best_places(scores, looked_at)
            best = {}
            for place in places[np.argsort(-scores[places], kind="stable")].tolist():
                best.setdefault(int(threads[place]), place)
            looked_at *= 4
        chosen = list(best.items())[offset:wanted]
        ends = self.column["thread.document"]
        bounds = np.array([(ends[thread], ends[thread + 1]) for thread, _ in chosen], np.int64)
        counts = np.diff(np.searchsorted(documents, bounds.reshape(-1, 2))).ravel().tolist()
        shown = [
            Place(int(documents[place]), float(scores[place]), count - 1)
            for (_, place), count in zip(chosen, counts, strict=True)
        ]
        return Page(total, len(documents), shown)

    def tally(self, selected: _Selected, facet: FacetName, group: Grouping) -> Tally:
        """Count a facet over what passes all checks but the facet's own."""
        found = selected.counted_for(facet)
        grouped = group == "thread"
        if facet in _WORDS:
            return self._tally_words(found, facet, grouped=grouped)
        if facet == "participant":
            counts = self._people(found, grouped=grouped)
            return _ranked(np.arange(len(counts)), counts)
        documents = found.documents[found.threads] if grouped else found.documents
        books = np.bincount(
            self.column["document.book"][documents], minlength=len(self.column["book.start"])
        )
        return self._tally_books(facet, books)

    def _some(self, documents: Array, scores: Array) -> _Documents:
        return _Documents(self.column["document.thread"], documents, scores)

    def _chosen(
        self, documents: Array, scores: Array, sort: Sort, offset: int, limit: int
    ) -> Array:
        """Return the places of a page's documents (or threads), in order."""
        end = min(offset + limit, len(documents))
        if offset >= end:
            return np.empty(0, np.int64)
        if sort == "relevance":
            inside = _best_places(scores, end)
            return inside[np.argsort(-scores[inside], kind="stable")][offset:end]
        days = self.column["book.start"][self.column["document.book"][documents]]
        if sort == "newest":
            # Days descend with the numbers: a page is made of the first of them.
            last = int(np.searchsorted(-days, -days[end - 1], side="right"))
            order = np.lexsort((-scores[:last], -days[:last]))
            return order[offset:end]
        first = int(np.searchsorted(-days, -days[len(days) - end], side="left"))
        order = np.lexsort((-scores[first:], days[first:])) + first
        return order[offset:end]

    def _people(self, found: _Documents, *, grouped: bool) -> Array:
        people = self.column["document.person"]
        if not grouped:
            counts = np.bincount(people[found.documents])
        else:
            of_pair = self.column["pair.person"]
            seen = np.zeros(len(of_pair), bool)
            seen[self.column["document.pair"][found.documents]] = True
            counts = np.bincount(of_pair[seen])
        # Nobody is no value.
        counts[:1] = 0
        return counts

    def _tally_words(self, found: _Documents, facet: FacetName, *, grouped: bool) -> Tally:
        words = _WORDS[facet]
        values = self.column[f"document.{facet}"][found.documents]
        if grouped:
            threads = self.column["document.thread"][found.documents]
            seen = np.zeros(len(words) * len(self.column["thread.length"]), bool)
            seen[threads.astype(np.int64) * len(words) + values] = True
            counts = seen.reshape(-1, len(words)).sum(axis=0)
        else:
            counts = np.bincount(values, minlength=len(words))
        order = sorted(range(len(words)), key=lambda value: (-counts[value], words[value]))
        kept = [value for value in order if counts[value]]
        return Tally(kept, [int(counts[value]) for value in kept])

    def _tally_books(self, facet: FacetName, counts: Array) -> Tally:
        if facet == "book":
            order = self.column["book.bytitle"]
            return _ranked(order, counts[order])
        if facet == "year":
            years = self.column["book.year"]
            totals = np.bincount(years, weights=counts).astype(np.int64)
            return _ranked(np.arange(len(totals)), totals)
        owners = np.repeat(counts, np.diff(self.column["book.author.offset"]))
        totals = np.bincount(self.column["book.author"], weights=owners).astype(np.int64)
        return _ranked(np.arange(len(totals)), totals)


def _all(masks: Sequence[Array], count: int) -> Array:
    out = np.ones(count, bool)
    for mask in masks:
        out &= mask
    return out


def _ranked(values: Array, counts: Array) -> Tally:
    """Return what was counted at all, most first, else in the order given."""
    (kept,) = counts.nonzero()
    kept = kept[np.argsort(-counts[kept], kind="stable")]
    return Tally(values[kept], counts[kept])


def _best_places(scores: Array, count: int) -> Array:
    """Return the places of all scores as good as the ``count`` best, ascending."""
    if count >= len(scores):
        return np.arange(len(scores))
    edge = np.partition(scores, len(scores) - count)[len(scores) - count]
    out: Array = (scores >= edge).nonzero()[0]
    return out


def _best_of_threads(found: _Documents, begins: Array, chosen: Array) -> list[Place]:
    scores, documents = found.scores, found.documents
    places = []
    for thread in chosen.tolist():
        low = int(begins[thread])
        high = int(begins[thread + 1]) if thread + 1 < len(begins) else len(documents)
        best = low + int(scores[low:high].argmax())
        places.append(Place(int(documents[best]), float(scores[best]), high - low - 1))
    return places

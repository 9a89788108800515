"""The kernel without numpy: sets of documents as dicts, for a process that asks once.

In: arrays. Out: matches, document → score. Never: orders, counts, or pages.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from searchqa.engines.arrays.bm25 import PRIORS, weight
from searchqa.schema import BODY_BOOST, PAIR_BOOST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from searchqa.engines.arrays.opened import Arrays

Matches: TypeAlias = dict[int, float]


class PlainAlgebra:
    """Matches and what can be done with them; see ``Kernel``."""

    def __init__(self, arrays: Arrays) -> None:
        self.count = arrays.documents
        self.view = arrays.view
        self._places = arrays.view("place.offset"), arrays.view("place.at")

    def nothing(self) -> Matches:
        """Return no document."""
        return {}

    def everything(self) -> Matches:
        """Return each document with score 0."""
        return dict.fromkeys(range(self.count), 0.0)

    def chosen(self, column: str, allowed: Collection[int]) -> Matches:
        """Return the documents whose value of a column is allowed, with score 0."""
        wanted = set(allowed)
        values = self.view(column).tolist()
        return {number: 0.0 for number, value in enumerate(values) if value in wanted}

    def flagged(self, bit: int) -> Matches:
        """Return the documents that have a flag, with score 0."""
        flags = self.view("document.flags").tolist()
        return {number: 0.0 for number, value in enumerate(flags) if value & bit}

    def term(self, ordinal: int) -> Matches:
        """Return the documents that hold a term, with its impacts."""
        return self._listed("posting", ordinal)

    def word(self, ordinal: int) -> Matches:
        """Return the documents that hold a word, with its impacts."""
        return self._listed("wordposting", ordinal)

    def union(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in any part, scores summed in order."""
        out = dict(parts[0]) if parts else {}
        for part in parts[1:]:
            both = {one: out[one] + part[one] for one in out.keys() & part.keys()}
            out.update(part)
            out.update(both)
        return out

    def intersection(self, parts: Sequence[Matches]) -> Matches:
        """Return what is in each part, scores summed in order."""
        out = dict(parts[0])
        for part in parts[1:]:
            out = {
                document: score + part[document]
                for document, score in out.items()
                if document in part
            }
        return out

    def plus(self, matches: Matches, more: Matches) -> Matches:
        """Return the same documents, with the scores they have in ``more`` added."""
        out = dict(matches)
        for document, score in more.items():
            if document in out:
                out[document] += score
        return out

    def without(self, matches: Matches, unwanted: Matches) -> Matches:
        """Return what isn't unwanted."""
        return {document: score for document, score in matches.items() if document not in unwanted}

    def holds(self, matches: Matches, document: int) -> bool:
        """Say whether a document is among the matches."""
        return document in matches

    def phrase(self, terms: Sequence[int], offsets: Sequence[int]) -> Matches:
        """Return the documents that hold the terms at these offsets from one place."""
        begins: set[int] | None = None
        for term, offset in zip(terms, offsets, strict=True):
            here = {place - offset for place in self._places_of(term)}
            begins = here if begins is None else begins & here
        documents = sorted(self._spread({begin >> 32 for begin in begins or ()}))
        scores = dict.fromkeys(documents, 0.0)
        for term in terms:
            body = self._body(term, documents)
            for document in documents:
                scores[document] += BODY_BOOST * body[document]
        return scores

    def pair(self, left: int, right: int, distance: int) -> Matches:
        """Return where one term stands so far behind another, worth a term of its own."""
        begins = self._before(self._places_of(left), self._places_of(right), distance)
        counts = {owner: len(list(run)) for owner, run in groupby(place >> 32 for place in begins)}
        documents = sorted(self._spread(counts))
        heads = self.view("document.head")
        said = {
            document: counts.get(document, 0)
            + (counts.get(heads[document], 0) if heads[document] != document else 0)
            for document in documents
        }
        scores = self._bm25(said, len(documents))
        return {document: PAIR_BOOST * score for document, score in scores.items()}

    def marks(
        self, terms: Sequence[int], documents: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return for each term where the places of each document (in any order) begin and end."""
        bounds, at = self._places
        out = []
        for term in terms:
            low, high = bounds[term], bounds[term + 1]
            begins = [bisect_left(at, document << 32, low, high) for document in documents]
            ends = [
                bisect_left(at, (document + 1) << 32, begin, high)
                for document, begin in zip(documents, begins, strict=True)
            ]
            out.append((begins, ends))
        return out

    def _listed(self, name: str, ordinal: int) -> Matches:
        bounds = self.view(f"{name}.offset")
        span = slice(bounds[ordinal], bounds[ordinal + 1])
        documents, impacts = self.view(f"{name}.document"), self.view(f"{name}.impact")
        return dict(zip(documents[span].tolist(), impacts[span].tolist(), strict=True))

    def _before(self, left: list[int], right: list[int], distance: int) -> list[int]:
        """Return the places of ``left`` that ``right`` has one so far behind, ascending."""
        if len(left) < len(right):
            ends = {place + distance for place in left}.intersection(right)
            return sorted([place - distance for place in ends])
        return sorted({place - distance for place in right}.intersection(left))

    def _places_of(self, term: int) -> list[int]:
        bounds, at = self._places
        places: list[int] = at[bounds[term] : bounds[term + 1]].tolist()
        return places

    def _spread(self, owners: Iterable[int]) -> set[int]:
        """Return who holds what these documents say: of a head, the whole thread."""
        heads, threads = self.view("document.head"), self.view("document.thread")
        bounds = self.view("thread.document")
        out: set[int] = set()
        for owner in owners:
            last = bounds[threads[owner] + 1] if heads[owner] == owner else owner + 1
            out.update(range(owner, last))
        return out

    def _body(self, term: int, documents: Sequence[int]) -> Matches:
        """Return BM25 of a term in the bodies of documents that hold it."""
        bounds, held = self.view("posting.offset"), self.view("posting.document")
        low, high = bounds[term], bounds[term + 1]
        frequencies = self.view("posting.frequency")
        counts = {
            document: frequencies[bisect_left(held, document, low, high)] for document in documents
        }
        return self._bm25(counts, high - low)

    def _bm25(self, counts: dict[int, int], held: int) -> Matches:
        norms, kinds = self.view("document.norm"), self.view("document.kind")
        of_term = weight(self.count, held)
        return {
            document: of_term * count / (count + norms[document]) * PRIORS[kinds[document]]
            for document, count in counts.items()
        }

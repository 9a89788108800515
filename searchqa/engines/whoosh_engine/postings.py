"""Posting lists over all segments, without what was deleted, and their weights.

In: a field and a term. Out: live documents, counts, positions, BM25 parts.
Never: combines terms; that is the executor's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from whoosh.formats import Positions

from searchqa.engines.arrays.bm25 import K1, idf, norms
from searchqa.engines.whoosh_engine.private import (
    LENGTHS_BY_BYTE,
    decode_postings,
    document_frequency,
    length_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# Decoded postings kept for the next query: 24 bytes each at the most.
CACHED_POSTINGS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Postings:
    """A term's live documents in ascending order, how often each holds it.

    ``values`` is parallel and holds Whoosh's encoded positions in the body.
    """

    documents: Sequence[int]
    counts: Sequence[float]
    values: Sequence[bytes]


# Most postings hold one position, and the same few recur.
decode_positions = lru_cache(maxsize=16_384)(Positions().decode_positions)


class PostingReader:
    """Reads and weighs postings of one open index; keeps the latest decoded."""

    def __init__(self, segments: list[tuple[Any, int]], deleted: set[int], live: int) -> None:
        self._segments = segments
        self._deleted = deleted
        self._live = live
        self._cache: dict[tuple[str, str], Postings] = {}
        self._cached = 0
        self._norms: dict[str, tuple[bytes, list[float]]] = {}

    def postings(self, field: str, term: str) -> Postings:
        """Return the live postings of a term, none when nobody holds it."""
        key = (field, term)
        found = self._cache.get(key)
        if found is None:
            found = self._read(field, term.encode("utf-8", "surrogatepass"))
            if self._cached > CACHED_POSTINGS:
                self._cache, self._cached = {}, 0
            self._cache[key] = found
            self._cached += len(found.documents) + 10
        return found

    def upper_frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term, deleted ones counted too: cheap."""
        data = term.encode("utf-8", "surrogatepass")
        return sum(document_frequency(segment, field, data) for segment, _ in self._segments)

    def pair(self, left: str, right: str, distance: int) -> Postings:
        """Return where ``right`` stands exactly ``distance`` positions after ``left``.

        Counts say how often; there are no values.
        """
        key = (f"pairs {distance}", f"{left} {right}")
        found = self._cache.get(key)
        if found is None:
            after = self.positions(right)
            documents: list[int] = []
            counts: list[float] = []
            for document, places in self.positions(left).items():
                if document in after:
                    wanted = decode_positions(after[document])
                    count = sum(p + distance in wanted for p in decode_positions(places))
                    if count:
                        documents.append(document)
                        counts.append(float(count))
            found = self._cache[key] = Postings(documents, counts, ())
        return found

    def positions(self, term: str) -> dict[int, bytes]:
        """Return a term's encoded positions in the body by document."""
        found = self.postings("body", term)
        return dict(zip(found.documents, found.values, strict=True))

    def scores(self, field: str, term: str, boost: float) -> dict[int, float]:
        """Return each document's part of the score for one term of one field."""
        return self.weigh(self.postings(field, term), field, boost)

    def weigh(self, found: Postings, field: str, boost: float) -> dict[int, float]:
        """Return BM25 of some postings, with the lengths of ``field``."""
        if not found.documents:
            return {}
        lengths, norm = self._field_norms(field)
        weight = boost * idf(self._live, len(found.documents)) * (K1 + 1)
        return {
            document: weight * count / (count + norm[lengths[document]])
            for document, count in zip(found.documents, found.counts, strict=True)
        }

    def _read(self, field: str, term: bytes) -> Postings:
        documents: list[int] = []
        counts: list[float] = []
        values: list[bytes] = []
        for segment, base in self._segments:
            decoded = decode_postings(segment, field, term)
            if decoded is not None:
                documents.extend([base + n for n in decoded[0]] if base else decoded[0])
                counts.extend(decoded[1])
                values.extend(decoded[2])
        if self._deleted:
            return self._without_deleted(documents, counts, values)
        return Postings(documents, counts, values)

    def _without_deleted(
        self, documents: list[int], counts: list[float], values: list[bytes]
    ) -> Postings:
        kept = [at for at, document in enumerate(documents) if document not in self._deleted]
        return Postings(
            [documents[at] for at in kept],
            [counts[at] for at in kept],
            [values[at] for at in kept] if values else values,
        )

    def _field_norms(self, field: str) -> tuple[bytes, list[float]]:
        known = self._norms.get(field)
        if known is None:
            lengths = b"".join(length_bytes(segment, field) for segment, _ in self._segments)
            total = sum(LENGTHS_BY_BYTE[byte] for byte in lengths)
            total -= sum(LENGTHS_BY_BYTE[lengths[document]] for document in self._deleted)
            average = total / self._live if self._live else 1.0
            known = self._norms[field] = (lengths, norms(LENGTHS_BY_BYTE, average))
        return known

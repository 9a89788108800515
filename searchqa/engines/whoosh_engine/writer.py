"""Writing documents: an ordinary Whoosh index, filled faster than Whoosh fills it.

In: documents, a transcript's one after the other, and book ids to forget.
Out: segments in a folder. Never: publishes, syncs to disk, or reads transcripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from whoosh.index import FileIndex, create_in, exists_in, open_dir

from searchqa.engines.whoosh_engine.prepare import prepare
from searchqa.engines.whoosh_engine.private import BulkSegmentWriter, bounded_merge
from searchqa.engines.whoosh_engine.schema import build_schema
from searchqa.engines.whoosh_engine.stored import flags_of, pack_document, pack_row, pack_week
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from searchqa.model import Document

# Readers ask each segment for each term, so few segments keep a search fast.
MAX_SEGMENTS: Final = 8
# About 120 bytes a posting: bounds what a segment in the making holds in memory.
MAX_BUFFERED_POSTINGS: Final = 1_500_000

_WEIGHTS: Final = [float(n) for n in range(256)]
# What Whoosh's Frequency format stores beside a weight: the count as a big-endian uint.
_COUNTS: Final = [n.to_bytes(4, "big") for n in range(256)]


class WhooshWriter:
    """The engine's ``Writer`` over one folder."""

    def __init__(self, folder: Path) -> None:
        path = str(folder)
        self._index: FileIndex = (
            open_dir(path) if exists_in(path) else create_in(path, build_schema())
        )
        self._writer = BulkSegmentWriter(self._index)
        self._encode: Any = self._writer.schema["body"].format.encode
        self._single: dict[int, bytes] = {}

    def remove(self, book_id: str) -> None:
        """Forget each message of a transcript that was committed before."""
        self._writer.delete_by_term("book", book_id)

    def add(self, documents: Iterable[Document]) -> None:
        """Store a transcript's messages."""
        for document in documents:
            self._add_one(document)
        if self._writer.buffer.count > MAX_BUFFERED_POSTINGS:
            self._writer.commit(merge=False)
            self._writer = BulkSegmentWriter(self._index)

    def commit(self) -> None:
        """Write everything down, with at most ``MAX_SEGMENTS`` segments."""
        self._writer.commit(mergetype=bounded_merge(MAX_SEGMENTS))

    def cancel(self) -> None:
        """Let go without writing."""
        self._writer.cancel()

    def _add_one(self, document: Document) -> None:
        writer = self._writer
        terms = prepare(document)
        number = writer.start_document()
        self._buffer_body(number, terms.body)
        self._buffer_counts(number, "question", terms.question)
        self._buffer_counts(number, "pairs", terms.pairs)
        self._buffer_counts(number, "words", terms.words)
        for field, values in exact_terms(document).items():
            self._buffer_counts(number, field, dict.fromkeys(values, 1), scored=False)
        writer.set_stored("document", pack_document(document))
        writer.set_column("row", pack_row(document))
        writer.set_column("week", pack_week(document))
        writer.finish_document()

    def _buffer_body(self, number: int, terms: Mapping[str, list[int]]) -> None:
        field = self._writer.buffer.field("body")
        length = 0
        for term, positions in terms.items():
            frequency = len(positions)
            length += frequency
            ids, weights, values = _lists(field, term)
            ids.append(number)
            weights.append(_WEIGHTS[min(frequency, 255)])
            values.append(self._posting_value(positions))
        self._writer.set_length("body", length)
        self._writer.buffer.count += len(terms)

    def _posting_value(self, positions: list[int]) -> bytes:
        if len(positions) > 1:
            value: bytes = self._encode(positions)
            return value
        place = positions[0]
        if place not in self._single:
            self._single[place] = self._encode(positions)
        return self._single[place]

    def _buffer_counts(
        self, number: int, name: str, terms: Mapping[str, int], *, scored: bool = True
    ) -> None:
        field = self._writer.buffer.field(name)
        for term, frequency in terms.items():
            ids, weights, values = _lists(field, term)
            ids.append(number)
            weights.append(_WEIGHTS[min(frequency, 255)])
            values.append(_COUNTS[min(frequency, 255)])
        if scored:
            self._writer.set_length(name, sum(terms.values()))
        self._writer.buffer.count += len(terms)


def _lists(
    field: dict[bytes, tuple[list[int], list[float], list[bytes]]], term: str
) -> tuple[list[int], list[float], list[bytes]]:
    key = term.encode("utf-8", "surrogatepass")
    lists = field.get(key)
    if lists is None:
        lists = field[key] = ([], [], [])
    return lists


def exact_terms(document: Document) -> dict[str, list[str]]:
    """Return the values that only filter, folded where people type them."""
    return {
        "author": sorted({fold(name) for name in document.authors}),
        "book": [document.book],
        "flags": list(flags_of(document)),
        "id": [document.id],
        "kind": [document.kind],
        "participant": [fold(document.participant_key)] if document.participant_key else [],
        "role": [document.role],
        "thread": [document.thread],
        "year": [str(document.start.year)],
    }

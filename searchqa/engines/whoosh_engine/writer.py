"""Writing documents: an ordinary Whoosh index, filled faster than Whoosh fills it.

In: documents, a transcript's one after the other, and book ids to forget.
Out: segments in a folder. Never: publishes, syncs to disk, or reads transcripts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from whoosh.index import FileIndex, create_in, exists_in, open_dir

from searchqa.engines.whoosh_engine.damage import damaged
from searchqa.engines.whoosh_engine.prepare import prepare
from searchqa.engines.whoosh_engine.private import BulkSegmentWriter, bounded_merge
from searchqa.engines.whoosh_engine.schema import build_schema
from searchqa.engines.whoosh_engine.stored import flags_of, pack_document, pack_row, pack_week
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from searchqa.model import Document

# Readers ask each segment for each term, so few segments keep a search fast.
MAX_SEGMENTS: Final = 8
# About 120 bytes a posting: bounds what a segment in the making holds in memory.
MAX_BUFFERED_POSTINGS: Final = 1_500_000


class WhooshWriter:
    """The engine's ``Writer`` over one folder.

    Raises:
        IndexDamagedError: What is there can't be opened.
        OSError: The disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        path = str(folder)
        try:
            self._index: FileIndex = (
                open_dir(path) if exists_in(path) else create_in(path, build_schema())
            )
            self._writer = BulkSegmentWriter(self._index)
        except OSError:
            raise
        except Exception as error:
            # Whoosh unpickles what it finds: damaged bytes raise almost anything.
            raise damaged(error) from error
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
        writer.set_length("body", self._buffer_body(number, terms.body))
        writer.set_length("question", self._buffer_counts(number, "question", terms.question))
        writer.set_length("words", self._buffer_counts(number, "words", terms.words))
        for field, values in exact_terms(document).items():
            self._buffer_exact(number, field, values)
        writer.set_stored("document", pack_document(document))
        writer.set_column("row", pack_row(document))
        writer.set_column("week", pack_week(document))
        writer.finish_document()

    def _buffer_body(self, number: int, terms: Mapping[str, list[int]]) -> int:
        field = self._writer.buffer.field("body")
        single = self._single
        length = 0
        for term, positions in terms.items():
            frequency = len(positions)
            length += frequency
            ids, counts, values = field[term]
            ids.append(number)
            counts.append(frequency)
            place = positions[0]
            if frequency == 1 and place in single:
                values.append(single[place])
            else:
                values.append(self._posting_value(positions))
        self._writer.buffer.count += len(terms)
        return length

    def _posting_value(self, positions: list[int]) -> bytes:
        value: bytes = self._encode(positions)
        if len(positions) == 1:
            self._single[positions[0]] = value
        return value

    def _buffer_counts(self, number: int, name: str, terms: Mapping[str, int]) -> int:
        field = self._writer.buffer.field(name)
        length = 0
        for term, frequency in terms.items():
            ids, counts, _ = field[term]
            ids.append(number)
            counts.append(frequency)
            length += frequency
        self._writer.buffer.count += len(terms)
        return length

    def _buffer_exact(self, number: int, name: str, values: Sequence[str]) -> None:
        field = self._writer.buffer.field(name)
        for value in values:
            ids, counts, _ = field[value]
            ids.append(number)
            counts.append(1)
        self._writer.buffer.count += len(values)


# Names recur: a book's authors with each of its messages.
_folded = lru_cache(maxsize=4096)(fold)


def exact_terms(document: Document) -> dict[str, Sequence[str]]:
    """Return the values that only filter, folded where people type them."""
    return {
        "author": sorted({_folded(name) for name in document.authors}),
        "book": [document.book],
        "flags": flags_of(document),
        "id": [document.id],
        "kind": [document.kind],
        "participant": [_folded(document.participant_key)] if document.participant_key else [],
        "role": [document.role],
        "thread": [document.thread],
        "year": [str(document.start.year)],
    }

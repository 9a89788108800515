"""All of Whoosh's private names that we use, in one file.

In: segment readers and the postings of new documents. Out: decoded posting
lists, and an ordinary Whoosh segment written straight to its codec.
Never: knows what fields mean; whoever upgrades Whoosh reads this file only.
"""

from __future__ import annotations

import secrets
from array import array
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.index import _DEF_INDEX_NAME
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from whoosh.reading import IndexReader

INDEX_NAME: Final[str] = _DEF_INDEX_NAME
# Whoosh's W3Segment, which has no types.
Segment: TypeAlias = Any
FieldPostings: TypeAlias = defaultdict[str, tuple[list[int], list[int], list[bytes]]]

# The fields whose postings carry positions.
WITH_POSITIONS: Final = frozenset({"body"})
LENGTHS_BY_BYTE: Final[list[int]] = [byte_to_length(byte) for byte in range(256)]


def segment_readers(reader: IndexReader) -> list[tuple[Any, int]]:
    """Return each segment's reader with the number of its first document."""
    if reader.is_atomic():
        return [(reader, 0)] if reader.doc_count_all() else []
    return list(reader.leaf_readers())


def decode_postings(
    segment: Any, field: str, term: bytes
) -> tuple[list[int], list[float], list[bytes]] | None:
    """Return a term's document numbers, weights and values in one segment.

    A document number counts inside the segment and may be a deleted one.
    None when the segment lacks the term. Blocks are taken whole, which is
    some ten times faster than Whoosh's posting by posting interface.
    """
    try:
        matcher = segment._terms.matcher(field, term, segment.schema[field].format)
    except TermNotFound:
        return None
    ids: list[int] = []
    weights: list[float] = []
    values: list[bytes] = []
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        ids.extend(matcher._ids)
        weights.extend(matcher._weights)
        if matcher._fixedsize is None:
            matcher._read_values()
            values.extend(matcher._values or ())
        matcher._next_block()
    return ids, weights, values


def document_frequency(segment: Any, field: str, term: bytes) -> int:
    """Return how many documents of a segment hold a term, deleted ones too."""
    try:
        return int(segment._terms.doc_frequency(field, term))
    except (KeyError, TermNotFound):
        return 0


def length_bytes(segment: Any, field: str) -> bytes:
    """Return the length byte of each document of a segment in a field."""
    perdoc = segment._perdoc
    name = f"_{field}_len"
    if not perdoc.has_column(name):
        return bytes(segment.doc_count_all())
    file, offset, length = perdoc._get_column_file(name)
    try:
        # The column ends with its last value that isn't zero.
        data = bytes(file.get(offset, length))
    finally:
        file.close()
    return data[: segment.doc_count_all()].ljust(segment.doc_count_all(), b"\0")


def column_values(segment: Any, field: str) -> list[bytes]:
    """Return a column's value for each document of a segment."""
    return list(segment.column_reader(field, translate=False))


def new_segment(documents: int, lengths: Mapping[str, int]) -> Segment:
    """Return a segment whose one file is still to be written.

    Args:
        documents: How many it has.
        lengths: All terms in each scored field.
    """
    # Whoosh's own random name would be the same in two forked processes.
    name = secrets.token_hex(8)
    segment: Segment = W3Segment(W3Codec(), INDEX_NAME, documents, name)
    segment._fieldlengths = {field: length for field, length in lengths.items() if length}
    segment.compound = True
    return segment


class PostingBuffer:
    """Postings of a segment in the making: field → term → parallel lists.

    Takes the place of Whoosh's pool, which sorts tuples: documents come in
    ascending order, so only the terms have to be sorted at the end. The lists
    are documents, counts, and encoded positions (empty without positions).
    """

    def __init__(self) -> None:
        self.fields: dict[str, FieldPostings] = {}
        self.count = 0

    def field(self, name: str) -> FieldPostings:
        """Return a field's postings, term by term, to add to."""
        if name not in self.fields:
            self.fields[name] = defaultdict(_empty_lists)
        return self.fields[name]

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting as Whoosh's merging hands it over."""
        name, term, document, weight, value = item
        lists = self.field(name)[term.decode("utf-8", "surrogatepass")]
        lists[0].append(document)
        lists[1].append(int(weight))
        if name in WITH_POSITIONS:
            lists[2].append(value)
        self.count += 1

    def cleanup(self) -> None:
        """Forget the postings, as Whoosh asks of a pool."""
        self.fields = {}


def _empty_lists() -> tuple[list[int], list[int], list[bytes]]:
    return [], [], []


class BulkSegmentWriter(SegmentWriter):
    """Whoosh's writer with its sorting pool replaced by ``PostingBuffer``."""

    def __init__(self, index: Any, **kwargs: Any) -> None:
        super().__init__(index, **kwargs)
        self.buffer = PostingBuffer()
        self.pool: Any = self.buffer

    def start_document(self) -> int:
        """Begin a document and return its number."""
        self.perdocwriter.start_doc(self.docnum)
        return int(self.docnum)

    def set_length(self, field: str, length: int) -> None:
        """Note how many terms the document has in a field."""
        self.perdocwriter.add_field(field, self.schema[field], None, length)

    def set_stored(self, field: str, value: bytes) -> None:
        """Store a value with the document."""
        self.perdocwriter.add_field(field, self.schema[field], value, 0)

    def set_column(self, field: str, value: bytes) -> None:
        """Give the document a value in a column."""
        self.perdocwriter.add_column_value(field, self.schema[field].column_type, value)

    def finish_document(self) -> None:
        """End the document."""
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        lengths = self.per_document_reader()
        try:
            for name in sorted(self.buffer.fields):
                self._write_field(name, lengths.doc_field_length_reader(name))
        finally:
            lengths.close()
        self.fieldwriter.close()

    def _write_field(self, name: str, length_of: Callable[[int], int | None]) -> None:
        terms = self.buffer.fields.pop(name)
        field = self.schema[name]
        lengths = [length_of(n) or 0 for n in range(self.docnum)] if field.scorable else []
        self.fieldwriter.start_field(name, field)
        out = self.fieldwriter._postwriter
        encoded = [(term.encode("utf-8", "surrogatepass"), lists) for term, lists in terms.items()]
        encoded.sort(key=itemgetter(0))
        for term, (ids, counts, values) in encoded:
            self.fieldwriter.start_term(term)
            _write_postings(out, ids, counts, values, lengths)
            self.fieldwriter.finish_term()
        self.fieldwriter.finish_field()


def _write_postings(
    out: Any,
    ids: list[int],
    counts: list[int],
    values: list[bytes],
    lengths: list[int],
) -> None:
    size = out._blocklimit
    fixed = out._format.fixed_value_size()
    for at in range(0, len(ids), size):
        if at:
            out._write_block()
        block = ids[at : at + size]
        out._ids = array("I", block)
        out._weights = array("f", counts[at : at + size])
        out._maxweight = max(out._weights)
        if fixed is None:
            out._values = values[at : at + size]
        elif fixed:
            # Whoosh's Frequency format: the count as a big-endian uint beside the weight.
            out._values = [count.to_bytes(fixed, "big") for count in counts[at : at + size]]
        if lengths:
            inside = [lengths[n] for n in block]
            out._minlength = min(inside)
            out._maxlength = max(inside)


def bounded_merge(limit: int) -> Callable[[Any, list[Any]], list[Any]]:
    """Return a merge policy that keeps at most ``limit`` segments.

    Segments whose documents are mostly deleted are rewritten, empty ones go,
    and beyond the limit the smallest are merged into the new one.
    """

    def merge(writer: Any, segments: list[Any]) -> list[Any]:
        live = [s for s in segments if s.doc_count_all() > s.deleted_count()]
        live.sort(key=lambda s: s.doc_count_all() - s.deleted_count())
        keep: list[Any] = []
        for place, segment in enumerate(live):
            crowded = len(live) - place >= limit
            mostly_gone = segment.deleted_count() * 2 > segment.doc_count_all()
            if crowded or mostly_gone:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
            else:
                keep.append(segment)
        return keep

    return merge


def iterate_terms(segment: Any, field: str, prefix: bytes) -> Iterator[bytes]:
    """Yield a field's terms that begin with ``prefix``, in byte order."""
    for name, term in segment._terms.terms_from(field, prefix):
        if name != field or not term.startswith(prefix):
            return
        yield term

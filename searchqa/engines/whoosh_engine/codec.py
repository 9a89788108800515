"""The bytes of posting lists in Whoosh's W3 codec, made of arrays: all at once.

In: a field's postings. Out: its posting lists, and each term's figures.
Never: touches the disk, or knows what a field means.

A list is a magic word and blocks of postings; a block is its length, its pickled
figures and its pickled postings: a tuple of the documents' numbers, each less the one
before; of the weights, or None when all are one; and of the values. Pickles are put
together here operation by operation.

Blocks are left uncompressed, which Whoosh allows: of 4,213 messages they take 9.4 MB
instead of 3.9, and writing a segment 0.09 s instead of 0.23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from searchqa.engines.arrays.facts import offsets_of
from searchqa.engines.arrays.invert_words import ranges
from searchqa.engines.whoosh_engine.pickles import (
    FLOAT,
    FOUR,
    LONG,
    MARK,
    NONE,
    ONE,
    SHORT,
    STOP,
    TUPLE,
    TUPLE3,
    Piece,
    nothing,
    put_rows,
    rows_of,
    steps,
    tuples,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.engines.arrays.facts import Array

# Whoosh's own limit; its searches skip whole blocks.
_BLOCK: Final = 128
# Postings whose bytes are made at once.
_PART: Final = 1 << 16
_MAGIC: Final = np.frombuffer(b"W3Bl", np.uint8)
# A block's length (negative for a term's last one), and its pickled figures.
_HEAD: Final = np.dtype(
    [
        *(("length", ">i4"), ("mark", "u1")),
        *(("count.op", "u1"), ("count", "u1"), ("last.op", "u1"), ("last", "<i4")),
        *(("weight.op", "u1"), ("weight", ">f8"), ("zlib.op", "u1"), ("zlib", "u1")),
        *(("short.op", "u1"), ("short", "u1"), ("long.op", "u1"), ("long", "u1")),
        *(("tuple", "u1"), ("stop", "u1")),
    ]
)
# What stays the same in each head.
_HEAD_OPERATIONS: Final = (
    *((name, ONE) for name in ("count.op", "zlib.op", "short.op", "long.op")),
    *(("mark", MARK), ("last.op", FOUR), ("weight.op", FLOAT)),
    *(("tuple", TUPLE), ("stop", STOP)),
)
# Lengths are bytes as in the columns of lengths. Postings inside the figures are never
# written: Whoosh reads them, but its own writer can't make them.
INFO: Final = np.dtype(
    [
        *(("inside", "u1"), ("weight", ">f4"), ("documents", ">u4")),
        *(("short", "u1"), ("long", "u1"), ("most", ">f4")),
        *(("first", ">u4"), ("last", ">u4"), ("offset", ">i8"), ("length", ">i4")),
    ]
)


class Field(NamedTuple):
    """A field's postings, in order of term and document.

    Attributes:
        name: The field's.
        terms: Encoded, ascending, each with a posting at least.
        counts: Postings of each term.
        document: Each posting's document.
        frequency: How often, or None in a field that only knows whether.
        positions: Of all postings, one after the other, of each as many as its
            frequency says; None in a field that has none.
        lengths: The byte of each document's length, or None in a field that
            isn't scored.
    """

    name: str
    terms: list[bytes]
    counts: Array
    document: Array
    frequency: Array | None = None
    positions: Array | None = None
    lengths: Array | None = None


class _Blocks(NamedTuple):
    """Runs of postings: the first one, how many, and whether they begin or end a term."""

    first: Array
    size: Array
    begins: Array
    ends: Array


def posting_lists(field: Field, offset: int) -> tuple[list[Array], Array]:
    """Return a field's posting lists as bytes, and each term's figures as a row of bytes.

    Args:
        field: With one posting at least.
        offset: Where the lists will begin in their file.
    """
    lists = []
    figures = []
    for part in _parts(field):
        data, infos = _lists(part, offset)
        lists.append(data)
        figures.append(rows_of(infos))
        offset += len(data)
    return lists, np.concatenate(figures)


def _parts(field: Field) -> Iterator[Field]:
    """Yield the field some terms at a time: memory that is used again is fast memory."""
    postings = offsets_of(field.counts)
    first = 0
    while first < len(field.counts):
        past = int(np.searchsorted(postings, postings[first] + _PART, side="right")) - 1
        last = max(past, first + 1)
        some = slice(postings[first], postings[last])
        part = field._replace(counts=field.counts[first:last], document=field.document[some])
        if field.frequency is not None:
            part = part._replace(frequency=field.frequency[some])
        if field.frequency is not None and field.positions is not None:
            begin = field.frequency[: postings[first]].sum()
            places = slice(begin, begin + field.frequency[some].sum())
            part = part._replace(positions=field.positions[places])
        yield part
        first = last


def _lists(field: Field, offset: int) -> tuple[Array, Array]:
    """Return what ``posting_lists`` does, of one term at least."""
    blocks = _blocks(field.counts)
    pieces = (_documents(field, blocks), _weights(field, blocks), _values(field, blocks))
    # Two operations end the pickle.
    data_sizes = np.sum([piece.sizes for piece in pieces], axis=0) + 2
    heads = _heads(field, blocks, data_sizes)
    magic = blocks.begins * len(_MAGIC)
    at = offsets_of(magic + _HEAD.itemsize + data_sizes)
    out = np.empty(at[-1], np.uint8)
    put_rows(out, at[:-1][blocks.begins], np.broadcast_to(_MAGIC, (len(field.counts), len(_MAGIC))))
    place = at[:-1] + magic
    put_rows(out, place, rows_of(heads))
    place = place + _HEAD.itemsize
    for piece in pieces:
        piece.put(out, place)
        place = place + piece.sizes
    out[place] = TUPLE3
    out[place + 1] = STOP
    return out, _infos(field, blocks, heads, at + offset)


def _blocks(counts: Array) -> _Blocks:
    several = -(-counts // _BLOCK)
    term = np.repeat(np.arange(len(counts)), several)
    rank = ranges(np.zeros(len(counts), np.int64), several)
    first = offsets_of(counts)[term] + rank * _BLOCK
    size = np.minimum(counts[term] - rank * _BLOCK, _BLOCK)
    return _Blocks(first, size, rank == 0, rank + 1 == several[term])


def _heads(field: Field, blocks: _Blocks, data_sizes: Array) -> Array:
    heads = np.zeros(len(blocks.first), _HEAD)
    for name, value in _HEAD_OPERATIONS:
        heads[name] = value
    size = data_sizes + _HEAD.itemsize - 4
    heads["length"] = np.where(blocks.ends, -size, size)
    heads["count"] = blocks.size
    heads["last"] = field.document[blocks.first + blocks.size - 1]
    heads["weight"] = 1
    if field.frequency is not None:
        heads["weight"] = np.maximum.reduceat(field.frequency, blocks.first)
    if field.lengths is not None:
        lengths = field.lengths[field.document]
        heads["short"] = np.minimum.reduceat(lengths, blocks.first)
        heads["long"] = np.maximum.reduceat(lengths, blocks.first)
    return heads


def _infos(field: Field, blocks: _Blocks, heads: Array, at: Array) -> Array:
    """Return the figures of each term; ``at`` is where each block begins, and the end."""
    block = np.flatnonzero(blocks.begins)
    first = blocks.first[block]
    infos = np.zeros(len(first), INFO)
    infos["weight"] = infos["documents"] = field.counts
    if field.frequency is not None:
        infos["weight"] = np.add.reduceat(field.frequency, first, dtype=np.float64)
    infos["short"] = np.minimum.reduceat(heads["short"], block)
    infos["long"] = np.maximum.reduceat(heads["long"], block)
    infos["most"] = np.maximum.reduceat(heads["weight"], block)
    infos["first"] = field.document[first]
    infos["last"] = field.document[first + field.counts - 1]
    bounds = np.append(at[block], at[-1])
    infos["offset"], infos["length"] = bounds[:-1], np.diff(bounds)
    return infos


def _documents(field: Field, blocks: _Blocks) -> Piece:
    """Return the piece that begins a block's postings: their documents, behind a mark."""
    numbers = tuples(steps(field.document, blocks.first), blocks.first)

    def put(out: Array, place: Array) -> None:
        out[place] = MARK
        numbers.put(out, place + 1)

    return Piece(numbers.sizes + 1, put)


def _weights(field: Field, blocks: _Blocks) -> Piece:
    if field.frequency is None:
        return nothing(len(blocks.first))
    ones = np.maximum.reduceat(field.frequency, blocks.first) == 1
    some = np.repeat(~ones, blocks.size)
    numbers = tuples(field.frequency[some], offsets_of(blocks.size[~ones])[:-1])
    sizes = np.ones(len(ones), np.int64)
    sizes[~ones] = numbers.sizes

    def put(out: Array, place: Array) -> None:
        out[place[ones]] = NONE
        numbers.put(out, place[~ones])

    return Piece(sizes, put)


def _values(field: Field, blocks: _Blocks) -> Piece:
    if field.frequency is None:
        return nothing(len(blocks.first))
    if field.positions is None:
        return _counts(field.frequency, blocks)
    return _positions(field.frequency, field.positions, blocks)


def _counts(frequency: Array, blocks: _Blocks) -> Piece:
    """Return the values of Whoosh's format "Frequency": four bytes for each posting."""

    def put(out: Array, place: Array) -> None:
        out[place] = LONG
        put_rows(out, place + 1, rows_of((4 * blocks.size).astype("<u4")))
        at = np.repeat(place + 5, blocks.size) + 4 * ranges(0 * blocks.size, blocks.size)
        put_rows(out, at, rows_of(frequency.astype(">u4")))

    return Piece(4 * blocks.size + 5, put)


def _positions(frequency: Array, positions: Array, blocks: _Blocks) -> Piece:
    """Return the values of Whoosh's format "Positions": how many, and a pickle of the steps.

    Whoosh adds the operation that ends a pickle where it lacks.
    """
    first = offsets_of(frequency)[:-1]
    numbers = tuples(steps(positions, first), first)
    lengths = numbers.sizes + 4
    long = lengths > 255
    prefix = np.where(long, 5, 2)
    sizes = prefix + lengths
    inside = offsets_of(sizes)
    bounds = inside[np.append(blocks.first, len(sizes))]

    def put(out: Array, place: Array) -> None:
        out[place] = MARK
        at = inside[:-1] + np.repeat(place + 1 - bounds[:-1], blocks.size)
        out[at] = np.where(long, LONG, SHORT)
        out[at + 1] = lengths & 255
        put_rows(out, at[long] + 1, rows_of(lengths[long].astype("<u4")))
        at = at + prefix
        put_rows(out, at, rows_of(frequency.astype(">u4")))
        numbers.put(out, at + 4)
        out[place + 1 + np.diff(bounds)] = TUPLE

    return Piece(np.diff(bounds) + 2, put)

"""A batch of facts becomes an ordinary segment of a Whoosh index.

In: a batch. Out: a segment's file. Never: makes a segment part of an index, or reads one.

Documents keep their numbers.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.facts import offsets_of, strings_of
from searchqa.engines.arrays.invert_words import ranges
from searchqa.engines.arrays.layout import FLAGS
from searchqa.engines.whoosh_engine.codec import Field, posting_lists
from searchqa.engines.whoosh_engine.files import stored_column, term_file, write_together
from searchqa.engines.whoosh_engine.private import LENGTHS_BY_BYTE, new_segment
from searchqa.engines.whoosh_engine.records import (
    book_of_threads,
    stored_documents,
    text_of,
    thread_of_documents,
)
from searchqa.model import UNDATED
from searchqa.schema import KINDS, ROLES
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from searchqa.engines.arrays.facts import Array, Facts
    from searchqa.engines.whoosh_engine.files import Data
    from searchqa.engines.whoosh_engine.private import Segment

STORED: Final = "document"
# Places that are spread over the replies at once.
_PLACES: Final = 1 << 16


def write_segment(folder: Path, batch: Facts) -> Segment:
    """Write a batch, which has a document at least, and return Whoosh's segment of it.

    Raises:
        OSError: The disk refuses; what was written is there no longer.
    """
    count = len(batch["document.position"])
    thread = thread_of_documents(batch)
    lengths = {
        "body": batch["document.length"],
        "question": batch["thread.length"][thread],
        "words": batch["document.length"],
    }
    segment = new_segment(count, {name: int(column.sum()) for name, column in lengths.items()})
    bytes_of = {name: _length_bytes(column) for name, column in lengths.items()}
    ids = _ids(batch, thread)
    lists: list[Data] = []
    terms = []
    at = 0
    for field in sorted(_fields(batch, thread, ids, bytes_of), key=lambda field: field.name):
        if len(field.document):
            parts, infos = posting_lists(field, at)
            lists += [part.data for part in parts]
            terms.append((field.name, field.terms, infos))
            at += sum(map(len, parts))
    files: dict[str, Sequence[Data]] = {
        ".trm": term_file(terms),
        ".pst": lists,
        "._stored.col": stored_column(STORED, stored_documents(batch, ids)),
    }
    files |= {
        f"._{name}_len.col": [column.data] for name, column in bytes_of.items() if column.any()
    }
    named = {segment.make_filename(ext): buffers for ext, buffers in files.items()}
    write_together(folder / segment.make_filename(segment.COMPOUND_EXT), named)
    return segment


def _length_bytes(lengths: Array) -> Array:
    """Return each length as the byte that Whoosh keeps of it."""
    found = np.searchsorted(LENGTHS_BY_BYTE, lengths, side="left")
    return np.minimum(found, len(LENGTHS_BY_BYTE) - 1).astype(np.uint8)


def _ids(batch: Facts, thread: Array) -> list[str]:
    books = [text_of(book) for book in strings_of(batch, "book.id")]
    names = [
        f"{books[book]}/{text_of(name)}."
        for book, name in zip(
            book_of_threads(batch).tolist(), strings_of(batch, "thread.name"), strict=True
        )
    ]
    positions = batch["document.position"].tolist()
    return [
        names[n] + str(position) for n, position in zip(thread.tolist(), positions, strict=True)
    ]


def _fields(
    batch: Facts, thread: Array, ids: Sequence[str], lengths: dict[str, Array]
) -> Iterator[Field]:
    yield _body(batch, thread, lengths["body"])
    yield _question(batch, lengths["question"])
    yield Field(
        name="words",
        terms=strings_of(batch, "word"),
        counts=np.diff(batch["wordposting.offset"]),
        document=batch["wordposting.document"],
        frequency=batch["wordposting.frequency"],
        lengths=lengths["words"],
    )
    yield from _exact_fields(batch, thread, ids)


def _body(batch: Facts, thread: Array, lengths: Array) -> Field:
    """Return the body with all positions: a reply holds its head's, too."""
    replies = np.zeros(len(thread), np.int64)
    replies[batch["thread.document"][:-1]] = np.diff(batch["thread.document"]) - 1
    parts = [_spread(batch, replies, some) for some in _some_terms(batch["place.offset"])]
    none = np.empty(0, np.int32)
    return Field(
        name="body",
        terms=strings_of(batch, "term"),
        counts=np.diff(batch["posting.offset"]),
        document=batch["posting.document"],
        frequency=np.concatenate([none, *(frequency for frequency, _ in parts)]),
        positions=np.concatenate([none, *(positions for _, positions in parts)]),
        lengths=lengths,
    )


def _some_terms(offsets: Array) -> Iterator[slice]:
    """Yield the terms in slices of about ``_PLACES`` places: small is fast, too."""
    first = 0
    while first < len(offsets) - 1:
        past = int(np.searchsorted(offsets, offsets[first] + _PLACES, side="right")) - 1
        last = max(past, first + 1)
        yield slice(first, last)
        first = last


def _spread(batch: Facts, replies: Array, some: slice) -> tuple[Array, Array]:
    """Return the frequencies and positions of some terms in all documents that hold them.

    Args:
        batch: The facts.
        replies: How many documents behind each one hold what it holds.
        some: The terms' ordinals.
    """
    offsets = batch["place.offset"][some.start : some.stop + 1]
    at = batch["place.at"][offsets[0] : offsets[-1]]
    term = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    times = replies[at >> 32]
    # The next document is the next number above the positions.
    steps = ranges(np.ones(len(at), np.int64), times) << 32
    term = np.concatenate([term, np.repeat(term, times)])
    at = np.concatenate([at, np.repeat(at, times) + steps])
    term, at = _in_order(term, at)
    first = np.flatnonzero(np.diff(term, prepend=-1) | (np.diff(at >> 32, prepend=-1)))
    # Counted anew: a batch's frequencies have a limit.
    frequency = np.diff(np.append(first, len(at)))
    return frequency.astype(np.int32), (at & 0xFFFFFFFF).astype(np.int32)


def _in_order(term: Array, at: Array) -> tuple[Array, Array]:
    """Return both in order of term, document and position."""
    low = int((at & 0xFFFFFFFF).max(initial=0)).bit_length()
    middle = int((at >> 32).max(initial=0)).bit_length()
    if low + middle + int(term.max(initial=0)).bit_length() > 63:
        order = np.lexsort((at, term))
        return term[order], at[order]
    # Sorting one number that has all three is far faster than sorting places.
    keys = (term << (middle + low)) | ((at >> 32) << low) | (at & 0xFFFFFFFF)
    keys.sort()
    at = ((keys >> low) & ((1 << middle) - 1)) << 32 | (keys & ((1 << low) - 1))
    return keys >> (middle + low), at


def _question(batch: Facts, lengths: Array) -> Field:
    asked = batch["posting.question"] > 0
    counts = np.diff(offsets_of(asked)[batch["posting.offset"]])
    terms = strings_of(batch, "term")
    return Field(
        name="question",
        terms=[terms[ordinal] for ordinal in np.flatnonzero(counts).tolist()],
        counts=counts[counts > 0],
        document=batch["posting.document"][asked],
        frequency=batch["posting.question"][asked],
        lengths=lengths,
    )


def _exact_fields(batch: Facts, thread: Array, ids: Sequence[str]) -> Iterator[Field]:
    """Yield the fields that only filter; names are folded as people type them."""
    book = book_of_threads(batch)[thread]
    records = [json.loads(record) for record in strings_of(batch, "book.record")]
    authors = [record[1] for record in records]
    days = batch["book.start"].tolist()
    keys = [text_of(key) for key in strings_of(batch, "spelling")]
    heads = batch["thread.document"][:-1].tolist()
    yield _several("author", [sorted({fold(name) for name in names}) for names in authors], book)
    yield _exact("book", [text_of(id_) for id_ in strings_of(batch, "book.id")], book)
    yield _exact("collection", [fold(record[2]) for record in records], book)
    flags = [[n[0] for n, bit in FLAGS.items() if value & bit] for value in range(8)]
    yield _several("flags", flags, batch["document.flags"])
    yield _exact("id", ids, np.arange(len(ids)))
    yield _exact("kind", KINDS, batch["document.kind"])
    people = [[fold(key)] if key else [] for key in keys]
    yield _several("participant", people, batch["document.spelling"])
    yield _exact("role", ROLES, batch["document.role"])
    yield _exact("thread", [ids[n].rpartition(".")[0] for n in heads], thread)
    undated = UNDATED.toordinal()
    years = [[str(date.fromordinal(day).year)] if day != undated else [] for day in days]
    yield _several("year", years, book)


def _several(name: str, values: Sequence[Sequence[str]], owner: Array) -> Field:
    """Return a field of values; document ``n`` has all of ``values[owner[n]]``."""
    counts = np.fromiter(map(len, values), np.int64, len(values))
    picked = ranges(offsets_of(counts)[owner], counts[owner])
    flat = [value for of_one in values for value in of_one]
    return _exact(name, flat, picked, np.repeat(np.arange(len(owner)), counts[owner]))


def _exact(name: str, values: Sequence[str], owner: Array, document: Array | None = None) -> Field:
    """Return a field of values; document ``n``, or ``document[n]``, has ``values[owner[n]]``."""
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    used = np.flatnonzero(np.bincount(owner, minlength=len(encoded)))
    terms = sorted({encoded[n] for n in used.tolist()})
    place = {term: ordinal for ordinal, term in enumerate(terms)}
    ordinals = np.array([place.get(value, -1) for value in encoded], np.int64)
    documents = np.arange(len(owner)) if document is None else document
    keys = np.sort((ordinals[owner] << 32) | documents)
    return Field(
        name=name,
        terms=terms,
        counts=np.bincount(keys >> 32, minlength=len(terms)),
        document=keys & 0xFFFFFFFF,
    )

"""The documents of several parts in their one new order.

In: parts. Out: joined columns of books, threads and documents; where each went.
Never: looks at postings.

A book comes from one part only, so the new order is a sequence of runs, each of
neighbouring books of one part: joining a column is joining slices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchqa.engines.arrays.facts import joined_tables, offsets_of, packed, strings_of
from searchqa.engines.arrays.layout import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.engines.arrays.facts import Array, Part

# Copied run by run into the file, since all texts together may not fit into memory.
TEXTS = "document.record.bytes"
# Renumbered, or the offsets of something else.
_SPECIAL = ("book.thread", "thread.document", "document.spelling")


class Run(NamedTuple):
    """Neighbouring books of a part that stay neighbours; ends are exclusive."""

    part: int
    books: slice
    threads: slice
    documents: slice


class Joined(NamedTuple):
    """What the parts' books, threads and documents become.

    Attributes:
        columns: The joined columns, all facts of books, threads, spellings and
            documents but the documents' texts.
        runs: Where they come from, in order.
        numbers: For each part, each document's new number, -1 for one that is gone.
    """

    columns: dict[str, Array]
    runs: tuple[Run, ...]
    numbers: tuple[Array, ...]


def join(parts: Sequence[Part]) -> Joined:
    """Return the parts' documents in their new order."""
    runs = tuple(_runs(parts))
    columns: dict[str, Array] = {}
    for column in FACTS:
        unit, _, rest = column.name.partition(".")
        if unit in ("book", "thread", "document") and column.name not in (TEXTS, *_SPECIAL):
            columns[column.name] = _joined(parts, runs, unit, column.name, rest)
    columns["book.thread"] = _bounds(parts, runs, "books", "book.thread")
    columns["thread.document"] = _bounds(parts, runs, "threads", "thread.document")
    columns.update(_spellings(parts, runs))
    return Joined(columns, runs, tuple(_numbers(parts, runs)))


def texts(parts: Sequence[Part], run: Run) -> Array:
    """Return the texts of a run's documents."""
    return _bytes_of(parts, run, "document", "document.record")


def _runs(parts: Sequence[Part]) -> Iterator[Run]:
    """Yield the books that stay, week's start newest first, then id, in runs."""
    order: list[tuple[int, bytes, int, int]] = []
    for number, (facts, gone) in enumerate(parts):
        unwanted = {book.encode("utf-8", "surrogatepass") for book in gone}
        ids, starts = strings_of(facts, "book.id"), facts["book.start"].tolist()
        order += [
            (-start, id_ + b"/", number, book)
            for book, (id_, start) in enumerate(zip(ids, starts, strict=True))
            if id_ not in unwanted
        ]
    order.sort()
    begin = 0
    for place in range(1, len(order) + 1):
        _, _, part, book = order[place - 1]
        if place < len(order) and order[place][2:] == (part, book + 1):
            continue
        facts = parts[part].facts
        first = order[begin][3]
        threads = slice(*facts["book.thread"][[first, book + 1]].tolist())
        documents = slice(*facts["thread.document"][[threads.start, threads.stop]].tolist())
        yield Run(part, slice(first, book + 1), threads, documents)
        begin = place


def _slice(run: Run, unit: str) -> slice:
    return {"book": run.books, "thread": run.threads, "document": run.documents}[unit]


def _joined(parts: Sequence[Part], runs: Sequence[Run], unit: str, name: str, rest: str) -> Array:
    if rest.endswith(".offset"):
        return offsets_of(_concatenated(_lengths(parts, run, unit, name) for run in runs))
    if rest.endswith(".bytes"):
        whole = name.removesuffix(".bytes")
        return _concatenated((_bytes_of(parts, run, unit, whole) for run in runs), np.uint8)
    return _concatenated(
        (parts[run.part].facts[name][_slice(run, unit)] for run in runs),
        parts[0].facts[name].dtype if parts else np.int32,
    )


def _lengths(parts: Sequence[Part], run: Run, unit: str, name: str) -> Array:
    span = _slice(run, unit)
    return np.diff(parts[run.part].facts[name][span.start : span.stop + 1])


def _bytes_of(parts: Sequence[Part], run: Run, unit: str, name: str) -> Array:
    facts = parts[run.part].facts
    span = _slice(run, unit)
    begin, end = facts[f"{name}.offset"][[span.start, span.stop]].tolist()
    return facts[f"{name}.bytes"][begin:end]


def _bounds(parts: Sequence[Part], runs: Sequence[Run], spans: str, name: str) -> Array:
    unit = spans.removesuffix("s")
    counts = _concatenated(_lengths(parts, run, unit, name) for run in runs)
    return offsets_of(counts).astype(np.int32)


def _concatenated(pieces: Iterator[Array], dtype: object = np.int64) -> Array:
    return np.concatenate([np.empty(0, dtype), *pieces])  # type: ignore[call-overload]


def _spellings(parts: Sequence[Part], runs: Sequence[Run]) -> dict[str, Array]:
    """Return the spellings that are still used, and each document's."""
    tables, maps = joined_tables([strings_of(part.facts, "spelling") for part in parts])
    column = _concatenated(
        maps[run.part][parts[run.part].facts["document.spelling"][run.documents]] for run in runs
    )
    used = np.unique(column)
    names = packed("spelling", [tables[ordinal] for ordinal in used.tolist()])
    return {**names, "document.spelling": np.searchsorted(used, column).astype(np.int32)}


def _numbers(parts: Sequence[Part], runs: Sequence[Run]) -> Iterator[Array]:
    starts = offsets_of(
        np.array([run.documents.stop - run.documents.start for run in runs], np.int64)
    )
    for number, part in enumerate(parts):
        new = np.full(len(part.facts["document.kind"]), -1, np.int32)
        for run, start in zip(runs, starts.tolist(), strict=False):
            if run.part == number:
                count = run.documents.stop - run.documents.start
                new[run.documents] = np.arange(start, start + count, dtype=np.int32)
        yield new

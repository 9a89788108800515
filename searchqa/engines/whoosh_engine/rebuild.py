"""The arrays of an index that has none: made from what Whoosh stored.

In: a folder of segments. Out: a file of arrays. Never: changes a segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from whoosh.index import open_dir

from searchqa.engines.arrays.facts import Part
from searchqa.engines.arrays.invert import invert
from searchqa.engines.arrays.merge import merge
from searchqa.engines.whoosh_engine.records import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from searchqa.model import Document

# Messages that are inverted at a time.
BATCH: Final = 20_000


def rebuild(folder: Path, path: Path) -> None:
    """Write the file of arrays of an index's live documents.

    Raises:
        OSError: The disk refuses.
        Exception: Whoosh can't read its segments; it raises almost anything.
    """
    merge([Part(invert(batch)) for batch in _batches(folder)], path)


def _batches(folder: Path) -> Iterator[list[Document]]:
    """Yield the documents, a book's together, the books of a batch in one list."""
    books: dict[str, list[Document]] = {}
    reader = open_dir(str(folder), readonly=True).reader()
    try:
        for _, fields in reader.iter_docs():
            document = document_of(fields["document"])
            books.setdefault(document.book, []).append(document)
    finally:
        reader.close()
    batch: list[Document] = []
    for documents in books.values():
        if len(batch) + len(documents) > BATCH and batch:
            yield batch
            batch = []
        batch += documents
    yield batch

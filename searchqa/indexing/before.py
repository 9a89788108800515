"""What a reindex starts from: the generation that answers, as far as it can be built on.

In: the index folder, the engine, versions. Out: the base to build on, or why there is none.
Never: writes, or takes a damaged or foreign index for an empty one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from searchqa.errors import BrokenIndexError, IndexDamagedError, IndexFormatError, IndexMissingError
from searchqa.indexing import generations, opened
from searchqa.indexing.manifest import Manifest, checksum
from searchqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from searchqa.engines.base import Engine
    from searchqa.indexing.manifest import Record, SourceRecord
    from searchqa.model import Book, Document


@dataclass(frozen=True, slots=True)
class Before:
    """What is there before a reindex.

    Attributes:
        answering: The generation's name, "" when there is none or CURRENT can't be read.
        manifest: Of the generation that answers, None when it can't be read.
        catalog: Its books.
        readable: Whether the engine can read its documents.
        rebuild: Why all must be read again, one sentence, or "".
        missing: Whether there was no index at all.
    """

    answering: str = ""
    manifest: Manifest | None = None
    catalog: Mapping[str, Book] = field(default_factory=dict)
    readable: bool = False
    rebuild: str = ""
    missing: bool = False

    @property
    def sources(self) -> Mapping[str, SourceRecord]:
        """The sources of the last generation, none when they can't be known."""
        return self.manifest.sources if self.manifest is not None else {}

    @property
    def records(self) -> Mapping[str, Record]:
        """The transcripts of the last generation, none when they can't be known."""
        return self.manifest.transcripts if self.manifest is not None else {}


def aliases_fingerprint(aliases: Mapping[str, Sequence[str]]) -> str:
    """Return what differs when the configured aliases do."""
    content = {name: list(others) for name, others in sorted(aliases.items())}
    return checksum(json.dumps(content).encode())[:16]


def look(index: Path, engine: Engine, aliases: str) -> Before:
    """Find out what there is to build on.

    Raises:
        IndexForeignError: The folder holds something else.
    """
    answering = ""
    try:
        pointer = generations.read_pointer(index)
        answering = pointer.generation
        manifest = generations.read_manifest(index, pointer)
        generations.check_sizes(index, manifest)
        books = opened.read_catalog(index, manifest)
    except IndexMissingError:
        return Before(missing=True)
    except (IndexDamagedError, IndexFormatError) as error:
        return Before(answering, rebuild=error.message)
    try:
        opened.check_engine(index, manifest, engine)
    except IndexFormatError as error:
        return Before(answering, manifest, books, rebuild=error.message)
    why = ""
    if manifest.version != __version__:
        why = f"the index was written by searchqa {manifest.version}; this is {__version__}"
    elif manifest.aliases != aliases:
        why = "the aliases of authors have changed"
    return Before(answering, manifest, books, readable=True, rebuild=why)


def last_documents(
    index: Path, engine: Engine, before: Before, books: Collection[str]
) -> dict[str, tuple[Document, ...]]:
    """Return the documents of some books as the last generation has them.

    A book whose documents can't be had is absent.
    """
    if before.manifest is None or not before.readable or not books:
        return {}
    found: dict[str, list[Document]] = {book: [] for book in books}
    folder = generations.folder_of(index, before.manifest.generation)
    try:
        searcher = engine.open(folder / generations.SEGMENTS)
    except BrokenIndexError:
        return {}
    try:
        for document in searcher.documents():
            if document.book in found:
                found[document.book].append(document)
    finally:
        searcher.close()
    return {
        book: tuple(sorted(documents, key=lambda d: (d.number, d.position)))
        for book, documents in found.items()
    }

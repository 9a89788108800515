"""Which segments a Whoosh index has: read, their books deleted, written anew.

In: a folder. Out: segments, stored documents, a table of contents of another generation.
Never: writes a segment, or changes a file that is there.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files
from whoosh.reading import SegmentReader

from searchqa.engines.whoosh_engine.damage import damaged
from searchqa.engines.whoosh_engine.private import INDEX_NAME, decode_postings
from searchqa.engines.whoosh_engine.records import document_of
from searchqa.engines.whoosh_engine.schema import build_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from searchqa.engines.whoosh_engine.private import Segment
    from searchqa.model import Document


class Contents:
    """The segments of the index in a folder, which may be empty.

    Raises:
        IndexDamagedError: What is there can't be opened.
        OSError: It can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self.segments: list[Segment] = []
        self._schema: Any = None
        self._generation = -1
        try:
            toc: Any = TOC.read(self._storage, INDEX_NAME)
        except EmptyIndexError:
            self._schema = build_schema()
        except OSError:
            raise
        except Exception as error:
            # Whoosh unpickles what it finds: damaged bytes raise almost anything.
            raise damaged(error) from error
        else:
            self.segments = toc.segments
            self._schema, self._generation = toc.schema, toc.generation

    def delete(self, books: Collection[str]) -> None:
        """Mark the documents of some books as deleted."""
        for segment in self.segments if books else ():
            with self._reader(segment) as reader:
                for book in books:
                    found = decode_postings(reader, "book", book.encode("utf-8", "surrogatepass"))
                    for number in found[0] if found else ():
                        segment.delete_document(number)

    def documents(self, segments: Iterable[Segment]) -> Iterator[Document]:
        """Yield the live documents of segments."""
        for segment in segments:
            with self._reader(segment) as reader:
                for _, fields in reader.iter_docs():
                    yield document_of(fields["document"])

    def publish(self, segments: Sequence[Segment]) -> None:
        """Write the table of contents; what no segment needs any more is removed."""
        generation = self._generation + 1
        toc: Any = TOC(self._schema, list(segments), generation)
        name = f"_{INDEX_NAME}_{generation}.toc"
        try:
            toc.write(self._storage, INDEX_NAME)
        except BaseException:
            # Whoosh writes it aside and renames it.
            for path in self._folder.glob(f"{name}*"):
                path.unlink(missing_ok=True)
            raise
        clean_files(self._storage, INDEX_NAME, generation, segments)

    @contextlib.contextmanager
    def _reader(self, segment: Segment) -> Iterator[Any]:
        try:
            reader = SegmentReader(self._storage, self._schema, segment)
            try:
                yield reader
            finally:
                reader.close()
        except OSError:
            raise
        except Exception as error:
            # As above.
            raise damaged(error) from error


def live(segment: Segment) -> int:
    """Return how many documents of a segment aren't deleted."""
    return int(segment.doc_count_all() - segment.deleted_count())


def to_merge(segments: Sequence[Segment], limit: int, most: int) -> list[Segment]:
    """Return the segments that should become one.

    These are those whose documents are mostly deleted, and, beyond ``limit`` segments,
    the smallest; no more than ``most`` documents together.
    """
    chosen: list[Segment] = []
    total = 0
    for segment in sorted(segments, key=lambda s: (not _mostly_gone(s), live(s))):
        # What is chosen becomes one again.
        many = len(segments) - len(chosen) + bool(chosen) > limit
        total += live(segment)
        if total > most or not (many or _mostly_gone(segment)):
            break
        chosen.append(segment)
    return chosen if len(chosen) > 1 or any(map(_mostly_gone, chosen)) else []


def _mostly_gone(segment: Segment) -> bool:
    return bool(2 * segment.deleted_count() > segment.doc_count_all())

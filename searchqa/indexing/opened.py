"""An index opened for reading: one generation, held until it is closed.

In: the index folder and an engine. Out: a searcher, the books, the manifest.
Never: writes, or imports what only reindexing needs (a terminal query waits for it).
"""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

from searchqa.errors import IndexDamagedError, IndexFormatError
from searchqa.indexing import catalog, generations
from searchqa.indexing.hints import rebuild_hint
from searchqa.indexing.late import Late
from searchqa.indexing.lock import ReaderLock
from searchqa.indexing.manifest import Manifest, checksum
from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from searchqa.engines.base import Engine, Searcher
    from searchqa.indexing.generations import Pointer
    from searchqa.model import Book


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """One generation, which stays as it is while others are published.

    ``catalog`` holds each book by id, and is read when it is first looked into;
    ``generation`` is a name like ``000012``.
    """

    searcher: Searcher
    catalog: Mapping[str, Book]
    manifest: Manifest
    generation: str
    lock: ReaderLock

    def close(self) -> None:
        """Let go of the files; the searcher can't be used afterwards."""
        try:
            self.searcher.close()
        finally:
            self.lock.close()


def open_index(index: Path, engine: Engine) -> OpenedIndex:
    """Open the generation that answers now.

    Raises:
        IndexMissingError: There is no index yet.
        IndexForeignError: The folder holds something else.
        IndexFormatError: It was written in another format or by another engine.
        IndexDamagedError: Files are gone or differ from the manifest.
        BrokenIndexError: The operating system refuses to read it.
    """
    with generations.telling(index, "read", "check the disk and the permissions"):
        pointer = generations.read_pointer(index)
        try:
            return _open(index, pointer, engine)
        except IndexDamagedError:
            # A writer may have published and cleared away meanwhile; else it is true.
            if generations.read_pointer(index) == pointer:
                raise
    return open_index(index, engine)


def check_engine(index: Path, manifest: Manifest, engine: Engine) -> None:
    """Refuse an index that this engine would misread.

    Raises:
        IndexFormatError: Another engine wrote it, or this one in another form.
    """
    if manifest.engine != engine.name:
        message = f'the index in {index} is one of the engine "{manifest.engine}"'
        raise IndexFormatError(message, rebuild_hint(index))
    if manifest.fingerprint != engine.fingerprint:
        message = f"the index in {index} was written by searchqa {manifest.version} in another form"
        raise IndexFormatError(message, rebuild_hint(index))


def read_catalog(index: Path, manifest: Manifest) -> dict[str, Book]:
    """Return the books of a generation.

    Raises:
        IndexDamagedError: The catalog is gone or differs from the manifest.
    """
    return dict(late_catalog(index, manifest))


def late_catalog(index: Path, manifest: Manifest) -> Mapping[str, Book]:
    """Return the books of a generation, for a reader who may not need them.

    The file is read, and compared with the manifest, by the first look into the
    mapping, which raises what ``read_catalog`` does. It is mapped at once: so it
    can be read when its generation was removed meanwhile.

    Raises:
        IndexDamagedError: The catalog is gone.
    """
    path = generations.folder_of(index, manifest.generation) / generations.CATALOG
    remedy = rebuild_hint(index)
    differs = IndexDamagedError(f"{path} differs from the manifest", remedy)
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise IndexDamagedError(f"{path} is gone", remedy) from None
    except ValueError:
        # Nothing can't be mapped.
        raise differs from None

    def read() -> dict[str, Book]:
        data = mapped[:]
        if manifest.files.get(generations.CATALOG) != (len(data), checksum(data)):
            raise differs
        return catalog.parse(data, remedy)

    return Late(read)


def _open(index: Path, pointer: Pointer, engine: Engine) -> OpenedIndex:
    folder = generations.folder_of(index, pointer.generation)
    held = ReaderLock(folder)
    if not held.held:
        raise IndexDamagedError(f"{folder} is gone", rebuild_hint(index))
    try:
        manifest = generations.read_manifest(index, pointer)
        check_engine(index, manifest, engine)
        generations.check_sizes(index, manifest, engine.replaceable)
        books = late_catalog(index, manifest)
        searcher = engine.open(folder / generations.SEGMENTS)
    except BaseException:
        held.close()
        raise
    return OpenedIndex(searcher, books, manifest, pointer.generation, held)

"""Generations on disk: which one answers, a new one made aside, publish or discard.

In: the index folder. Out: the manifest that answers; drafts that become it in one step.
Never: changes a published file, or removes a generation that somebody reads.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Final

from searchqa.digest import file_sha256
from searchqa.errors import (
    BrokenIndexError,
    IndexDamagedError,
    IndexForeignError,
    IndexMissingError,
)
from searchqa.indexing import disk, lock, manifest
from searchqa.indexing.hints import build_hint, rebuild_hint
from searchqa.indexing.manifest import Manifest, checksum
from searchqa.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

CURRENT: Final = "CURRENT"
GENERATIONS: Final = "generations"
SEGMENTS: Final = "segments"
MANIFEST: Final = "manifest.json"
CATALOG: Final = "catalog.json"
KEPT: Final = 2

_DIGITS: Final = 6
# What else lies there: clones of sources, how the last run went, a run that was asked for.
SOURCES: Final = "sources"
STATUS: Final = "status.json"
REQUEST: Final = "reindex.request"
REINDEXER: Final = lock.KEEPER_FILE
_OURS: Final = frozenset(
    {CURRENT, GENERATIONS, lock.LOCK_FILE, SOURCES, STATUS, REQUEST, REINDEXER}
    | {"README.md", ".gitignore"}
)
_NEXT_CURRENT: Final = f"{CURRENT}.next"


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: a generation and the SHA-256 of its manifest."""

    generation: str
    sha256: str


@contextlib.contextmanager
def telling(index: Path, done: str, hint: str) -> Iterator[None]:
    """Put what the operating system refuses into our words.

    Raises:
        BrokenIndexError: The index can't be ``done``, and why.
    """
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        message = f"the index in {index} can't be {done}: {error.strerror or error}{place}"
        raise BrokenIndexError(message, hint) from error


def folder_of(index: Path, generation: str) -> Path:
    """Return a generation's folder."""
    return index / GENERATIONS / generation


def check_ours(index: Path) -> None:
    """Refuse a folder that holds something else than an index or nothing.

    Raises:
        IndexForeignError: It does, or it is no folder.
    """
    hint = "choose an empty or a new folder (--index DIR)"
    if not index.is_dir():
        if index.exists():
            raise IndexForeignError(f"{index} is a file, not the folder of an index", hint)
        return
    names = {path.name for path in index.iterdir()}
    if CURRENT in names and GENERATIONS in names:
        return
    if CURRENT in names and _parse_pointer((index / CURRENT).read_bytes()) is None:
        raise IndexForeignError(f"the folder {index} holds a {CURRENT} that isn't ours", hint)
    left = {name for name in names if name.startswith(f"{STATUS}.")}
    strange = sorted(names - _OURS - {_NEXT_CURRENT} - left)
    if strange:
        message = f"the folder {index} holds {strange[0]}, which is no part of an index of ours"
        raise IndexForeignError(message, hint)


def read_pointer(index: Path) -> Pointer:
    """Return what CURRENT says.

    Raises:
        IndexMissingError: There is no index yet.
        IndexForeignError: The folder is something else's.
        IndexDamagedError: CURRENT is not as we write it.
    """
    check_ours(index)
    try:
        data = (index / CURRENT).read_bytes()
    except FileNotFoundError:
        message = f"there is no index in {index} yet"
        raise IndexMissingError(message, build_hint(index)) from None
    pointer = _parse_pointer(data)
    if pointer is None:
        message = f"{index / CURRENT} is not as it was written"
        raise IndexDamagedError(message, rebuild_hint(index))
    return pointer


def pointer_is_exact(index: Path, pointer: Pointer) -> bool:
    """Say whether CURRENT has the very bytes that are written for a pointer.

    Other bytes may say the same: a blank that became a line end. What reads it
    needn't care, but a byte was changed, and not by us.
    """
    return (index / CURRENT).read_bytes() == _pointer_bytes(pointer)


def _pointer_bytes(pointer: Pointer) -> bytes:
    content = {"generation": pointer.generation, "sha256": pointer.sha256}
    return json.dumps(content).encode() + b"\n"


def _parse_pointer(data: bytes) -> Pointer | None:
    try:
        content = json.loads(data)
        pointer = Pointer(str(content["generation"]), str(content["sha256"]))
    except (ValueError, KeyError, TypeError):
        return None
    return pointer if _is_generation(pointer.generation) else None


def read_manifest(index: Path, pointer: Pointer) -> Manifest:
    """Return a generation's manifest, compared with its checksum in CURRENT.

    Raises:
        IndexDamagedError: It is gone or changed.
        IndexFormatError: It has another format version.
    """
    path = folder_of(index, pointer.generation) / MANIFEST
    remedy = rebuild_hint(index)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise IndexDamagedError(f"{path}, which {CURRENT} names, is gone", remedy) from None
    if checksum(data) != pointer.sha256:
        raise IndexDamagedError(f"{path} differs from what {CURRENT} says", remedy)
    return manifest.parse(data, remedy)


def check_sizes(index: Path, of: Manifest, besides: Collection[str] = ()) -> None:
    """Compare the size of each file with the manifest.

    Args:
        index: The index folder.
        of: What was published.
        besides: Names of segments' files that an engine makes again by itself.

    Raises:
        IndexDamagedError: A file is gone, shorter or longer.
    """
    folder = folder_of(index, of.generation)
    for name, (size, _) in of.files.items():
        if name.removeprefix(f"{SEGMENTS}/") in besides:
            continue
        path = folder / name
        try:
            found = path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise IndexDamagedError(f"{path} is gone", rebuild_hint(index)) from None
        if found != size:
            message = f"{path} has {found:,} bytes instead of {size:,}"
            raise IndexDamagedError(message, rebuild_hint(index))


def files_of(folder: Path) -> tuple[str, ...]:
    """Return the names of a generation's files that its manifest accounts for."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return tuple(sorted(set(names) - {MANIFEST, lock.READERS_FILE}))


class Draft:
    """A generation in the making; only its writer knows of it until it is published.

    Args:
        index: The index folder, whose lock the caller holds.
        base: The generation whose segments are taken over, or None for none.
    """

    def __init__(self, index: Path, base: Manifest | None) -> None:
        self._index = index
        self._base = base
        taken = [int(name) for name in _generations(index)]
        self.generation = f"{max(taken, default=0) + 1:06}"
        self._folder = folder_of(index, self.generation)
        self.segments = self._folder / SEGMENTS

    def prepare(self) -> None:
        """Make the folder and give the base's segments a second name in it."""
        disk.make_folder(self.segments)
        disk.write(self._folder / lock.READERS_FILE, b"")
        if self._base is None:
            return
        source = folder_of(self._index, self._base.generation)
        for name in self._base.files:
            if name.startswith(f"{SEGMENTS}/"):
                target = self._folder / name
                if not target.parent.is_dir():
                    disk.make_folder(target.parent)
                disk.link(source / name, target)

    def publish(self, content: Manifest, catalog: bytes) -> Manifest:
        """Write the rest, sync all, and let the draft answer by one rename.

        A failure before the rename leaves the old generation answering and the
        draft to be discarded; one after it means that the draft answers.

        Returns:
            The manifest as it was written.
        """
        disk.write(self._folder / CATALOG, catalog)
        files = {name: self._settle(name) for name in files_of(self._folder)}
        full = replace(content, generation=self.generation, files=files)
        data = manifest.dump(full)
        disk.write(self._folder / MANIFEST, data)
        for folder in sorted({(self._folder / name).parent for name in files} | {self.segments}):
            disk.sync_folder(folder)
        for folder in (self._folder, self._folder.parent, self._index):
            disk.sync_folder(folder)
        check_sizes(self._index, full)
        pointer = Pointer(self.generation, checksum(data))
        temporary = self._index / _NEXT_CURRENT
        disk.remove_file(temporary)
        disk.write(temporary, _pointer_bytes(pointer))
        disk.replace(temporary, self._index / CURRENT)
        disk.sync_folder(self._index)
        return full

    def discard(self) -> None:
        """Remove the draft, if it doesn't answer already.

        What can't be removed now is swept by the next writer.
        """
        with contextlib.suppress(OSError, IndexDamagedError, IndexForeignError):
            with contextlib.suppress(IndexMissingError):
                if read_pointer(self._index).generation == self.generation:
                    return
            if self._folder.is_dir():
                disk.remove_tree(self._folder)

    def _settle(self, name: str) -> tuple[int, str]:
        """Sync a file that is new and return its size and SHA-256."""
        path = self._folder / name
        known = self._base.files.get(name) if self._base is not None else None
        if self._base is not None and known is not None:
            before = folder_of(self._index, self._base.generation) / name
            if before.is_file() and path.samefile(before) and path.stat().st_size == known[0]:
                return known
        disk.sync_file(path)
        return file_sha256(path)


def sweep(index: Path, answering: str | None) -> None:
    """Remove what killed writers left and generations that nobody needs or reads.

    The two last are kept: the one that answers and the one before it. What
    can't be removed stays for the next time.
    """
    names = _generations(index)
    past = [name for name in names if answering is not None and int(name) <= int(answering)]
    spare = set(past[-KEPT:])
    for name in names:
        if name in spare:
            continue
        with contextlib.suppress(OSError), lock.unread(folder_of(index, name)) as free:
            if free:
                disk.remove_tree(folder_of(index, name))
    with contextlib.suppress(OSError):
        disk.remove_file(index / _NEXT_CURRENT)


def _is_generation(name: str) -> bool:
    return len(name) >= _DIGITS and name.isdecimal()


def _generations(index: Path) -> list[str]:
    folder = index / GENERATIONS
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted((name for name in names if _is_generation(name)), key=int)

"""Whether an index is what was published: every byte, before anything is loaded.

In: the index folder, an engine. Out: problems, none when the index is whole.
Never: lets an engine load a file whose checksum is wrong, or mends anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.digest import file_sha256
from searchqa.errors import BrokenIndexError
from searchqa.indexing import generations
from searchqa.indexing.hints import rebuild_hint
from searchqa.indexing.opened import open_index
from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from searchqa.engines.base import Engine
    from searchqa.indexing.manifest import Manifest


def verify(index: Path, engine: Engine | None = None) -> tuple[Problem, ...]:
    """Compare the generation that answers with its manifest, byte for byte.

    Transcripts whose last good version answers, since the file is bad, are
    problems too. With an ``engine``, an index whose bytes are right is opened
    as well, and its messages are counted book by book.

    Returns:
        Problems with paths inside the index folder; for transcripts, their file.

    Raises:
        IndexMissingError: There is no index.
        IndexForeignError: The folder holds something else.
        IndexFormatError: It has another format version; nothing can be said of it.
        IndexDamagedError: CURRENT or the manifest can't be used.
    """
    with generations.telling(index, "read", "check the disk and the permissions"):
        pointer = generations.read_pointer(index)
        manifest = generations.read_manifest(index, pointer)
        exact = generations.pointer_is_exact(index, pointer)
    problems = list(_files(index, manifest))
    # A reindex may have published meanwhile: then CURRENT is another one, and in order.
    if not exact and generations.read_pointer(index) == pointer:
        message = "was changed after it was published"
        remedy = rebuild_hint(index)
        problems.append(Problem(generations.CURRENT, None, message, remedy, "error", "damaged"))
    if engine is not None and not problems:
        problems += _contents(index, manifest, engine)
    for book, record in sorted(manifest.transcripts.items()):
        if not record.good and record.indexed:
            message = f'bad when last read; an older version of "{book}" answers'
            hint = "mend the file and reindex"
            problems.append(Problem(record.file, None, message, hint, "error", "old-version"))
        problems += record.problems
    return tuple(problems)


def _files(index: Path, manifest: Manifest) -> Iterator[Problem]:
    folder = generations.folder_of(index, manifest.generation)
    remedy = rebuild_hint(index)
    for name, (size, digest) in sorted(manifest.files.items()):
        path = folder / name
        place = path.relative_to(index).as_posix()
        try:
            found = path.stat().st_size
            if found != size:
                message = f"has {found:,} bytes instead of {size:,}"
            elif file_sha256(path)[1] != digest:
                message = "was changed after it was published"
            else:
                continue
        except FileNotFoundError:
            message = "is gone"
        except OSError as error:
            message = f"can't be read: {error.strerror}"
        yield Problem(place, None, message, remedy, "error", "damaged")
    for name in sorted(set(generations.files_of(folder)) - set(manifest.files)):
        place = (folder / name).relative_to(index).as_posix()
        yield Problem(place, None, "is no part of the index", remedy, "error", "stray")


def _contents(index: Path, manifest: Manifest, engine: Engine) -> Iterator[Problem]:
    """Open the index, whose bytes are right, and count."""
    remedy = rebuild_hint(index)
    place = f"{generations.GENERATIONS}/{manifest.generation}"
    try:
        opened = open_index(index, engine)
    except BrokenIndexError as error:
        yield Problem(place, None, error.message, error.hint, "error", "damaged")
        return
    try:
        counts = dict.fromkeys(opened.manifest.transcripts, 0)
        strange = 0
        for document in opened.searcher.documents():
            if document.book in counts:
                counts[document.book] += 1
            else:
                strange += 1
        for book, record in sorted(opened.manifest.transcripts.items()):
            if counts[book] != record.messages:
                message = f'"{book}" has {counts[book]} messages instead of {record.messages}'
                yield Problem(place, None, message, remedy, "error", "miscount")
        if strange:
            message = f"{strange} messages belong to no transcript of the manifest"
            yield Problem(place, None, message, remedy, "error", "miscount")
    finally:
        opened.close()

"""Writing both halves of an index: Whoosh's segments and the arrays beside them.

In: documents, a transcript's at a time, and book ids to forget. Out: files in a folder.
Never: publishes, syncs to disk, or reads transcripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.engines.arrays.facts import Part, facts_of
from searchqa.engines.arrays.file import ArrayFile, ArraysError
from searchqa.engines.arrays.invert import invert
from searchqa.engines.arrays.merge import merge
from searchqa.engines.whoosh_engine.bulk import BulkWriter
from searchqa.engines.whoosh_engine.damage import damaged
from searchqa.engines.whoosh_engine.form import ARRAYS
from searchqa.engines.whoosh_engine.rebuild import rebuild

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from searchqa.engines.arrays.facts import Facts
    from searchqa.model import Document

_NEXT: Final = f"{ARRAYS}.next"


class EngineWriter:
    """The engine's ``Writer`` over one folder.

    Args:
        folder: Empty, or with what was written before.
        jobs: How many processes write.

    Raises:
        IndexDamagedError: What is there can't be opened.
        OSError: The disk refuses.
    """

    def __init__(self, folder: Path, jobs: int = 1) -> None:
        self._folder = folder
        self._fresh = not any(folder.glob("*.toc"))
        self._segments = BulkWriter(folder, jobs)

    def remove(self, book_id: str) -> None:
        """Forget each message of a transcript that was committed before."""
        self._segments.remove(book_id)

    def add(self, documents: Iterable[Document]) -> None:
        """Store a transcript's messages."""
        self._segments.add(documents)

    def commit(self) -> None:
        """Write everything down."""
        self._segments.commit()
        path = self._folder / _NEXT
        path.unlink(missing_ok=True)
        before = self._before()
        if before is None and not self._fresh:
            self._rebuild(path)
        else:
            old = [] if before is None else [Part(before, frozenset(self._segments.removed))]
            parts = [*old, *map(Part, self._segments.batches)]
            merge(parts or [Part(invert([]))], path)
        # The old file may be a hard link shared with another generation: replaced, not changed.
        path.replace(self._folder / ARRAYS)

    def cancel(self) -> None:
        """Let go without writing."""
        self._segments.cancel()

    def _before(self) -> Facts | None:
        """Return the arrays of what was committed before, None when there are none."""
        try:
            return facts_of(ArrayFile(self._folder / ARRAYS))
        except (ArraysError, OSError):
            return None

    def _rebuild(self, path: Path) -> None:
        try:
            rebuild(self._folder, path)
        except OSError:
            raise
        except Exception as error:
            # Whoosh unpickles what it finds: damaged bytes raise almost anything.
            raise damaged(error) from error

"""The embedded engine: Whoosh on disk, our own execution over it.

In: folders. Out: writers and searchers. Never: knows generations or sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.engines.whoosh_engine.schema import fingerprint
from searchqa.engines.whoosh_engine.searcher import WhooshSearcher

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.engines.base import Searcher, Writer


class WhooshEngine:
    """The ``Engine`` that needs nothing but files."""

    name = "whoosh"

    def __init__(self) -> None:
        self.fingerprint = fingerprint()

    def writer(self, folder: Path) -> Writer:
        """Write in ``folder``, which is empty or holds what was written before."""
        # Kept off the way to a first answer: a query never writes.
        from searchqa.engines.whoosh_engine.writer import WhooshWriter

        return WhooshWriter(folder)

    def open(self, folder: Path) -> Searcher:
        """Open what was committed in ``folder``.

        Raises:
            IndexDamagedError: The files can't be opened.
        """
        return WhooshSearcher(folder)

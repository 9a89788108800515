"""The embedded engine: Whoosh on disk, mapped arrays to answer from.

In: folders. Out: writers and searchers. Never: knows generations or sources.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from searchqa.engines.whoosh_engine.damage import damaged
from searchqa.engines.whoosh_engine.form import ARRAYS, fingerprint

if TYPE_CHECKING:
    from searchqa.engines.arrays.kernels.choose import Wish
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.base import Searcher, Writer


class WhooshEngine:
    """The ``Engine`` that needs nothing but files.

    Args:
        kernel: How its searchers work: ``once`` for a process that asks one
            question, ``numpy`` or ``plain`` to have one kernel by name.
        jobs: How many processes its writers use.
    """

    name = "whoosh"
    replaceable = frozenset({ARRAYS})

    def __init__(self, kernel: Wish = "often", jobs: int = 1) -> None:
        self.fingerprint = fingerprint()
        self._kernel: Wish = kernel
        self._jobs = jobs

    def writer(self, folder: Path) -> Writer:
        """Write in ``folder``, which is empty or holds what was written before."""
        # Whoosh and numpy are kept off the way to a first answer: a query never writes.
        from searchqa.engines.whoosh_engine.both import EngineWriter

        return EngineWriter(folder, self._jobs)

    def open(self, folder: Path) -> Searcher:
        """Open what was committed in ``folder``.

        Raises:
            IndexDamagedError: The files can't be opened.
        """
        # Who reindexes and finds nothing changed opens nothing.
        from searchqa.engines.arrays.file import ArraysError
        from searchqa.engines.arrays.kernels.choose import choose
        from searchqa.engines.arrays.opened import Arrays
        from searchqa.engines.arrays.searcher import ArraySearcher

        try:
            arrays = Arrays(folder / ARRAYS)
        except (ArraysError, OSError):
            arrays = _rebuilt(folder)
        segments = sum(1 for _ in folder.glob("*.seg"))
        return ArraySearcher(arrays, choose(arrays, self._kernel), segments)


def _rebuilt(folder: Path) -> Arrays:
    """Return the arrays that a folder lacks, made anew for this process alone.

    The folder may be published or read-only: nothing is written into it.
    """
    # As above: only where arrays are missing.
    import tempfile

    # As above.
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.whoosh_engine.rebuild import rebuild

    try:
        with tempfile.TemporaryDirectory(prefix="searchqa-", ignore_cleanup_errors=True) as aside:
            path = Path(aside) / ARRAYS
            rebuild(folder, path)
            # The mapping outlives the file's name.
            return Arrays(path)
    except Exception as error:
        # Whoosh unpickles what it finds: damaged bytes raise almost anything.
        raise damaged(error) from error

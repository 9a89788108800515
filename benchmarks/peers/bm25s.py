"""bm25s: a ranking of a whole collection, held as a sparse matrix.

In: documents. Out: the ten best and their scores, nothing else.
Never: counts, filters, or shows a text; it has no calls for that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.base import HITS, Found, Shown
from benchmarks.queries import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.peers.base import Mode
    from benchmarks.queries import Query

_STOPS: Final = "english"


class Bm25s:
    """The peer, with either of its backends.

    Args:
        backend: ``numpy`` or ``numba``.
    """

    modes: tuple[Mode, ...] = ("ranking",)
    builds: tuple[str, ...] = ("in memory, then saved",)

    def __init__(self, backend: str) -> None:
        self._backend = backend
        numba = backend == "numba"
        self.name = "bm25s-numba" if numba else "bm25s"
        self.label = "bm25s with numba" if numba else "bm25s"

    def cannot(self, query: Query, mode: Mode) -> str:  # noqa: ARG002 - as the protocol
        """It ranks words."""
        return "" if query.kind in WORDS else "bm25s only ranks by any of some words"

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return the texts: title, question and message, as our body has them."""
        documents = archive.documents()
        # The head is the question; it doesn't count twice.
        return [
            "\n\n".join([d.title, d.question] + ([d.text] if d.position else [])) for d in documents
        ]

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401, ARG002
        """Tokenize, index, save."""
        bm25s: Any = importlib.import_module("bm25s")
        tokens = bm25s.tokenize(rows, stopwords=_STOPS, show_progress=False)
        retriever = bm25s.BM25(backend=self._backend)
        retriever.index(tokens, show_progress=False)
        retriever.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> Bm25sReader:
        """Load it."""
        return Bm25sReader(folder, self._backend)


class Bm25sReader:
    """A loaded matrix."""

    def __init__(self, folder: Path, backend: str) -> None:
        self._bm25s: Any = importlib.import_module("bm25s")
        self._retriever = self._bm25s.BM25.load(str(folder), show_progress=False)
        if backend == "numba":
            self._retriever.backend = "numba"
            self._retriever.activate_numba_scorer()

    def prepare(
        self,
        query: Query,
        mode: Mode,  # noqa: ARG002 - as the protocol
        values: Mapping[str, Sequence[str]],  # noqa: ARG002 - as the protocol
    ) -> Callable[[], Found]:
        """Return a ranking; reading the words is a part of it."""
        text = " ".join(query.content)
        tokenize, retrieve = self._bm25s.tokenize, self._retriever.retrieve

        def ask() -> Found:
            tokens = tokenize(text, stopwords=_STOPS, return_ids=False, show_progress=False)
            numbers, scores = retrieve(tokens, k=HITS, show_progress=False)
            pairs = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
            return Found(None, tuple(Shown(str(n), "", "", "", "", (), s) for n, s in pairs if s))

        return ask

    def close(self) -> None:
        """Let go of it."""
        del self._retriever

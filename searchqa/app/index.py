"""An open index: what Python and the command line ask.

In: the folder of an index. Out: results, threads, facets, counts.
Never: changes an index, prints, or knows how an engine works.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from searchqa.errors import NotFoundError, SearchqaError
from searchqa.schema import FACETS
from searchqa.search import Search

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from types import TracebackType

    from searchqa.engines.base import Searcher
    from searchqa.indexing.manifest import Manifest
    from searchqa.indexing.opened import OpenedIndex
    from searchqa.model import Book
    from searchqa.results import Bucket, ThreadView
    from searchqa.search.names import Names


def open_index(index: str | PathLike[str] = "index", *, once: bool = False) -> Index:
    """Open a built index; use it in a ``with`` statement or close it.

    Args:
        index: The folder that ``searchqa index --index`` wrote.
        once: Whether one question is asked and the process ends: then the answer
            comes sooner without what only pays off over many.

    Raises:
        IndexMissingError: There is none yet.
        IndexForeignError: The folder holds something else.
        IndexFormatError: It was written in another format.
        IndexDamagedError: Files of it are gone or changed.
    """
    # The engine is loaded here, since `import searchqa` and `searchqa --help` have no use for it.
    from searchqa.engines.whoosh_engine.engine import WhooshEngine
    from searchqa.indexing.opened import open_index as open_generation

    path = Path(index)
    return Index(open_generation(path, WhooshEngine("once" if once else "often")), path)


open = open_index  # noqa: A001 (searchqa.open reads as in gzip.open)


class Index(Search):
    """One generation of an index, open for questions; safe to use from threads.

    A reindex by someone else doesn't disturb it: it keeps answering from the
    generation it opened. ``search``, ``explain``, ``facet`` and ``statistics``
    are those of ``Search``.

    Attributes:
        path: The index's folder.
        generation: The generation that answers, e.g. ``000012``.
        manifest: What the generation was made from.
        books: Each book by its id.
    """

    def __init__(self, opened: OpenedIndex, path: Path) -> None:
        collections = opened.manifest.collections
        super().__init__(opened.searcher, opened.generation, opened.catalog, collections)
        self.path = path
        self.generation: str = opened.generation
        self.manifest: Manifest = opened.manifest
        self.books: Mapping[str, Book] = opened.catalog
        self._opened = opened

    def thread(self, thread_id: str) -> ThreadView:
        """Return a whole conversation.

        Args:
            thread_id: A thread's id, the id of one of its messages, or only
                the ten letters behind the slash.

        Raises:
            NotFoundError: There is none, with the nearest id in the hint; or
                the letters alone mean threads of several books.
        """
        wanted = thread_id.strip()
        if wanted and "/" not in wanted:
            thread = wanted.partition(".")[0]
            ids = [f"{book}/{thread}" for book in self.books]
            found = [one for one in ids if self._searcher.thread(one)]
            if len(found) > 1:
                message = f'"{thread}" is a thread of {len(found)} books'
                hint = f"write one of: {', '.join(found)}"
                raise NotFoundError(message, hint, " or ".join(found))
            wanted = found[0] if found else wanted
        return super().thread(wanted)

    def facets(self, match: str = "") -> dict[str, tuple[Bucket, ...]]:
        """Return each facet's values, counted in messages, most first.

        Args:
            match: Only values with this in them.
        """
        return {name: self.facet(name, match) for name in FACETS}

    def close(self) -> None:
        """Let go of the index's files; a question afterwards is a ``SearchqaError``."""
        self._opened.close()
        self._searcher = cast("Searcher", _Closed())
        self._names = cast("Names", _Closed())

    def __enter__(self) -> Index:  # noqa: PYI034 (typing.Self is newer than Python 3.10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Closed:
    """Stands where the files were, and answers whatever is asked with what is wrong."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (never returns)
        raise SearchqaError("this index is closed", "open it again with searchqa.open(…)")

"""searchqa itself, asked through its public API.

In: an archive's files or documents. Out: a published index and its answers.
Never: goes past the public API, but for the ranking alone, for which there is no call.

Asked beside a peer (plain, facets), a hit has one fragment, as theirs has; the default view
(threads) has as many as people get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import searchqa
from benchmarks.peers.base import BUCKETS, FACETS, FRAGMENTS, HITS, Found, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.peers.base import Mode
    from benchmarks.queries import Query
    from searchqa.engines.base import Searcher
    from searchqa.results import Hit, Results

ONE: Final = "files, 1 process"
TWO: Final = "files, 2 processes"
DOCUMENTS: Final = "documents"


class Ours:
    """The engine that all others are compared with."""

    name = "ours"
    label = "searchqa"
    modes: tuple[Mode, ...] = ("plain", "facets", "threads", "ranking")
    builds: tuple[str, ...] = (ONE, TWO, DOCUMENTS)

    def cannot(self, query: Query, mode: Mode) -> str:
        """Say everything."""
        return "nothing is ranked" if mode == "ranking" and query.kind == "browse" else ""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return the archive: files are read by the timed work."""
        return archive

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401 - as the protocol
        """Publish an index of the files; or write documents that were read before."""
        if how == DOCUMENTS:
            self.write(rows, folder)
            return
        # A search needs none of these, and its first answer in a new process is measured.
        from searchqa.app import reindex
        from searchqa.config import Config, SourceConfig
        from searchqa.report import ReindexOptions

        config = Config(index=folder, sources=(SourceConfig(rows.site),))
        report = reindex(config, ReindexOptions(jobs=2 if how == TWO else 1))
        if report.counts["messages"] != rows.facts["messages"]:
            raise ValueError(f"{report.counts['messages']} messages were indexed")

    def write(self, documents: Sequence[Any], folder: Path) -> None:
        """Write documents with the engine's own writer, a book at a time as `index` does."""
        # As above.
        from searchqa.engines.whoosh_engine.engine import WhooshEngine

        writer = WhooshEngine().writer(folder)
        book: list[Any] = []
        for document in documents:
            if book and document.book != book[0].book:
                writer.add(book)
                book = []
            book.append(document)
        writer.add(book)
        writer.commit()

    def open(self, folder: Path) -> OurReader:
        """Open the published index."""
        return OurReader(folder)


class OurReader:
    """An open index of ours."""

    def __init__(self, folder: Path) -> None:
        self.index = searchqa.open(folder)

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return a search with what a person would type."""
        text = query.typed(values)
        search = self.index.search
        if mode == "ranking":
            return self._ranking(text)
        if mode == "threads":
            return lambda: _found(search(text, facets=FACETS, limit=HITS))
        facets = FACETS if mode == "facets" else ()
        return lambda: _found(
            search(text, group="none", facets=facets, limit=HITS, fragments=FRAGMENTS)
        )

    def _ranking(self, text: str) -> Callable[[], Found]:
        # As above.
        from searchqa.query.parser import parse
        from searchqa.query.request import Request

        # The engine's searcher: reading the query, matching, scoring, ten documents.
        engine: Searcher = self.index._searcher  # noqa: SLF001 - there is no public call

        def rank() -> Found:
            tree = parse(text).tree
            answer = engine.search(Request(tree=tree, group="none", facets=(), limit=HITS))
            found = (Shown(m.document.id, "", "", "", "", (), m.score) for m in answer.matches)
            return Found(answer.total, tuple(found))

        return rank

    def close(self) -> None:
        """Let go of files."""
        self.index.close()


def _found(results: Results) -> Found:
    facets = {
        name: tuple((bucket.label, bucket.count) for bucket in buckets[:BUCKETS])
        for name, buckets in results.facets.items()
    }
    return Found(results.total, tuple(map(_shown, results.hits)), facets)


def _shown(hit: Hit) -> Shown:
    first = hit.snippets[0] if hit.snippets else None
    return Shown(
        hit.id,
        hit.book.title,
        hit.participant,
        hit.thread.question,
        first.text if first else "",
        first.ranges if first else (),
        hit.score,
    )

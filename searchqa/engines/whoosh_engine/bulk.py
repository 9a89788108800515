"""Writing documents in bulk: inverted batch by batch, each a segment of Whoosh's.

In: documents, a transcript's at a time, and book ids to forget. Out: an ordinary Whoosh
index in a folder, and the batches it was made of.
Never: publishes, syncs to disk, or changes a file that was there.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from searchqa.engines.arrays.invert import invert
from searchqa.engines.whoosh_engine.aside import put_aside, take_back
from searchqa.engines.whoosh_engine.helper import BATCH, SHARE, Helper
from searchqa.engines.whoosh_engine.private import INDEX_NAME
from searchqa.engines.whoosh_engine.segment import write_segment
from searchqa.engines.whoosh_engine.toc import Contents, live, to_merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from searchqa.engines.arrays.facts import Facts
    from searchqa.engines.whoosh_engine.helper import StartMethod
    from searchqa.engines.whoosh_engine.private import Segment
    from searchqa.model import Document

# Each segment is opened, and asked by Whoosh's own searcher for each term.
MAX_SEGMENTS: Final = 8
# What a process inverts at a time, with about 11 KB of memory for each message. Twice as much
# would be a twentieth faster: what a batch costs beside its messages is its different words.
MAX_MESSAGES: Final = 10_000
MAX_CHARS: Final = 4_000_000
# From so many messages on other processes are started; fewer are written before one is awake.
MIN_SHARED: Final = 200
# What this process does while another one wakes up, in characters of messages.
_LAG: Final = 1_000_000
# What another process is given while this one still reads, in characters of messages.
_SHARE: Final = 1_000_000


class BulkWriter:
    """The engine's ``Writer`` over one folder.

    Args:
        folder: Empty, or with what was written before.
        jobs: How many processes write, this one among them.
        start: How Python starts the others.

    Attributes:
        batches: After ``commit``: the facts of all documents that were added.
        removed: Books whose documents of before are gone.

    Raises:
        IndexDamagedError: What is there can't be opened.
        OSError: The disk refuses.
    """

    def __init__(self, folder: Path, jobs: int = 1, start: StartMethod = "spawn") -> None:
        self._folder = folder
        self._jobs = jobs
        self._start: StartMethod = start
        self._contents = Contents(folder)
        self._before = set(self._files())
        self._helpers: list[Helper] = []
        self._written: list[Segment] = []
        self._pending: list[Document] = []
        self._chars = 0
        self.batches: list[Facts] = []
        self.removed: set[str] = set()

    def remove(self, book_id: str) -> None:
        """Forget each message of a transcript that was committed before."""
        self.removed.add(book_id)

    def add(self, documents: Iterable[Document]) -> None:
        """Store a transcript's messages."""
        some = list(documents)
        self._pending += some
        self._chars += sum(len(document.text) for document in some)
        if self._jobs > 1 and not self._helpers and len(self._pending) >= MIN_SHARED:
            # They wake up while the rest is added.
            self._helpers = [Helper(self._folder, self._start) for _ in range(self._jobs - 1)]
        if self._chars >= _SHARE and self._given():
            return
        if len(self._pending) >= MAX_MESSAGES or self._chars >= MAX_CHARS:
            self._write(self._taken(), last=False)

    def commit(self) -> None:
        """Write everything down.

        There are at most ``MAX_SEGMENTS`` segments afterwards, but for large ones:
        no merge is of more than two full batches.
        """
        try:
            self._write_rest()
            self._contents.delete(self.removed)
            self._contents.publish(self._merged())
        except BaseException:
            self.cancel()
            raise
        self._let_go()

    def cancel(self) -> None:
        """Let go without writing."""
        self._let_go()
        for path in set(self._files()) - self._before:
            path.unlink(missing_ok=True)

    def _given(self) -> bool:
        """Give what is pending to a process that has nothing to do, if there is one."""
        for helper in self._helpers:
            if helper.finished():
                self._collect(helper)
            if not helper.busy and self._is_awake(helper):
                helper.give(self._taken())
                return True
        return False

    def _write_rest(self) -> None:
        """Write what is pending, a segment for each process that isn't busy; wait for all."""
        free = [helper for helper in self._helpers if not helper.busy]
        lags = [0 if self._is_awake(helper) else _LAG for helper in free]
        own, *others = _shares(self._taken(), [0, *lags])
        for helper, share in zip(free, others, strict=True):
            if share:
                helper.give(share)
        if own:
            self._write(own, last=True)
        for helper in self._helpers:
            if helper.busy:
                self._collect(helper)

    def _write(self, documents: Sequence[Document], *, last: bool) -> None:
        batch = invert(documents)
        self._written.append(write_segment(self._folder, batch))
        self.batches.append(batch if last else self._mapped(batch))

    def _collect(self, helper: Helper) -> None:
        segment, facts = helper.result()
        self._written.append(segment)
        self.batches.append(facts)

    def _is_awake(self, helper: Helper) -> bool:
        # A forked process is awake at once.
        return self._start == "fork" or helper.awake()

    def _taken(self) -> list[Document]:
        documents, self._pending, self._chars = self._pending, [], 0
        return documents

    def _mapped(self, batch: Facts) -> Facts:
        """Return the same batch, which no longer takes memory."""
        path = self._folder / f"{secrets.token_hex(8)}{BATCH}"
        put_aside(batch, path)
        return take_back(path)

    def _merged(self) -> list[Segment]:
        """Return the segments that the index will have, after merging some."""
        segments = [s for s in (*self._contents.segments, *self._written) if live(s)]
        chosen = to_merge(segments, MAX_SEGMENTS, 2 * MAX_MESSAGES)
        if not chosen:
            return segments
        merged = write_segment(self._folder, invert(self._contents.documents(chosen)))
        return [*(s for s in segments if s not in chosen), merged]

    def _let_go(self) -> None:
        helpers, self._helpers = self._helpers, []
        for helper in helpers:
            helper.stop()

    def _files(self) -> Iterator[Path]:
        """Yield the files that a writer may have made."""
        for pattern in (f"{INDEX_NAME}_*", f"_{INDEX_NAME}_*", f"*{SHARE}", f"*{BATCH}"):
            yield from self._folder.glob(pattern)


def _shares(documents: Sequence[Document], lags: Sequence[int]) -> list[list[Document]]:
    """Return whole transcripts in parts that are done at about the same time.

    Args:
        documents: What is to be shared.
        lags: For each part, how much could be done before it is begun.
    """
    books: dict[str, list[Document]] = {}
    for document in documents:
        books.setdefault(document.book, []).append(document)
    sizes = {book: sum(len(d.text) for d in of_book) for book, of_book in books.items()}
    shares: list[list[Document]] = [[] for _ in lags]
    totals = list(lags)
    for book in sorted(books, key=sizes.__getitem__, reverse=True):
        lightest = totals.index(min(totals))
        totals[lightest] += sizes[book] + 1
        shares[lightest] += books[book]
    return shares

"""What all parts of a run know.

In: the options. Out: archives, peers that can be measured, where figures are kept.
Never: measures.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.growing.archive import Archive, archive
from benchmarks.peers.registry import OURS, SAME_ENGINE, SLOW
from benchmarks.places import index_of
from benchmarks.queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.peers.base import Found, Mode, Peer, Reader
    from benchmarks.queries import Query
    from benchmarks.store import Store


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        corpus: What the archives are drawn from.
        sizes: Messages of each archive.
        rounds: How often each pair is asked, time permitting.
        seconds: What a pair of engines may take at one size and mode.
        work: Where archives and indexes are kept.
        store: Where figures are kept.
        peers: Names of those that can be measured.
        whoosh_limit: Messages at most for Whoosh, for which there is an archive of their own.
        smoke: Whether only crashes and wrong answers matter.
    """

    corpus: Path
    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    work: Path
    store: Store
    peers: tuple[str, ...]
    whoosh_limit: int
    smoke: bool

    def archive(self, size: int) -> Archive:
        """Return the archive of one size."""
        return archive(self.corpus, size, self.work)

    def all_sizes(self) -> tuple[int, ...]:
        """Return the sizes, with the one that only Whoosh is measured at."""
        wanted = SLOW.intersection(self.peers) and max(self.sizes) > self.whoosh_limit
        extra = {self.whoosh_limit} if wanted else set()
        return tuple(sorted(extra | set(self.sizes)))

    def peers_at(self, size: int) -> tuple[str, ...]:
        """Return who is asked at a size."""
        if size not in self.sizes:
            return tuple(name for name in self.peers if name in SLOW)
        return tuple(n for n in self.peers if n not in SLOW or size <= self.whoosh_limit)

    def engines_at(self, size: int) -> tuple[str, ...]:
        """Return whose writing, memory and start are measured: each engine once."""
        return tuple(name for name in self.peers_at(size) if name not in SAME_ENGINE)


def say(text: str) -> None:
    """Tell whoever waits."""
    print(text, file=sys.stderr, flush=True)


def asks(
    peer: Peer, reader: Reader, mode: Mode, archive: Archive, queries: Sequence[Query] = QUERIES
) -> dict[Query, Callable[[], Found]]:
    """Return the calls for each query that the peer can say."""
    values = archive.facts["values"]
    able = [query for query in queries if not peer.cannot(query, mode)]
    return {query: reader.prepare(query, mode, values) for query in able}


def answered(
    peer: Peer, calls: Mapping[Query, Callable[[], Found]]
) -> tuple[dict[Query, Found], dict[Query, str]]:
    """Ask each question once; return the answers, and how a peer failed at the others.

    Raises:
        Exception: Ours failed: that is no figure, it is an error.
    """
    found: dict[Query, Found] = {}
    failed: dict[Query, str] = {}
    for query, ask in calls.items():
        try:
            found[query] = ask()
        except Exception as error:  # noqa: PERF203 - one failure leaves the others
            if peer.name == OURS:
                raise
            failed[query] = f"{peer.label} fails with {type(error).__name__}"
    return found, failed


def opened(peer: Peer, archive: Archive) -> Reader:
    """Open the peer's index of an archive, built if need be."""
    return peer.open(index_of(archive, peer.name))

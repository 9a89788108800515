"""Part ``latency``: the same questions to ours and a peer, in pairs.

In: two open indexes in one process. Out: each pair's seconds by query; what was left out and why.
Never: lets one side always be the first: the order changes with each round.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call
from benchmarks.pairs import pair, ratio
from benchmarks.parts.base import answered, asks, opened, say
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.places import load
from benchmarks.queries import QUERIES

if TYPE_CHECKING:
    from benchmarks.parts.base import Run
    from benchmarks.peers.base import Mode

LEAST_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True)
class Match:
    """Who is compared with ours at what; ``name`` names its figures."""

    peer: str
    name: str
    theirs: Mode
    ours: Mode


MATCHES: Final = (
    Match("whoosh", "whoosh-plain", "plain", "plain"),
    Match("whoosh", "whoosh-facets", "facets", "facets"),
    Match("tantivy", "tantivy-plain", "plain", "plain"),
    Match("tantivy", "tantivy-facets", "facets", "facets"),
    Match("fts5", "fts5-plain", "plain", "plain"),
    Match("fts5", "fts5-facets", "facets", "facets"),
    Match("bm25s", "bm25s-ranking", "ranking", "ranking"),
    Match("bm25s", "bm25s-whole", "ranking", "plain"),
    Match("bm25s-numba", "bm25s-numba-ranking", "ranking", "ranking"),
    Match("bm25s-numba", "bm25s-numba-whole", "ranking", "plain"),
    Match(OURS, "threads", "threads", "facets"),
)


def run(settings: Run, size: int) -> None:
    """Measure each match."""
    archive = settings.archive(size)
    for match in MATCHES:
        if settings.smoke and match.name.endswith("whole"):
            continue  # the same calls as in other matches
        if match.peer not in settings.peers_at(size) and (match.peer, size in settings.sizes) != (
            OURS,
            True,
        ):
            continue
        figures = call(
            "latency",
            folder=str(archive.folder),
            name=match.name,
            rounds=settings.rounds,
            seconds=settings.seconds,
        )
        settings.store.write("latency", size, match.name, figures)
        pairs = [(a, b) for query in figures["queries"] for a, b in query["pairs"]]
        say(f"  {match.name}: {ratio(pairs):.2f} ({figures['rounds']} rounds)")
        for why, count in Counter(one["why"] for one in figures["left_out"]).items():
            say(f"    left out {count} of {len(QUERIES)} queries: {why}")


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Ask in pairs until the rounds are done or the time is up."""
    match = next(one for one in MATCHES if one.name == task["name"])
    archive = load(task["folder"])
    peer = PEERS[match.peer]
    # The peer's first: an index that has to be built would otherwise grow beside an open one.
    theirs = asks(peer, opened(peer, archive), match.theirs, archive)
    ours = asks(PEERS[OURS], opened(PEERS[OURS], archive), match.ours, archive)
    first, _ = answered(PEERS[OURS], ours)
    peers_first, failed = answered(peer, theirs)
    both = [query for query in QUERIES if query in first and query in peers_first]
    totals = {query: (first[query].total, peers_first[query].total) for query in both}
    gc.collect()
    gc.freeze()
    pairs: dict[Any, list[tuple[float, float]]] = {query: [] for query in both}
    begun = time.perf_counter()
    done = 0
    while done < task["rounds"]:
        if done >= LEAST_ROUNDS and time.perf_counter() - begun > task["seconds"]:
            break
        for query in both:
            pairs[query].append(pair(ours[query], theirs[query], done))
        done += 1
    left = [
        (q, PEERS[OURS].cannot(q, match.ours) or peer.cannot(q, match.theirs) or failed.get(q))
        for q in QUERIES
    ]
    return {
        "rounds": done,
        "queries": [
            {"kind": q.kind, "query": q.typed(), "totals": totals[q], "pairs": pairs[q]}
            for q in both
        ],
        "left_out": [{"kind": q.kind, "query": q.typed(), "why": why} for q, why in left if why],
    }

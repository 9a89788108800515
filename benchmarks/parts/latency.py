"""Part ``latency``: the same questions to ours and a peer, in pairs.

In: two open indexes in one process. Out: each pair's seconds by query; what was left out and why.
Never: lets one side always be the first: the order changes with each round.

Each query is asked once before, after others than it, and that pair is kept apart: an engine may
remember what it found for a query, and the rounds would show only that.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call
from benchmarks.pairs import pair, ratio
from benchmarks.parts.base import answered, asks, opened, say
from benchmarks.parts.memory import build_apart
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.places import load
from benchmarks.queries import QUERIES, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.pairs import Pair
    from benchmarks.parts.base import Run
    from benchmarks.peers.base import Found, Mode

LEAST_ROUNDS: Final = 2
# What is asked before anything is timed; no word of it is asked again.
STRANGERS: Final = (
    Query("two words", words=("python", "career")),
    Query("and", every=("work", "project")),
    Query("phrase", phrase=("thank", "you")),
    Query("prefix", prefix="lear"),
    Query("fuzzy", fuzzy="exmaple"),
    Query("filter", words=("python",), value=("author", 2)),
)


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
    Match("whoosh-fields", "whoosh-fields-plain", "plain", "plain"),
    Match("whoosh-fields", "whoosh-fields-facets", "facets", "facets"),
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
        measured = settings.peers_at(size)
        if match.peer not in (measured if size not in settings.sizes else (OURS, *measured)):
            continue
        build_apart(archive, match.peer)
        figures = call(
            "latency",
            folder=str(archive.folder),
            name=match.name,
            rounds=settings.rounds,
            seconds=settings.seconds,
        )
        settings.store.write("latency", size, match.name, figures)
        pairs = [(a, b) for query in figures["queries"] for a, b in query["pairs"]]
        once = ratio(tuple(query["first"]) for query in figures["queries"])
        rounds = figures["rounds"]
        say(f"  {match.name}: {ratio(pairs):.2f} ({rounds} rounds), the first time {once:.2f}")
        for why, count in Counter(one["why"] for one in figures["left_out"]).items():
            say(f"    left out {count} of {len(QUERIES)} queries: {why}")


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Ask in pairs until the rounds are done or the time is up."""
    match = next(one for one in MATCHES if one.name == task["name"])
    archive = load(task["folder"])
    peer, own = PEERS[match.peer], PEERS[OURS]
    # The peer's first: an index that has to be built would otherwise grow beside an open one.
    their_reader, our_reader = opened(peer, archive), opened(own, archive)
    for engine, reader, mode in ((peer, their_reader, match.theirs), (own, our_reader, match.ours)):
        answered(engine, asks(engine, reader, mode, archive, STRANGERS))
    theirs = asks(peer, their_reader, match.theirs, archive)
    ours = asks(own, our_reader, match.ours, archive)
    gc.collect()
    gc.freeze()
    able = [query for query in QUERIES if query in theirs and query in ours]
    first = {query: pair(ours[query], _guarded(theirs[query]), n) for n, query in enumerate(able)}
    found, _ = answered(own, ours)
    peers_found, failed = answered(peer, theirs)
    both = [query for query in able if query in peers_found]
    done, pairs = _rounds(both, ours, theirs, task)
    left = [
        (q, own.cannot(q, match.ours) or peer.cannot(q, match.theirs) or failed.get(q))
        for q in QUERIES
    ]
    return {
        "rounds": done,
        "queries": [
            {
                "kind": query.kind,
                "query": query.typed(),
                "totals": (found[query].total, peers_found[query].total),
                "first": first[query],
                "pairs": pairs[query],
            }
            for query in both
        ],
        "left_out": [{"kind": q.kind, "query": q.typed(), "why": why} for q, why in left if why],
    }


def _rounds(
    both: Sequence[Query],
    ours: Mapping[Query, Callable[[], Found]],
    theirs: Mapping[Query, Callable[[], Found]],
    task: Mapping[str, Any],
) -> tuple[int, dict[Query, list[Pair]]]:
    """Return how many rounds there were, and each query's pairs."""
    pairs: dict[Query, list[Pair]] = {query: [] for query in both}
    begun = time.perf_counter()
    done = 0
    while done < task["rounds"]:
        if done >= LEAST_ROUNDS and time.perf_counter() - begun > task["seconds"]:
            break
        for query in both:
            pairs[query].append(pair(ours[query], theirs[query], done))
        done += 1
    return done, pairs


def _guarded(ask: Callable[[], Found]) -> Callable[[], None]:
    """Return a call that bears a peer's failure, which is told afterwards."""

    def call_() -> None:
        with contextlib.suppress(Exception):
            ask()

    return call_

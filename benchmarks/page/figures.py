"""Figures of a store as the page needs them.

In: a Store. Out: ratios, percentiles, seconds; None where nothing was measured.
Never: makes Markdown, or guesses at what is missing.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.pairs import Pair, percentile, ratio
from benchmarks.parts.latency import MATCHES, Match
from benchmarks.peers.ours import DOCUMENTS
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.peers.tantivy import ALL_THREADS
from benchmarks.peers.whoosh_own import PLAIN
from benchmarks.queries import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.base import Mode
    from benchmarks.store import Store

ALL: Final = "all kinds"
# The way of writing that is compared with ours, where it isn't the first: the fastest.
_BEST: Final = {OURS: DOCUMENTS, "tantivy": ALL_THREADS, "whoosh": PLAIN}


def best_way(name: str) -> str:
    """Return the way of writing from prepared documents that is an engine's fastest."""
    return _BEST.get(name, PEERS[name].builds[0])


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known."""

    store: Store

    def pairs(self, size: int, name: str, kind: str = ALL) -> list[Pair]:
        """Return the pairs of a match; none when it wasn't measured."""
        found = self.store.read("latency", size, name)
        queries = found["queries"] if found else []
        return [(a, b) for q in queries if kind in {ALL, q["kind"]} for a, b in q["pairs"]]

    def ratio(self, size: int, name: str, kind: str = ALL) -> float | None:
        """Return the median of peer / ours."""
        pairs = self.pairs(size, name, kind)
        return ratio(pairs) if pairs else None

    def first_ratio(self, size: int, name: str) -> float | None:
        """Return the median of peer / ours of queries that were asked for the first time."""
        found = self.store.read("latency", size, name)
        return ratio((a, b) for a, b in (q["first"] for q in found["queries"])) if found else None

    def seconds(self, size: int, engine: str, mode: Mode, kind: str = ALL) -> list[float]:
        """Return what each question took an engine; ours from all its matches of that mode."""
        out: list[float] = []
        for match in MATCHES:
            if OURS == engine == match.peer and match.theirs == mode:
                out += [peer for _, peer in self.pairs(size, match.name, kind)]
            elif engine == OURS and match.ours == mode:
                out += [ours for ours, _ in self.pairs(size, match.name, kind)]
            elif engine == match.peer and match.theirs == mode and not match.name.endswith("whole"):
                out += [peer for _, peer in self.pairs(size, match.name, kind)]
        return out

    def percentiles(
        self, size: int, engine: str, mode: Mode, kind: str = ALL
    ) -> tuple[float, float, float] | None:
        """Return the 50th, 95th and 99th percentile in seconds."""
        found = self.seconds(size, engine, mode, kind)
        if not found:
            return None
        return percentile(found, 50), percentile(found, 95), percentile(found, 99)

    def engines(self, size: int, mode: Mode) -> list[str]:
        """Return who was asked in a mode."""
        return [name for name in PEERS if self.seconds(size, name, mode)]

    def matches(self, size: int) -> list[Match]:
        """Return which matches were measured."""
        return [match for match in MATCHES if self.pairs(size, match.name)]

    def kinds(self, size: int, name: str) -> list[str]:
        """Return the kinds of a match that both could say."""
        return [kind for kind in KINDS if self.pairs(size, name, kind)]

    def rounds(self, size: int, name: str) -> int:
        """Return how often each pair was asked."""
        found = self.store.read("latency", size, name)
        return int(found["rounds"]) if found else 0

    def left_out(self, size: int) -> dict[str, dict[str, list[str]]]:
        """Return kinds that were left out by match and reason."""
        out: dict[str, dict[str, list[str]]] = {}
        for match in self.matches(size):
            for one in self.store.read("latency", size, match.name)["left_out"]:
                kinds = out.setdefault(match.name, {}).setdefault(one["why"], [])
                if one["kind"] not in kinds:
                    kinds.append(one["kind"])
        return out

    def written(self, size: int) -> dict[str, dict[str, float]]:
        """Return median seconds, bytes and megabytes by "engine: way"; none that was left out."""
        found = self.store.read("index", size, "all") or {}
        return {
            way: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            for way, runs in found.items()
            if "seconds" in runs[0]
        }

    def writing_ratio(self, size: int, ours: str, *theirs: str) -> float | None:
        """Return the median over the runs of (the sum of theirs) / ours."""
        found = self.store.read("index", size, "all") or {}
        if any("seconds" not in found.get(way, [{}])[0] for way in (ours, *theirs)):
            return None
        runs = range(len(found[ours]))
        return ratio(
            (found[ours][run]["seconds"], sum(found[way][run]["seconds"] for way in theirs))
            for run in runs
        )

    def throughput(self, size: int) -> dict[str, dict[str, dict[str, float]]]:
        """Return answers a second by engine, ``threads`` or ``processes``, and their number."""
        return self._by_engine("throughput", size)

    def memory(self, size: int) -> dict[str, dict[str, float]]:
        """Return private and shared megabytes by engine."""
        return {k: v for k, v in self._by_engine("memory", size).items() if v}

    def first(self, size: int) -> dict[str, dict[str, float]]:
        """Return median seconds of opening and the first two answers by engine."""
        found = self.store.read("first", size, "all") or {}
        return {
            name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            for name, runs in found.items()
        }

    def command(self, size: int) -> tuple[float, float, float] | None:
        """Return the command's ratio to a bare start, and both medians in seconds."""
        pairs = self.store.read("command", size, "all")
        if not pairs:
            return None
        bare, whole = (statistics.median(one[i] for one in pairs) for i in (0, 1))
        return ratio((a, b) for a, b in pairs), bare, whole

    def worst(self, size: int) -> list[tuple[float, str, int]]:
        """Return (median seconds, what, messages found), the slowest first."""
        found: Iterable[Any] = self.store.read("worst", size, "all") or ()
        rows = [(statistics.median(one["seconds"]), one["what"], one["total"]) for one in found]
        return sorted(rows, reverse=True)

    def steps(self, size: int, of: str) -> Any:  # noqa: ANN401 - JSON
        """Return what the steps of a ``query`` or a ``command`` took, None when nothing did."""
        return self.store.read("steps", size, of)

    def _by_engine(self, part: str, size: int) -> dict[str, Any]:
        found = self.store.all(part, size)
        return {name: found[name] for name in PEERS if name in found}

"""Part ``check``: right answers. A wrong one fails the run; no time does.

In: a small archive. Out: what was wrong, one sentence each.
Never: asks the engine under test what is right: plain loops over the same documents say it.

Ours: for each query the count and the order (by scores, since equal scores may stand in any
order), each facet's counts, and that something is marked, against the brute-force engine of the
tests. Of the peers, whose analysis differs: an answer is not empty where there is something to
find, its hits are messages of the archive in the order of their scores; where nothing is
analysed (browsing) and for those that stem as we do, the count is right as well. A peer with our
analysis finds and counts exactly the same, but for slips, which it counts in its own way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call
from benchmarks.parts.base import asks, opened, say
from benchmarks.peers.base import BUCKETS, FACETS, HITS
from benchmarks.peers.registry import OUR_ANALYSIS, OURS, PEERS
from benchmarks.places import load
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.support.brute import BruteSearcher

if TYPE_CHECKING:
    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run
    from benchmarks.peers.base import Found
    from benchmarks.queries import Query
    from searchqa.engines.base import Answer

# Plain loops over more would take too long.
MOST: Final = 6_000
# Kinds in which a stem is a stem, and who stems; two stemmers may differ in a few words.
STEMMED: Final = frozenset(
    ["one word", "two words", "several words", "and", "not", "required", "filter", "date range"]
)
STEMMERS: Final = frozenset(["tantivy", "fts5"])
STEMS_DIFFER: Final = 0.1
MARKED: Final = STEMMED | {"phrase", "prefix", "fuzzy"}
# As near as a score kept in four bytes can be to one kept in eight.
CLOSE: Final = 1e-5


class WrongAnswerError(Exception):
    """An engine answered wrongly."""


def run(settings: Run, size: int) -> None:
    """Check each engine.

    Raises:
        WrongAnswerError: At least one answer was wrong; all are named.
    """
    if size > MOST or size not in settings.sizes:
        return
    archive = settings.archive(size)
    figures = call("check", folder=str(archive.folder), peers=settings.peers_at(size))
    settings.store.write("check", size, "all", figures)
    for one in figures["wrong"]:
        say(f"  WRONG: {one}")
    say(f"  {figures['checked']} answers checked, {len(figures['wrong'])} wrong")
    if figures["wrong"]:
        raise WrongAnswerError(f"{len(figures['wrong'])} answers were wrong")


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Compare all answers."""
    archive = load(task["folder"])
    documents = archive.documents()
    brute = BruteSearcher(documents)
    ours = PEERS[OURS]
    asked = asks(ours, opened(ours, archive), "facets", archive)
    right = {query: answer_of(brute, query, archive) for query in asked}
    wrong = []
    for query, ask in asked.items():
        odd = differences(ask(), right[query])
        if query.kind in MARKED and right[query].total and not any(h.ranges for h in ask().hits):
            odd.append("nothing is marked in any snippet")
        wrong += [f"ours, {query.typed()}: {one}" for one in odd]
    checked = len(asked)
    known = {document.id for document in documents}
    for name in task["peers"]:
        peer = PEERS[name]
        mode = peer.modes[-1]
        for query, ask in asks(peer, opened(peer, archive), mode, archive).items():
            odd = oddities(ask(), right[query].total, len(documents))
            odd += miscounted(name, query, ask(), right[query].total)
            # bm25s names messages by their numbers.
            if mode == "facets":
                odd += strangers(ask(), known)
                odd += misgrouped(name, query, ask(), right[query])
            wrong += [f"{name}, {query.typed()}: {one}" for one in odd]
            checked += 1
    return {"checked": checked, "wrong": wrong}


def answer_of(brute: BruteSearcher, query: Query, archive: Archive) -> Answer:
    """Return the right answer."""
    parsed = parse(query.typed(archive.facts["values"]))
    browsing = query.kind == "browse"
    return brute.search(
        Request(
            tree=parsed.tree,
            filters=parsed.filters,
            sort="newest" if browsing else "relevance",
            group="none",
            limit=HITS,
            facets=FACETS,
        )
    )


def differences(found: Found, right: Answer) -> list[str]:
    """Return what differs from the right answer."""
    out = []
    if found.total != right.total:
        out.append(f"{found.total} found, {right.total} are right")
    ours, theirs = [h.score for h in found.hits], [m.score for m in right.matches]
    if len(ours) != len(theirs):
        out.append(f"{len(ours)} hits, {len(theirs)} are right")
    for rank, (a, b) in enumerate(zip(ours, theirs, strict=False), 1):
        if not math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE):
            out.append(f"the score of hit {rank} is {a:.6f}, {b:.6f} is right")
            break
    for name in FACETS:
        counts = [count for _, count in found.facets[name]]
        wanted = [bucket.count for bucket in right.facets[name][: len(counts)]]
        if counts != wanted:
            out.append(f"the facet {name} counts {counts} instead of {wanted}")
    if any(b > len(h.snippet) or a >= b for h in found.hits for a, b in h.ranges):
        out.append("a mark lies outside its snippet")
    return out


def oddities(found: Found, right: int, messages: int) -> list[str]:
    """Return what can't be right, whatever an engine's analysis is."""
    out = []
    if right and not found.hits:
        out.append(f"nothing found where {right} are right")
    if found.total is not None and not 0 <= found.total <= messages:
        out.append(f"{found.total} found in {messages}")
    if len(found.hits) > HITS:
        out.append(f"{len(found.hits)} hits instead of {HITS}")
    scores = [hit.score for hit in found.hits]
    if scores != sorted(scores, reverse=True):
        out.append(f"scores are not in order: {scores}")
    return out


def miscounted(name: str, query: Query, found: Found, right: int) -> list[str]:
    """Return what is wrong with a count that analysis has little or no part in."""
    if query.kind == "browse" or _same(name, query):
        slack = 0.0
    elif name in STEMMERS and query.kind in STEMMED:
        slack = right * STEMS_DIFFER + 2
    else:
        return []
    if found.total is None or abs(found.total - right) <= slack:
        return []
    return [f"{found.total} found, {right} are right"]


def misgrouped(name: str, query: Query, found: Found, right: Answer) -> list[str]:
    """Return facets that a peer which finds the same as ours counts differently."""
    # Ours counts what a filter on the same facet left out, too.
    if not _same(name, query) or query.value is not None:
        return []
    return [
        f"the facet {facet} is counted differently"
        for facet in FACETS
        if [count for _, count in found.facets[facet]]
        != [bucket.count for bucket in right.facets[facet][:BUCKETS]]
    ]


def _same(name: str, query: Query) -> bool:
    return name in OUR_ANALYSIS and query.kind != "fuzzy"


def strangers(found: Found, known: set[str]) -> list[str]:
    """Return hits that are no messages of the archive."""
    return [f"there is no message {hit.id}" for hit in found.hits if hit.id not in known]

"""The tables of the page, each a section of Markdown.

In: figures. Out: Markdown, "" where nothing was measured. Never: judges; the targets do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.page.figures import ALL
from benchmarks.page.wording import at_once, megabytes, milliseconds, number, table
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.queries import KINDS, QUERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.page.figures import Figures
    from benchmarks.page.losses import Loss
    from benchmarks.page.targets import Target
    from benchmarks.peers.base import Mode

MODES: Final[dict[Mode, str]] = {
    "plain": "ten hits, no facets",
    "facets": "ten hits and three facets",
    "threads": "the default view: one hit a conversation, three facets",
    "ranking": "ranking alone",
}


def targets(rows: Sequence[Target]) -> str:
    """Return the promises."""
    head = ["target", "messages", "wanted", "measured", "verdict"]
    return table(head, [[r.what, f"{r.size:,}", r.wanted, r.measured, r.verdict] for r in rows])


def losses(rows: Sequence[Loss]) -> str:
    """Return where we lose."""
    if not rows:
        return "Nowhere in this run."
    head = ["what", "against", "messages", "ratio"]
    cells = [[one.what, one.peer, f"{one.size:,}", _fine(one.ratio)] for one in rows]
    return table(head, cells)


def archives(figures: Figures, sizes: Sequence[int]) -> str:
    """Return what the archives hold."""
    rows = []
    for size in sizes:
        found = figures.store.read("archive", size, "all")
        if found:
            keys = ("messages", "books", "threads", "participants", "authors", "characters")
            rows.append([f"{found[key]:,}" for key in keys])
    head = ["messages", "books", "threads", "participants", "authors", "characters a message"]
    return table(head, rows)


def ratios(figures: Figures, sizes: Sequence[int]) -> str:
    """Return peer / ours by match, size and kind."""
    parts = []
    for size in sizes:
        rows = []
        for match in figures.matches(size):
            if match.peer == OURS:
                continue
            says = f"{PEERS[match.peer].label}, {_matched(match.name)}"
            cells = [figures.ratio(size, match.name, kind) for kind in (ALL, *KINDS)]
            shown = ["–" if one is None else _fine(one) for one in cells]
            once = figures.first_ratio(size, match.name)
            first = "–" if once is None else _fine(once)
            rows.append([says, str(figures.rounds(size, match.name)), first, *shown])
        if rows:
            head = ["peer / ours", "rounds", "the first time", ALL, *KINDS]
            parts.append(f"### {size:,} messages\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def latencies(figures: Figures, sizes: Sequence[int]) -> str:
    """Return percentiles by engine, mode, size and kind."""
    parts = []
    for size in sizes:
        for mode, says in MODES.items():
            rows = []
            for name in figures.engines(size, mode):
                cells = []
                for kind in (ALL, *KINDS):
                    found = figures.percentiles(size, name, mode, kind)
                    cells.append("–" if found is None else " / ".join(map(_ms, found)))
                rows.append([PEERS[name].label, *cells])
            if rows:
                head = ["ms: p50 / p95 / p99", ALL, *KINDS]
                parts.append(f"### {size:,} messages, {says}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def left_out(figures: Figures, sizes: Sequence[int]) -> str:
    """Return what a peer can't say or failed at, and why."""
    lines = [
        f"- {_named(name)}: {', '.join(kinds)}: {why}."
        for size in sizes
        for name, reasons in figures.left_out(size).items()
        for why, kinds in reasons.items()
    ]
    return "\n".join(dict.fromkeys(lines)) or "Nothing."


def writing(figures: Figures, sizes: Sequence[int]) -> str:
    """Return seconds, size and peak memory of writing."""
    rows = []
    for size in sizes:
        for way, found in figures.written(size).items():
            name, _, how = way.partition(": ")
            label = PEERS[name].label if name in PEERS else "PyYAML's C loader"
            size_shown = megabytes(found["bytes"]) if found["bytes"] else "–"
            peak = f"{found['megabytes']:,.0f} MB"
            shown = f"{label}, {how}" if name in PEERS else f"{label} over the files"
            rows.append([shown, f"{size:,}", _seconds(found["seconds"]), size_shown, peak])
    return table(["", "messages", "seconds", "on disk", "peak memory"], rows) if rows else ""


def throughput(figures: Figures, sizes: Sequence[int]) -> str:
    """Return answers a second."""
    found = {size: figures.throughput(size) for size in sizes}
    # Ours is asked in each way; a peer, in the short form, not in all.
    columns = dict.fromkeys(
        (kind, count)
        for engines in found.values()
        for by in engines.values()
        for kind, counts in by.items()
        for count in counts
    )
    rows = [
        [PEERS[name].label, f"{size:,}", *(_rate(by.get(k, {}).get(n)) for k, n in columns)]
        for size, engines in found.items()
        for name, by in engines.items()
    ]
    head = ["answers a second", "messages", *(at_once(count, kind) for kind, count in columns)]
    return table(head, rows) if rows else ""


def memory(figures: Figures, sizes: Sequence[int]) -> str:
    """Return private and shared memory."""
    rows = []
    for size in sizes:
        for name, found in figures.memory(size).items():
            cells = [f"{found[k]:,.1f} MB" for k in ("private", "shared", "alone", "before")]
            rows.append([PEERS[name].label, f"{size:,}", *cells])
    if not rows:
        return "Not measured here: only Linux tells it."
    return table(
        ["", "messages", "private", "shared", "private when alone", "private before opening"], rows
    )


def first(figures: Figures, sizes: Sequence[int]) -> str:
    """Return the first answers of new processes, and the command."""
    rows = []
    for size in sizes:
        for name, found in figures.first(size).items():
            cells = [milliseconds(found[key]) for key in ("open", "first", "second")]
            rows.append([PEERS[name].label, f"{size:,}", *cells])
    commands = []
    for size in sizes:
        command = figures.command(size)
        if command:
            ratio, bare, whole = command
            shown = [milliseconds(bare), milliseconds(whole), number(ratio)]
            commands.append([f"{size:,}", *shown])
    head = ["", "messages", "import and open", "first answer", "the same again"]
    parts = [table(head, rows)] if rows else []
    if commands:
        head = ["messages", "`python -c pass`", '`searchqa query "data versioning"`', "ratio"]
        parts.append(table(head, commands))
    return "\n\n".join(parts)


def worst(figures: Figures, sizes: Sequence[int], shown: int = 6) -> str:
    """Return the slowest questions."""
    rows = []
    for size in sizes:
        for seconds, what, total in figures.worst(size)[:shown]:
            rows.append([what, f"{size:,}", milliseconds(seconds), f"{total:,}"])
    return table(["typed", "messages", "median", "messages found"], rows) if rows else ""


def asked() -> str:
    """Return the queries by kind, as they are typed into searchqa."""
    rows = []
    for kind in KINDS:
        typed = [f"`{query.typed() or '(nothing)'}`" for query in QUERIES if query.kind == kind]
        rows.append([kind, ", ".join(typed)])
    return table(["kind", "queries"], rows)


def _matched(name: str) -> str:
    says = {"plain": "no facets", "facets": "three facets", "ranking": "ranking alone"}
    return says.get(name.rpartition("-")[2], "its ranking / our whole search")


def _named(match: str) -> str:
    name = match.rpartition("-")[0] or match
    return f"{PEERS[name].label} ({_matched(match)})" if name in PEERS else "searchqa"


def _fine(ratio: float) -> str:
    """Return a ratio; one below 1 never looks like 1."""
    return f"{ratio:.3f}" if 0.995 <= ratio < 1 else number(ratio)


def _rate(rate: float | None) -> str:
    return "–" if rate is None else number(rate)


def _ms(seconds: float) -> str:
    value = seconds * 1000
    return number(value) if value >= 1 else f"{value:.3f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 100 else f"{seconds:,.0f}"

"""The page: docs/benchmarks.md with its plots.

In: figures. Out: a Markdown file and SVG files beside it.
Never: measures, or says of a figure what it doesn't say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.page import sections
from benchmarks.page.figures import Figures
from benchmarks.page.losses import losses
from benchmarks.page.plots import plots
from benchmarks.page.profile import profile
from benchmarks.page.targets import targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.store import Store

HEAD = """\
# searchqa against other engines

Made by `{command}` on {date} ({facts}). Corpus: {corpus}.

Every ratio is peer / ours: above 1, searchqa was faster. It is the median over pairs: the same
question asked of both, one right after the other in one process, the order changing with each
round. Equal work: the ten best with their stored fields and one marked fragment each, and the
count of all matches; with facets also the first {buckets} of author, book and participant.
Questions are asked of warm indexes.

## Targets

{targets}

## Where we lose

Each comparison whose ratio is below 1, by size, peer and how much is lost.

{losses}

## Where our time goes

{profile}

The steps of a query: ungrouped, one fragment a hit, three facets; medians over all questions, each
step alone and many times over. *Nothing kept*: what is kept for whoever asks again is made anew.
The parts of a command: new processes on a warm disk cache. A comparison that was missed stands
with both medians.

{plots}
## What was searched

{archives}

Archives are drawn from the corpus: threads with replacement, their sentences partly left out,
swapped or replaced by those of other messages, every fourth message with a rare or new word;
books, weeks, authors and participants are invented. The same corpus and size give the same
archive (`benchmarks/growing`).{whoosh}

## Ratios by kind of question

{ratios}

*The first time*: each query when it was asked for the first time, after six others; a search
engine may remember what it found, and in the rounds every query comes again.

## Latency

{latencies}

Left out, since a peer can't say it or fails at it (some or all queries of these kinds):

{left_out}

## Writing an index

{writing}

*files*: the whole of `searchqa index`, from files to a published index; 2 processes are
`--jobs 2`. *documents* and all peers: from documents in memory in the form each takes them, to
an index on disk. The first way of each is the one that is searched and whose size counts;
tantivy is timed with all threads too, and searched with one segment. *our fields*: the fields
and the analysis of our index, written by Whoosh's writer. A ratio of indexing is
(Whoosh's default writer + PyYAML's C loader over the files) / (ours from files).

## Answers a second

{throughput}

Questions of one, two and several words; bm25s only ranks. Threads share one process.

## Memory

{memory}

A process that has opened its index and answered every question in each of its modes, beside
another one that does the same, like two workers of a server: what both map is *shared*. Linux
counts a mapped file as private while one process alone maps it: *private when alone*.

## The first answer

{first}

New processes on a machine whose disk cache is warm; Python's own start is not in the upper
table. bm25s with numba compiles in its first answer.

## The worst questions

{worst}

The slowest of {worst_count} that a stranger could type, in the default view with all facets.

## How it was measured

- Processor: {processor}, {cores} cores; {system}; Python {python}.
- {packages}.{code}
- A hit has one fragment in all engines, ours too (`fragments=1`; Whoosh's `top=1`), since
  `SnippetGenerator` and `snippet()` give one. Only the default view, like the worst questions
  and the command, has our default of up to three; it is held against ungrouped ones with one.
- Whoosh itself: its default writer, a tutorial's schema (three text fields, no stems) with columns
  to group by, `MultifieldParser` with `OrGroup`, `groupedby`, `highlights`. It finds other
  messages than ours. Both ask without a limit: with one, Whoosh searches twice to count all.
- Whoosh, our fields: Whoosh's query classes, searcher, columns and highlighter on our fields and
  analysis; a query is read by our parser and means the same. It finds the same messages, but that
  a swap of letters is two slips for it; what pairs of words and answers add to a score is left
  out. Its index is written by Whoosh's default writer, which is timed as *our fields*.
- tantivy: `en_stem` for the three texts, raw fast fields for facets, one segment, one searcher;
  words and phrases through its parser, prefix and slips as `fuzzy_term_query` on each field
  (distance 0 for a prefix), `SnippetGenerator`, facets by a `terms` aggregation.
- SQLite FTS5: `porter unicode61`, `detail=full`, content outside, optimized; matches with
  `bm25()` put aside once, then ordered, counted and grouped by numbers; memory map and a cache
  of 400 MB; `snippet()`.
- bm25s: title, question and message as one text, its own tokenizer and English stop words, no
  stemmer; compared with our engine's ranking of ten, and with our whole public search.
- Words that searchqa ignores (`what`, `should`, `a`, …) were not given to the peers.
- Answers are checked before they are timed on archives of up to 6,000 messages: ours against
  plain loops over the same messages (counts, scores in order, facets), counts of the peers
  where stemming has no part in them.

## The questions

{asked}
"""
WHOOSH = """ Whoosh's own writer would take too long on large archives: it and its searcher are
measured on at most {limit:,} messages, with both schemas, ours on the same ones."""
BUCKETS = 20
_CAPTIONS = {
    "latency-plain.svg": "Median latency by size, no facets",
    "latency-facets.svg": "Median latency by size, three facets",
    "facets.svg": "What facets cost",
    "throughput.svg": "Answers a second",
    "indexing.svg": "Seconds to write an index",
}


def write_report(store: Store, sizes: Sequence[int], whoosh_limit: int, out: Path) -> Path:
    """Write the page and its plots into a folder; return the page."""
    drawn_in = out / "benchmarks"
    drawn_in.mkdir(parents=True, exist_ok=True)
    figures = Figures(store)
    everywhere = sorted({*sizes, *(min(size, whoosh_limit) for size in sizes)})
    drawn = plots(figures, sizes, everywhere)
    for name, svg in drawn.items():
        (drawn_in / name).write_text(svg, encoding="utf-8")
    path = out / "benchmarks.md"
    path.write_text(page(figures, sizes, whoosh_limit, list(drawn)), encoding="utf-8")
    return path


def page(figures: Figures, sizes: Sequence[int], whoosh_limit: int, drawn: Sequence[str]) -> str:
    """Return the page's Markdown."""
    everywhere = sorted({*sizes, *(min(size, whoosh_limit) for size in sizes)})
    machine = _machine(figures, everywhere)
    images = [f"![{_CAPTIONS[name]}](benchmarks/{name})\n" for name in drawn]
    promised = targets(figures, sizes, whoosh_limit)
    limited = WHOOSH.format(limit=whoosh_limit) if max(sizes) > whoosh_limit else ""
    return HEAD.format(
        **machine,
        buckets=BUCKETS,
        targets=sections.targets(promised),
        profile=profile(figures, everywhere, promised),
        losses=sections.losses(losses(figures, everywhere)),
        plots="\n".join(images),
        archives=sections.archives(figures, everywhere),
        whoosh=limited,
        ratios=sections.ratios(figures, everywhere),
        latencies=sections.latencies(figures, everywhere),
        left_out=sections.left_out(figures, everywhere),
        writing=sections.writing(figures, everywhere),
        throughput=sections.throughput(figures, sizes),
        memory=sections.memory(figures, sizes),
        first=sections.first(figures, sizes),
        worst=sections.worst(figures, sizes),
        worst_count=max((len(figures.worst(size)) for size in sizes), default=0),
        asked=sections.asked(),
    )


def _machine(figures: Figures, sizes: Sequence[int]) -> dict[str, Any]:
    """Return what was run on; of parts run on several days the last counts for the facts."""
    parts = {
        f"{part} at {size:,}": one
        for size in sizes
        for part, one in figures.store.all("machine", size).items()
    }
    if not parts:
        keys = ("processor", "cores", "system", "python", "packages")
        nothing = {"date": "no day", "command": "nothing", "facts": "", "corpus": "none"}
        return {**dict.fromkeys(keys, "unknown"), **nothing, "code": ""}
    found = list(parts.values())
    last = max(found, key=lambda one: str(one["date"]))
    dates = sorted({str(one["date"]) for one in found})
    commands = sorted({str(one["command"]) for one in found})
    versions = {**last["packages"], "SQLite": last["sqlite"]}
    return {
        **last,
        "code": _codes(parts),
        "date": " to ".join(dict.fromkeys((dates[0], dates[-1]))),
        "command": "`, `".join(commands),
        "facts": f"Python {last['python']}, {last['cores']} cores, {last['processor']}",
        "packages": ", ".join(f"{k} {v or 'absent'}" for k, v in versions.items()),
    }


def _codes(parts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a warning when the parts were measured with different states of our code."""
    by_code: dict[str, list[str]] = {}
    for part, one in parts.items():
        by_code.setdefault(str(one.get("code", "unknown")), []).append(part)
    if len(by_code) < 2:
        return ""
    told = "; ".join(", ".join(names) for names in by_code.values())
    return (
        f"\n- **Not measured with one state of searchqa's code**, but with {len(by_code)}: {told}."
    )

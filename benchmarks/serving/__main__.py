"""Measure a server: ``python -m benchmarks.serving``.

In: an index, or a corpus to index. Out: a report, on stdout or as a page. Exit code 1 when a
request failed. Never: asserts a time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import searchqa
from benchmarks import machine
from benchmarks.serving import asked, commits, peer, soak
from benchmarks.serving.load import most, steady, wrk_there
from benchmarks.serving.paint import browser_there, paint
from benchmarks.serving.server import serving
from benchmarks.serving.weight import weigh
from searchqa.app import reindex, sample_config
from searchqa.config import Config, SourceConfig

RATE = 50.0
_PAINTED = 12
HEAD = """\
# Speed of the server

<!-- Made by `python -m benchmarks.serving`; don't edit. -->

{typed}, {date}: {processor}, {cores} cores, Python {python};
{messages:,} messages. The clients run on the same cores as the server. Each query of the
benchmarks' list is asked in turn, with ten hits, fragments and all six facets; answers are
compressed. Times count from the moment a request was due.

| | |
| --- | ---: |
"""


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    if arguments[:1] == ["soak"]:
        return soak.main(arguments[1:])
    if arguments[:1] == ["commits"]:
        return commits.main(arguments[1:])
    parser = argparse.ArgumentParser("python -m benchmarks.serving")
    parser.add_argument("--index", type=Path, help="an index; else one of --corpus is made")
    parser.add_argument("--corpus", type=Path, help="a folder of transcripts; else the sample")
    parser.add_argument("--seconds", type=int, default=20, help="for each measurement")
    parser.add_argument("--peer", action="store_true", help="compare with Datasette over FTS5")
    parser.add_argument("--out", type=Path, help="a file for the report; else it is printed")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="searchqa-serving-") as folder:
        index = options.index or indexed(options.corpus, Path(folder, "index"))
        report, failed = measure(index, options.seconds)
        if options.peer:
            lines, more = peer.compare(index, options.seconds)
            report, failed = [*report, *lines], failed + more
        with searchqa.open(index) as opened:
            text = head(arguments, report, opened.statistics().messages)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 1 if failed else 0


def head(arguments: list[str], report: list[str], messages: int) -> str:
    """Return the whole report."""
    typed = " ".join(["python -m benchmarks.serving", *arguments])
    facts = machine.describe(typed, shipped=False)
    command = f"`{facts['command']}`"
    return (
        HEAD.format(**{**facts, "typed": command, "messages": messages}) + "\n".join(report) + "\n"
    )


def indexed(corpus: Path | None, index: Path) -> Path:
    """Build an index and return it."""
    config = Config(index=index)
    if corpus is None:
        config = sample_config(config)
    else:
        config = Config(index=index, sources=(SourceConfig(corpus.absolute()),))
    reindex(config)
    return index


def measure(index: Path, seconds: int) -> tuple[list[str], int]:
    """Return a server's figures as rows, and how many requests failed."""
    with searchqa.open(index) as opened:
        thread = opened.search("", limit=1).hits[0].thread.id
    paths = asked.api(asked.typed(index))
    with serving(index) as one:
        waited = steady(one.port, paths, RATE, seconds)
        rows = [
            f"| {RATE:.0f} searches a second, one worker: median | {waited.p50:.1f} ms |",
            f"| of a hundred the slowest but one | {waited.p99:.1f} ms |",
            f"| the slowest of {waited.requests:,} | {waited.worst:.1f} ms |",
            f"| failed | {len(waited.failed)} |",
        ]
        pages = ("/", "/search?q=data+versioning", f"/threads/{thread}")
        for name, path in zip(("start page", "results", "a thread"), pages, strict=True):
            rows.append(f"| {name}, compressed | {_weight(one.port, path)} |")
        rows += _paint(one.port)
    for line in waited.failed[:5]:
        print(f"FAILED {line}", file=sys.stderr)
    more, failed = _most(index, paths, seconds)
    return [*rows, *more], len(waited.failed) + failed


def _paint(port: int) -> list[str]:
    if not browser_there():
        return ["| first paint of results | no Chromium is installed |"]
    found = paint(port, asked.words()[:_PAINTED])
    page = f"{found.page:.0f}, {found.page_worst:.0f} ms"
    typed = f"{found.typed:.0f}, {found.typed_worst:.0f} ms"
    waits = "the 90 ms among it that the script waits"
    return [
        f"| results in Chromium, first paint: median, slowest of {_PAINTED} | {page} |",
        f"| from a letter typed to its results, {waits} | {typed} |",
    ]


def _weight(port: int, path: str) -> str:
    found = weigh(port, path)
    if found is None:
        return "isn't there"
    pictures = f"; pictures of books {found.pictures:,}" if found.pictures else ""
    return f"{found.page:,} bytes, and {found.brought:,} of script, style and icon{pictures}"


def _most(index: Path, paths: list[str], seconds: int) -> tuple[list[str], int]:
    if not wrk_there():
        return ["| searches a second, two workers | wrk isn't installed |"], 0
    with serving(index, workers=2) as two:
        found = most(two.port, paths, seconds)
    told = f"| searches a second, two workers, asked by wrk | {found.rate:.0f} |"
    return [told, f"| failed | {found.failed} |"], found.failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

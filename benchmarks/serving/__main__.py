"""Measure a server: ``python -m benchmarks.serving``.

In: an index, or a corpus to index. Out: a table. Exit code 1 when a request failed.
Never: asserts a time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import searchqa
from benchmarks.serving import asked, peer, soak
from benchmarks.serving.load import most, steady, wrk_there
from benchmarks.serving.server import serving
from benchmarks.serving.weight import weigh
from searchqa.app import reindex, sample_config
from searchqa.config import Config, SourceConfig

RATE = 50.0


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    if arguments[:1] == ["soak"]:
        return soak.main(arguments[1:])
    parser = argparse.ArgumentParser("python -m benchmarks.serving")
    parser.add_argument("--index", type=Path, help="an index; else one of --corpus is made")
    parser.add_argument("--corpus", type=Path, help="a folder of transcripts; else the sample")
    parser.add_argument("--seconds", type=int, default=20, help="for each measurement")
    parser.add_argument("--peer", action="store_true", help="compare with Datasette over FTS5")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="searchqa-serving-") as folder:
        index = options.index or indexed(options.corpus, Path(folder, "index"))
        failed = measure(index, options.seconds)
        if options.peer:
            failed += peer.compare(index, options.seconds)
    return 1 if failed else 0


def indexed(corpus: Path | None, index: Path) -> Path:
    """Build an index and return it."""
    config = Config(index=index)
    if corpus is None:
        config = sample_config(config)
    else:
        config = Config(index=index, sources=(SourceConfig(corpus.absolute()),))
    reindex(config)
    return index


def measure(index: Path, seconds: int) -> int:
    """Print a server's figures; return how many requests failed."""
    with searchqa.open(index) as opened:
        print(f"{opened.statistics().messages:,} messages, one worker unless said otherwise\n")
        thread = opened.search("", limit=1).hits[0].thread.id
    paths = asked.api(asked.typed(index))
    print("| | |\n| --- | ---: |")
    with serving(index) as one:
        waited = steady(one.port, paths, RATE, seconds)
        print(f"| {RATE:.0f} searches a second with facets: median | {waited.p50:.1f} ms |")
        print(f"| of 100 the slowest but one | {waited.p99:.1f} ms |")
        print(f"| the slowest of {waited.requests:,} | {waited.worst:.1f} ms |")
        print(f"| failed | {len(waited.failed)} |")
        pages = ("/", "/search?q=data+versioning", f"/threads/{thread}")
        for name, path in zip(("start page", "results", "thread"), pages, strict=True):
            print(f"| {name}, compressed | {_weight(one.port, path)} |")
    for line in waited.failed[:5]:
        print(f"FAILED {line}", file=sys.stderr)
    return len(waited.failed) + _most(index, paths, seconds)


def _weight(port: int, path: str) -> str:
    found = weigh(port, path)
    if found is None:
        return "isn't there"
    pictures = f", pictures of books {found.pictures:,}" if found.pictures else ""
    return f"{found.page:,} bytes, and {found.brought:,} of script and style{pictures}"


def _most(index: Path, paths: list[str], seconds: int) -> int:
    if not wrk_there():
        print("| searches a second, two workers | wrk isn't installed |")
        return 0
    with serving(index, workers=2) as two:
        found = most(two.port, paths, seconds)
    print(
        f"| searches a second with facets, two workers, wrk on the same cores | {found.rate:.0f} |"
    )
    print(f"| failed | {found.failed} |")
    return found.failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

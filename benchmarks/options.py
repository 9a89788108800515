"""The command line of a run. In: arguments. Out: options. Never: does anything."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from benchmarks.paths import ROOT

PARTS: Final = (
    "index",
    "check",
    "latency",
    "throughput",
    "memory",
    "first",
    "worst",
    "steps",
)
SIZES: Final = (5_000, 100_000, 500_000)
SMOKE_SIZE: Final = 1_000
PEERS: Final = ("whoosh", "whoosh-fields", "tantivy", "fts5", "bm25s", "bm25s-numba")


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options.

    Paths are absolute afterwards; ``corpus`` is None for the shipped sample, ``out`` is None
    for the project's docs (or, with ``smoke``, the work folder).
    """
    parser = argparse.ArgumentParser("python -m benchmarks", description="searchqa and its peers")
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="messages: 5000,100000")
    parser.add_argument("--corpus", type=Path, help="a folder of transcripts; else the sample")
    parser.add_argument("--rounds", type=int, default=15, help="how often each pair is asked")
    parser.add_argument("--seconds", type=float, default=90.0, help="at most for a pair of engines")
    parser.add_argument("--out", type=Path, help="folder of benchmarks.md and its plots")
    parser.add_argument("--peers", type=Path, default=ROOT / ".benchmarks" / "peers")
    parser.add_argument("--work", type=Path, default=ROOT / ".benchmarks" / "work")
    parser.add_argument("--only", type=_names, default=PARTS, help=f"of {','.join(PARTS)}")
    parser.add_argument("--without", type=_names, default=(), help=f"of {','.join(PEERS)}")
    parser.add_argument("--whoosh-limit", type=int, default=20_000, help="messages for Whoosh")
    parser.add_argument("--smoke", action="store_true", help="fail on wrong answers, on no time")
    parser.add_argument("--report", action="store_true", help="only write what was measured")
    options = parser.parse_args(arguments)
    for name, known in (("only", PARTS), ("without", PEERS)):
        strange = set(getattr(options, name)) - set(known)
        if strange:
            parser.error(f"--{name}: {', '.join(sorted(strange))}: choose of {', '.join(known)}")
    for name in ("corpus", "out", "peers", "work"):
        path: Path | None = getattr(options, name)
        setattr(options, name, path.resolve() if path is not None else None)
    if options.smoke:
        options.sizes, options.rounds, options.seconds = (SMOKE_SIZE,), 2, 10.0
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(part.replace("_", "")) for part in text.split(",")}))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())

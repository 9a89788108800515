"""A run, inside the environment that holds the peers; started by ``python -m benchmarks``.

In: options. Out: figures in the work folder, the report, an exit code.
Never: lets a peer that is missing look like one that was measured.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growing.seed import read_seed
from benchmarks.machine import describe
from benchmarks.options import PEERS, read_options
from benchmarks.page.report import write_report
from benchmarks.parts.base import Run, say
from benchmarks.parts.check import WrongAnswerError
from benchmarks.paths import ROOT
from benchmarks.peers.registry import lacking
from benchmarks.store import Store

if TYPE_CHECKING:
    from argparse import Namespace

SAMPLE = Path(str(files("searchqa"))) / "sample"
# The modules of the parts; the folder of modules is benchmarks.parts.
MODULES = {"index": "building"}


def main() -> int:
    """Run what the options say."""
    options = read_options()
    missing = {name: lacking(name) for name in PEERS if name not in options.without}
    missing = {name: why for name, why in missing.items() if why}
    for name, why in missing.items():
        say(f"MISSING PEER {name}: {why}; --without {name} runs without it")
    if missing and not options.report:
        return 1
    settings = _settings(options)
    wrong = [] if options.report else _measure(settings, options)
    out = options.out or (settings.store.folder if options.smoke else ROOT / "docs")
    page = write_report(settings.store, settings.sizes, settings.whoosh_limit, out)
    say(f"wrote {page}")
    for one in wrong:
        say(f"FAILED: {one}")
    return 1 if wrong else 0


def _settings(options: Namespace) -> Run:
    corpus = options.corpus or SAMPLE
    seed = read_seed(corpus)
    kind = "smoke" if options.smoke else "figures"
    return Run(
        corpus=corpus,
        sizes=options.sizes,
        rounds=options.rounds,
        seconds=options.seconds,
        work=options.work,
        store=Store(options.work / kind / f"{corpus.name}-{seed.key}"),
        peers=tuple(name for name in PEERS if name not in options.without),
        whoosh_limit=options.whoosh_limit,
        smoke=options.smoke,
    )


def _measure(settings: Run, options: Namespace) -> list[str]:
    """Measure each part at each size; return what was wrong, which stops nothing else."""
    wrong = []
    typed = os.environ.get("BENCHMARKS_TYPED", "python -m benchmarks")
    shipped = options.corpus is None
    for size in settings.all_sizes():
        archive = settings.archive(size)
        facts = {k: v for k, v in archive.facts.items() if k != "values"}
        settings.store.write("archive", size, "all", facts)
        for part in options.only:
            begun = time.perf_counter()
            say(f"{size:,} messages, {part}")
            module = importlib.import_module(f"benchmarks.parts.{MODULES.get(part, part)}")
            try:
                module.run(settings, size)
            except WrongAnswerError as error:
                wrong.append(str(error))
            machine = describe(typed, shipped=shipped)
            settings.store.write("machine", size, part, machine)
            say(f"  {time.perf_counter() - begun:.0f} s")
    return wrong


if __name__ == "__main__":
    sys.exit(main())

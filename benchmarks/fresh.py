"""The first answer of a new process: what an engine's import, opening and first question take.

In: an engine's name and the folder of its index. Out: seconds as JSON.
Never: imports what the engine itself doesn't need.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.queries import Query

if TYPE_CHECKING:
    from benchmarks.peers.base import Peer

QUERY: Final = Query("two words", words=("data", "versioning"))
# Not the registry: it imports all engines.
PLACES: Final[dict[str, tuple[str, str, tuple[Any, ...]]]] = {
    "ours": ("benchmarks.peers.ours", "Ours", ()),
    "whoosh": ("benchmarks.peers.whoosh_own", "WhooshOwn", ()),
    "tantivy": ("benchmarks.peers.tantivy", "Tantivy", ()),
    "fts5": ("benchmarks.peers.fts5", "Fts5", ()),
    "bm25s": ("benchmarks.peers.bm25s", "Bm25s", ("numpy",)),
    "bm25s-numba": ("benchmarks.peers.bm25s", "Bm25s", ("numba",)),
}


def main() -> None:
    """Measure and print."""
    name, folder = sys.argv[1:]
    begun = time.perf_counter()
    module, kind, arguments = PLACES[name]
    peer: Peer = getattr(importlib.import_module(module), kind)(*arguments)
    reader = peer.open(Path(folder))
    ask = reader.prepare(QUERY, peer.modes[0], {})
    ready = time.perf_counter()
    ask()
    answered = time.perf_counter()
    ask()
    again = time.perf_counter()
    figures = {"open": ready - begun, "first": answered - ready, "second": again - answered}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

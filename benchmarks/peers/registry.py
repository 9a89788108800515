"""All engines by name.

In: a name. Out: the engine, or what it lacks. Never: imports one that isn't asked for.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Final

from benchmarks.peers.bm25s import Bm25s
from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.ours import Ours
from benchmarks.peers.tantivy import Tantivy
from benchmarks.peers.whoosh_fields import WhooshFields
from benchmarks.peers.whoosh_own import WhooshOwn

if TYPE_CHECKING:
    from benchmarks.peers.base import Peer

OURS: Final = "ours"
_ALL: Final[tuple[Peer, ...]] = (
    Ours(),
    WhooshOwn(),
    WhooshFields(),
    Tantivy(),
    Fts5(),
    Bm25s("numpy"),
    Bm25s("numba"),
)
PEERS: Final[dict[str, Peer]] = {peer.name: peer for peer in _ALL}
# Whose searching takes too long on large archives.
SLOW: Final = frozenset({"whoosh", "whoosh-fields"})
# Whose engine is another peer's: its writing, memory and start are measured there.
SAME_ENGINE: Final = frozenset({"whoosh-fields"})
# Whose analysis is ours, so that they find the same messages.
OUR_ANALYSIS: Final = frozenset({"whoosh-fields"})
_NEEDS: Final = {
    "whoosh": ("whoosh",),
    "whoosh-fields": ("whoosh",),
    "tantivy": ("tantivy",),
    "bm25s": ("bm25s",),
    "bm25s-numba": ("bm25s", "numba"),
}


def lacking(name: str) -> str:
    """Return why a peer can't be measured here, "" when it can."""
    gone = [one for one in _NEEDS.get(name, ()) if importlib.util.find_spec(one) is None]
    if gone:
        return f"{', '.join(gone)} couldn't be installed"
    if name == "fts5":
        import sqlite3

        with sqlite3.connect(":memory:") as connection:
            options = [row[0] for row in connection.execute("pragma compile_options")]
        return "" if "ENABLE_FTS5" in options else "this Python's SQLite was built without FTS5"
    return ""

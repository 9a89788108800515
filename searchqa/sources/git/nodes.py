"""What a commit's tree holds, as ``git ls-tree`` says it.

In: its output. Out: nodes by path. Never: asks git by itself.
"""

from __future__ import annotations

import os

from searchqa.records import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """An entry of a tree; ``kind`` is blob, tree, link or commit (of a submodule)."""

    kind: str
    oid: str


Nodes = dict[str, Node]


def parse(output: bytes) -> Nodes:
    """Return what ``ls-tree -r -t -z`` lists, by path."""
    nodes = {}
    for line in output.split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            mode, kind, oid = about.decode("ascii").split()
            nodes[os.fsdecode(path)] = Node("link" if mode == "120000" else kind, oid)
    return nodes

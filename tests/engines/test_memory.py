"""Writing an index takes the memory of a batch, not of all documents."""

from __future__ import annotations

import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from searchqa.engines.arrays.facts import Part, facts_of
from searchqa.engines.arrays.file import ArrayFile
from searchqa.engines.arrays.invert import invert
from searchqa.engines.arrays.merge import merge
from searchqa.engines.whoosh_engine import bulk
from searchqa.engines.whoosh_engine.bulk import BulkWriter
from searchqa.model import Document
from tests.support.documents import documents_by_book


def copied(copy: int) -> list[Document]:
    """Return the sample's documents as those of other books."""
    out = []
    for book, documents in documents_by_book().items():
        for d in documents:
            id_, thread = (f"{book}-{copy}{name[len(book) :]}" for name in (d.id, d.thread))
            out.append(replace(d, book=f"{book}-{copy}", id=id_, thread=thread))
    return out


def test_batches_that_are_written_are_in_memory_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MAX_MESSAGES", len(copied(0)))
    one = sum(array.nbytes for array in invert(copied(0)).values())
    writer = BulkWriter(tmp_path)
    writer.add(copied(0))
    tracemalloc.start()
    try:
        for copy in range(1, 6):
            writer.add(copied(copy))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        writer.cancel()
    assert held < one


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_merge_leaves_nothing_of_its_parts_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "arrays"
    merge([Part(invert(copied(copy))) for copy in range(4)], path)
    facts = facts_of(ArrayFile(path))
    before = {name: array.copy() for name, array in facts.items()}
    assert resident(path) > 0
    merge([Part(facts)], tmp_path / "merged")
    assert resident(path) == 0
    assert all(np.array_equal(facts[name], before[name]) for name in before)
    assert (tmp_path / "merged").read_bytes() == path.read_bytes()


def resident(path: Path) -> int:
    """Return how many KB of a mapped file this process holds."""
    held, ours = 0, False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        first = line.split()[0]
        if not first.endswith(":"):
            ours = line.endswith(str(path))
        elif ours and first == "Rss:":
            held += int(line.split()[1])
    return held

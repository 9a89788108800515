"""A process that helps to write ends with the one that started it, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLED = """
import sys, time, multiprocessing
from pathlib import Path
from searchqa.engines.whoosh_engine import bulk
from tests.support.documents import documents_by_book

if __name__ == "__main__":
    bulk.MIN_SHARED = 1
    writer = bulk.BulkWriter(Path(sys.argv[1]), 2, sys.argv[2])
    writer.add(documents_by_book()["20210412-the-ledger-of-data"])
    print(multiprocessing.active_children()[0].pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_no_process_outlives_a_killed_one(tmp_path: Path, start: str) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", str(script), str(tmp_path), start]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
    until = time.monotonic() + 20
    while lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(child)


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

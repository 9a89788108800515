"""One writer at a time, whatever became of the one before."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.errors import IndexLockedError
from searchqa.indexing import lock
from searchqa.indexing.reindex import reindex
from searchqa.report import Progress
from tests.indexing.site import A, Site, holds, threads_of

HOLD = """
import sys, time
from pathlib import Path
from searchqa.indexing.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def holder(index: Path) -> subprocess.Popen[str]:
    index.mkdir(exist_ok=True)
    command = [sys.executable, "-c", HOLD, str(index)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_the_second_writer_is_told_who_writes_and_may_after_a_kill(
    site: Site, index: Path, engine: Engine
) -> None:
    process = holder(index)
    try:
        with pytest.raises(IndexLockedError) as caught:
            reindex(site.sources, index, engine)
        assert re.search(
            rf"being written by process {process.pid} on \S+ since \d\d:\d\d$",
            caught.value.message,
        )
        assert caught.value.hint
    finally:
        end(process)
    assert b"pid" in (index / "LOCK").read_bytes()
    assert reindex(site.sources, index, engine).published


def test_readers_need_no_lock(site: Site, index: Path, engine: Engine) -> None:
    reindex(site.sources, index, engine)
    process = holder(index)
    try:
        assert len(holds(index, engine)) == 18
    finally:
        end(process)


def test_two_writers_in_one_process(site: Site, index: Path, engine: Engine) -> None:
    refused = []

    def second(progress: Progress) -> None:
        with pytest.raises(IndexLockedError) as caught:
            reindex(site.sources, index, engine)
        refused.append(caught.value.message)

    report = reindex(site.sources, index, engine, progress=second)
    assert report.published
    assert f"process {os.getpid()} " in refused[0]


@pytest.mark.parametrize("note", [b"", b"{", b"[1]", b'{"pid": "x"}', b"\xff" * 5000])
def test_a_note_that_says_nothing_stops_nobody(
    site: Site, index: Path, engine: Engine, note: bytes
) -> None:
    index.mkdir()
    (index / "LOCK").write_bytes(note)
    assert reindex(site.sources, index, engine).published
    with lock.writing(index):
        (index / "LOCK").write_bytes(note)
        with pytest.raises(IndexLockedError, match="another process"):
            reindex(site.sources, index, engine)


def test_workers_hold_no_lock_for_a_killed_parent(site: Site, index: Path) -> None:
    for number in range(40):
        site.write(f"2024{number % 12 + 1:02}15-book{number}", threads_of(30, number))
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from searchqa.indexing.reindex import reindex\n"
        "from searchqa.report import ReindexOptions\n"
        "from searchqa.sources.folder import FolderSource\n"
        "from tests.indexing.fake_engine import FakeEngine\n"
        "def killed(progress):\n"
        "    if progress.done == 5:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    reindex((FolderSource(Path(sys.argv[1])),), Path(sys.argv[2]), FakeEngine(),\n"
        "            ReindexOptions(jobs=3), progress=killed)\n"
    )
    script = index.with_name("killed.py")
    script.write_text(code)
    root = Path(__file__).parents[2]
    # Its workers inherit stderr: the call returns only when they have ended as well.
    done = subprocess.run(
        [sys.executable, str(script), str(site.path), str(index)],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    with lock.writing(index):
        pass


def test_a_generation_in_use_is_not_free(tmp_path: Path) -> None:
    (tmp_path / "READERS").write_bytes(b"")
    one, two = lock.ReaderLock(tmp_path), lock.ReaderLock(tmp_path)
    for reader in (one, two):
        assert reader.held
        with lock.unread(tmp_path) as free:
            assert not free
        reader.close()
    with lock.unread(tmp_path) as free:
        assert free
        assert not lock.ReaderLock(tmp_path).held
    (tmp_path / "READERS").unlink()
    assert lock.ReaderLock(tmp_path).held
    assert not lock.ReaderLock(tmp_path / "gone").held


def test_a_reader_retries_when_its_generation_goes_away(
    site: Site, index: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading CURRENT and opening, two more generations are published."""
    from searchqa.indexing import generations, opened

    reindex(site.sources, index, engine)
    real = generations.read_pointer
    pointers = []

    def slow(path: Path) -> generations.Pointer:
        pointer = real(path)
        pointers.append(pointer.generation)
        if len(pointers) == 1:
            monkeypatch.setattr(generations, "read_pointer", real)
            for number in (1, 2):
                site.write(A, threads_of(1, number))
                reindex(site.sources, index, engine)
            monkeypatch.setattr(generations, "read_pointer", slow)
        return pointer

    monkeypatch.setattr(generations, "read_pointer", slow)
    found = opened.open_index(index, engine)
    found.close()
    assert pointers[0] == "000001"
    assert found.generation == "000003"

"""A disk that is full or read-only, a clock that is set back, two writers at once."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone, tzinfo
from itertools import count
from pathlib import Path

import pytest

from searchqa.engines.base import Engine
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.errors import BrokenIndexError, IndexLockedError
from searchqa.indexing import build
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from tests.indexing.site import A, Site, fresh, generations, holds, threads_of

BLOCK = 4096


class Disk:
    """A small file system of its own, in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mount(self, *options: str) -> str:
        """Return what the system says against it, "" for nothing."""
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(self.path)]
        return subprocess.run(command, check=False, capture_output=True, text=True).stderr.strip()

    def leave(self, blocks: int) -> None:
        """Let so many blocks be free."""
        state = os.statvfs(self.path)
        used = state.f_blocks - state.f_bfree
        assert self.mount("remount", "rw", f"size={(used + blocks) * BLOCK}") == ""

    def close(self) -> None:
        subprocess.run(["umount", "-l", str(self.path)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    made.path.mkdir()
    refused = made.mount("size=16m")
    if refused:
        pytest.skip(f"no small disk can be mounted here: {refused}")
    try:
        yield made
    finally:
        made.close()


def run(site: Site, index: Path, engine: Engine) -> BrokenIndexError | None:
    """Reindex; return the error that people would see."""
    try:
        reindex(site.sources, index, engine)
    except BrokenIndexError as error:
        return error
    return None


def test_a_disk_that_fills_at_any_moment_keeps_the_old_answer(
    site: Site, disk: Disk, engine: Engine
) -> None:
    index = disk.path / "index"
    reindex(site.sources, index, engine)
    site.write(A, threads_of(2, 3))
    reindex(site.sources, index, engine)
    old = holds(index, engine)
    site.write(A, threads_of(30, 4))
    new = fresh(site, engine)
    failed = 0
    for blocks in count(step=4):
        disk.leave(blocks)
        error = run(site, index, engine)
        if error is None:
            break
        failed += 1
        assert "No space left on device" in error.message
        assert error.hint
        disk.leave(0)
        assert holds(index, engine) == old
        assert verify(index, engine) == ()
        # A failed run leaves nothing that the next one would miss room for.
        assert generations(index) == ["000001", "000002"]
    assert failed > 2
    assert holds(index, engine) == new
    assert verify(index, engine) == ()


def test_a_disk_that_became_read_only_goes_on_answering(
    site: Site, disk: Disk, engine: Engine
) -> None:
    index = disk.path / "index"
    reindex(site.sources, index, engine)
    old = holds(index, engine)
    site.write(A, threads_of(2, 4))
    assert disk.mount("remount", "ro") == ""
    with pytest.raises(BrokenIndexError, match="Read-only file system"):
        reindex(site.sources, index, engine)
    assert holds(index, engine) == old
    assert verify(index, engine) == ()
    assert disk.mount("remount", "rw") == ""
    assert reindex(site.sources, index, engine).changed == (A,)


def test_a_clock_set_back_changes_nothing(
    site: Site, index: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Back(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(1999, 12, 31, tzinfo=timezone.utc)

    reindex(site.sources, index, engine)
    monkeypatch.setattr(build, "datetime", Back)
    site.write(A, threads_of(2, 4))
    # The file itself is older than what is indexed, too.
    os.utime(site.file(A), (0, 0))
    report = reindex(site.sources, index, engine)
    assert (report.changed, report.generation) == ((A,), "000002")
    opened = open_index(index, engine)
    opened.close()
    assert opened.manifest.created == "1999-12-31T00:00:00+00:00"
    assert holds(index, engine) == fresh(site, engine)


def test_reindexers_at_once_wait_for_nobody_and_spoil_nothing(site: Site, index: Path) -> None:
    engine = WhooshEngine()
    reindex(site.sources, index, engine)
    site.write(A, threads_of(20, 4))
    children = []
    for _ in range(6):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                reindex(site.sources, index, engine)
                code = 0
            except IndexLockedError as error:
                code = 7 if "is being written by process" in error.message else 8
            finally:
                os._exit(code)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(codes) <= {0, 7}
    assert 0 in codes
    assert generations(index) == ["000001", "000002"]
    assert holds(index, engine) == fresh(site, engine)
    assert verify(index, engine) == ()

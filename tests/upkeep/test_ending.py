"""Told to end at any moment, it leaves the old answer or the new one, and no litter."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing.verify import verify
from tests.indexing.site import generations, holds, threads_of
from tests.upkeep.conftest import A, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.indexing.site import Site
    from tests.upkeep.conftest import Once

ENGINE = WhooshEngine()
TIMES = 20


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_at_any_moment(
    once: Once, site: Site, index: Path, tmp_path: Path, number: signal.Signals
) -> None:
    once()
    moments = random.Random(int(number))  # noqa: S311 (when to end is no secret)
    codes = set()
    for count in range(TIMES):
        before, folders = holds(index, ENGINE), generations(index)
        site.write(A, threads_of(2, count + 10))
        process = subprocess.Popen(
            [sys.executable, "-m", "searchqa", "reindex"],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(moments.uniform(0.1, 0.8))
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
        codes.add(process.returncode)
        # Before it listens to signals, the system or Python ends it; nothing was begun then.
        assert process.returncode in (0, 130, -number), told
        now = holds(index, ENGINE)
        if process.returncode == 0:
            assert now != before
        else:
            assert (now, generations(index)) == (before, folders)
        assert not list(index.glob("status.json.*"))
        assert verify(index, ENGINE) == ()
        once()
    assert len(codes) > 1, "all ended too early or too late to prove anything"

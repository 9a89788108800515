"""Processes that sync one clone while its repository changes: each sees a commit as it is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from searchqa.sources.git.limits import Limits
from tests.sources.repository import ENV, Repository, seen, synced

SECONDS = 8


def read_for_a_while(site: Repository, home: Path, seed: int) -> set[str]:
    """Sync and compare each content with the commit's; return the commits that were seen."""
    moments = random.Random(seed)  # noqa: S311 - when to sync is no secret
    until = time.monotonic() + SECONDS
    commits = set()
    while time.monotonic() < until:
        # So few files of objects that the clone is made anew again and again.
        source = synced(site.source(home, limits=Limits(packs=6)))
        commits.add(source.revision())
        for path, data in seen(source).items():
            assert data == content(site, f"{source.revision()}:{path}")
        time.sleep(moments.uniform(0, 0.1))
    return commits


def content(site: Repository, name: str) -> bytes:
    command = ["git", "cat-file", "blob", name]
    return subprocess.run(command, cwd=site.path, env=ENV, capture_output=True, check=True).stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_several_processes_at_one_clone(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.git("config", "gc.auto", "0")
    site.write("_books/a.md").commit()
    children = []
    for seed in range(3):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if len(read_for_a_while(site, tmp_path / "home.git", seed)) > 3 else 2
            finally:
                os._exit(code)
        children.append(child)
    moments = random.Random(9)  # noqa: S311 - as above
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for name in moments.sample("abcdef", 2):
            site.write(f"_books/{name}.md", data=f"{moments.random()}")
        site.commit()
        time.sleep(moments.uniform(0, 0.3))
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]

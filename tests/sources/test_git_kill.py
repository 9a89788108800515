"""Servers that hang, and syncs that are killed: git ends with us, and the next sync mends."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchqa.errors import SourceError
from searchqa.sources.git.limits import Limits
from searchqa.sources.git.source import GitSource
from searchqa.sources.git.state import STATE
from tests.sources.repository import Repository, same_as_folder, synced


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "_books/b.md", "_people/ida.md").commit()
    return site


@pytest.fixture
def silence() -> Iterator[int]:
    """Listen on a port and never say a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["git", "http"])
def test_a_server_that_says_nothing_is_not_waited_for(
    home: Path, silence: int, scheme: str
) -> None:
    source = GitSource(f"{scheme}://127.0.0.1:{silence}/x", home, "x", limits=Limits(ask=0.5))
    begun = time.monotonic()
    with pytest.raises(SourceError, match=r"didn't answer within 0\.5 seconds"):
        source.sync()
    assert time.monotonic() - begun < 3
    wait_until(lambda: not children_of(f":{silence}/x"))


def children_of(mark: str) -> list[str]:
    """Return the command lines of running processes that talk to some address."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            about = path.read_bytes() + path.with_name("cmdline").read_bytes()
            state = path.with_name("stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if mark.encode() in about and b"GIT_CONFIG_COUNT" in about and state != "Z":
            found.append(str(path))
    return found


SYNC = """
import sys
from pathlib import Path
from searchqa.sources.git.source import GitSource
source = GitSource(sys.argv[1], Path(sys.argv[2]), "x")
print("begin", flush=True)
source.sync()
print("end", flush=True)
"""


def start_sync(address: str, home: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-c", SYNC, address, str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    child.stdout.readline()
    return child


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_git_ends_with_us(home: Path, silence: int) -> None:
    child = start_sync(f"git://127.0.0.1:{silence}/x", home)
    mark = f":{silence}/x"
    wait_until(lambda: bool(children_of(mark)))
    child.kill()
    child.communicate()
    wait_until(lambda: not children_of(mark))


def wait_until(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.02)


def kill_often(site: Repository, home: Path, times: int, seed: int) -> int:
    """Kill syncs at any moment; return how many had come to their end."""
    moments = random.Random(seed)  # noqa: S311 - when to kill is no secret
    begun = time.monotonic()
    start_sync(str(site.path), home).communicate()
    longest = time.monotonic() - begun
    done = 0
    for number in range(times):
        site.write("_books/a.md", data=f"version {number}").write(f"_books/n{number}.md").commit()
        child = start_sync(str(site.path), home)
        time.sleep(moments.uniform(0, longest * 0.7))
        child.send_signal(signal.SIGKILL)
        done += b"end" in child.communicate()[0]
        if number % 4 == 3:
            same_as_folder(synced(site.source(home)), site.path, ["ida"])
    same_as_folder(synced(site.source(home)), site.path, ["ida"])
    old = time.time() - 7200
    os.utime(home / STATE, (old, old))
    synced(site.source(home))
    assert len([path for path in home.iterdir() if path.name.isdecimal()]) == 1
    return done


@pytest.mark.slow
def test_a_sync_killed_at_any_moment(site: Repository, home: Path) -> None:
    done = kill_often(site, home, 30, seed=1)
    assert 0 < done < 30


def test_a_few_killed_syncs(site: Repository, home: Path) -> None:
    assert kill_often(site, home, 6, seed=2) < 6

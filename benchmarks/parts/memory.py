"""Part ``memory``: what a process holds that has opened an index and answered each query.

In: an index. Out: private and shared megabytes, where Linux tells them. Never: estimates.

Linux calls a page of a mapped file private while one process alone maps it, though it can drop
it and would share it. So the figures are of one of two processes that do the same, like two
workers of a server; what one alone has as private is told beside it.
"""

from __future__ import annotations

import contextlib
import gc
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call, command
from benchmarks.parts.base import answered, asks, opened, say
from benchmarks.paths import ROOT
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.places import index_folder, index_of, is_ready, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run
    from benchmarks.peers.base import Peer, Reader

_ROLLUP: Final = Path("/proc/self/smaps_rollup")


def run(settings: Run, size: int) -> None:
    """Measure each engine."""
    if size not in settings.sizes:
        return
    archive = settings.archive(size)
    for name in (OURS, *settings.engines_at(size)):
        build_apart(archive, name)
        task = {"folder": str(archive.folder), "peer": name, "only_build": False}
        figures = call("memory", **task, short=settings.smoke)
        settings.store.write("memory", size, name, figures)
        shown = ", ".join(f"{k} {v:,.1f} MB" for k, v in (figures or {}).items())
        say(f"  {name}: {shown or 'not measured here'}")


def build_apart(archive: Archive, name: str) -> None:
    """Build an index that isn't there in a process of its own, which leaves nothing in another."""
    if not is_ready(index_folder(archive, name), name):
        call("memory", folder=str(archive.folder), peer=name, only_build=True)


def measure(task: dict[str, Any]) -> dict[str, float] | None:
    """Open, ask everything in each mode, and look: alone, then beside a twin."""
    archive = load(task["folder"])
    peer = PEERS[task["peer"]]
    if task["only_build"]:
        index_of(archive, peer.name)
        return None
    before = rollup()
    reader = opened(peer, archive)
    ask_all(peer, reader, archive)
    alone = rollup()
    if task.get("twin"):
        print("ready", flush=True)
        sys.stdin.readline()
        return None
    with contextlib.nullcontext() if task["short"] else twin(task):
        ask_all(peer, reader, archive)
        together = rollup()
    reader.close()
    if before is None or alone is None or together is None:
        return None
    return {**together, "alone": alone["private"], "before": before["private"]}


def ask_all(peer: Peer, reader: Reader, archive: Archive) -> None:
    """Ask every question once in each mode."""
    for mode in peer.modes:
        answered(peer, asks(peer, reader, mode, archive))
    gc.collect()


@contextlib.contextmanager
def twin(task: dict[str, Any]) -> Iterator[None]:
    """Let a second process do the same and hold its index open meanwhile."""
    arguments = command("memory", {**task, "twin": True})
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for; this tells the type
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("a process to be measured didn't start")
        yield
        process.communicate("go\n")


def rollup() -> dict[str, float] | None:
    """Return this process's private and shared megabytes; None where that isn't told."""
    if not _ROLLUP.is_file():
        return None
    sums = {"private": 0, "shared": 0}
    for line in _ROLLUP.read_text(encoding="ascii").splitlines()[1:]:
        name, _, value = line.partition(":")
        kind, _, rest = name.lower().partition("_")
        if kind in sums and rest in {"clean", "dirty"}:
            sums[kind] += int(value.split()[0])
    return {name: round(kilobytes / 1024, 1) for name, kilobytes in sums.items()}

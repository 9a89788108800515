"""Part ``memory``: what a process holds that has opened an index and answered each query.

In: an index. Out: private and shared megabytes, where Linux tells them. Never: estimates.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call
from benchmarks.parts.base import asks, opened, say
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.places import index_folder, index_of, is_ready, load

if TYPE_CHECKING:
    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run

_ROLLUP: Final = Path("/proc/self/smaps_rollup")


def run(settings: Run, size: int) -> None:
    """Measure each engine."""
    if size not in settings.sizes:
        return
    archive = settings.archive(size)
    for name in (OURS, *settings.peers_at(size)):
        build_apart(archive, name)
        figures = call("memory", folder=str(archive.folder), peer=name, only_build=False)
        settings.store.write("memory", size, name, figures)
        say(f"  {name}: {figures or 'not measured here'}")


def build_apart(archive: Archive, name: str) -> None:
    """Build an index that isn't there in a process of its own, which leaves nothing in another."""
    if not is_ready(index_folder(archive, name), name):
        call("memory", folder=str(archive.folder), peer=name, only_build=True)


def measure(task: dict[str, Any]) -> dict[str, float] | None:
    """Open, ask everything in each mode, and look."""
    archive = load(task["folder"])
    peer = PEERS[task["peer"]]
    if task["only_build"]:
        index_of(archive, peer.name)
        return None
    before = rollup()
    reader = opened(peer, archive)
    for mode in peer.modes:
        for ask in asks(peer, reader, mode, archive).values():
            ask()
    gc.collect()
    after = rollup()
    reader.close()
    if after is None or before is None:
        return None
    return {**after, "private_before": before["private"]}


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

"""Where things lie in the work folder, and indexes that are made when they are asked for.

In: an archive, a peer. Out: the folder of its index. Never: takes an index of older code for ours.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.code import READING, TERMS, code
from benchmarks.growing.archive import Archive
from benchmarks.peers.registry import OUR_ANALYSIS, OURS, PEERS

if TYPE_CHECKING:
    from benchmarks.peers.base import Peer


def load(folder: str | Path) -> Archive:
    """Return the archive in a folder."""
    path = Path(folder)
    return Archive(path, json.loads((path / "facts.json").read_text(encoding="utf-8")))


def index_folder(archive: Archive, name: str) -> Path:
    """Return where a peer's index lies, made or not."""
    return archive.folder / "indexes" / name


def index_of(archive: Archive, name: str) -> Path:
    """Return the folder of a peer's index; build it when it isn't there."""
    folder = index_folder(archive, name)
    if not is_ready(folder, name):
        peer: Peer = PEERS[name]
        rows = peer.rows(archive)
        empty(folder)
        peer.build(rows, folder, peer.builds[0])
        ready(folder, name)
    return folder


def is_ready(folder: Path, name: str) -> bool:
    """Say whether a whole index lies there that today's code wrote."""
    mark = _mark(folder)
    return mark.is_file() and mark.read_text(encoding="ascii") == _version(name)


def ready(folder: Path, name: str) -> None:
    """Note that an index is whole."""
    _mark(folder).write_text(_version(name), encoding="ascii")


def empty(folder: Path) -> None:
    """Make an empty folder there."""
    _mark(folder).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def bytes_of(folder: Path) -> int:
    """Return what a folder's files take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _mark(folder: Path) -> Path:
    return folder.parent / f"{folder.name}.ready"


def _version(name: str) -> str:
    if name == OURS:
        return code()
    return code((*READING, *TERMS) if name in OUR_ANALYSIS else READING)

"""Part ``index``: the time to write an index, its size on disk, and the memory it took.

In: archives. Out: seconds, bytes and megabytes by engine and way of writing.
Never: times the making of a peer's rows: each gets documents in its own form.

What is timed for ours, ``files``: the whole of `searchqa index`: read, clean, flatten, write,
sync, publish. ``documents``: the engine's writer on documents read before, without sync and
publishing; that is what the peers' times are compared with. ``yaml`` is PyYAML's C loader over
the same files: what a user of Whoosh needs besides.
"""

from __future__ import annotations

import gc
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import call
from benchmarks.parts.base import say
from benchmarks.peers.ours import DOCUMENTS
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.peers.whoosh_own import OUR_FIELDS, our_rows
from benchmarks.places import bytes_of, empty, index_folder, load, ready

if TYPE_CHECKING:
    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run

YAML: Final = "yaml"
# Writing is repeated where it is quick.
REPEATED_UP_TO: Final = 20_000


def run(settings: Run, size: int) -> None:
    """Measure each way of writing, in turn."""
    archive = settings.archive(size)
    ways = [
        (name, how) for name in (OURS, *settings.engines_at(size)) for how in PEERS[name].builds
    ]
    if "whoosh" in settings.engines_at(size):
        ways.append((YAML, YAML))
    repeats = 3 if size <= REPEATED_UP_TO and not settings.smoke else 1
    figures: dict[str, list[Any]] = {}
    for _ in range(repeats):
        for name, how in ways:
            done = call("building", folder=str(archive.folder), peer=name, how=how)
            figures.setdefault(f"{name}: {how}", []).append(done)
            seconds = done.get("seconds")
            say(f"  {name}, {how}: " + (f"{seconds:.2f} s" if seconds else done["left_out"]))
    settings.store.write("index", size, "all", figures)


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Write one index in this process."""
    archive = load(task["folder"])
    name, how = task["peer"], task["how"]
    if name == YAML:
        return {"seconds": _yaml(archive), "bytes": 0, "megabytes": _peak()}
    peer = PEERS[name]
    searched = how == peer.builds[0]
    folder = index_folder(archive, name if searched else f"{name}-other")
    try:
        rows = _rows(archive, name, how)
    except ImportError as error:
        return {"left_out": f"searchqa has no Whoosh schema any more ({error})"}
    empty(folder)
    gc.collect()
    gc.freeze()
    begun = time.perf_counter()
    peer.build(rows, folder, how)
    seconds = time.perf_counter() - begun
    figures = {"seconds": seconds, "bytes": bytes_of(folder), "megabytes": _peak()}
    if searched:
        ready(folder, name)
    else:
        empty(folder)
    return figures


def _rows(archive: Archive, name: str, how: str) -> Any:  # noqa: ANN401 - as the peers'
    if (name, how) == (OURS, DOCUMENTS):
        return archive.documents()
    if how == OUR_FIELDS:
        return our_rows(archive)
    return PEERS[name].rows(archive)


def _yaml(archive: Archive) -> float:
    """Return the seconds of PyYAML over the front matter of all files."""
    import yaml

    paths = sorted(Path(archive.site, "_books").iterdir())
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[1] for path in paths]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    begun = time.perf_counter()
    for text in texts:
        yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    return time.perf_counter() - begun


def _peak() -> float:
    """Return the most memory this process and its children ever had, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024

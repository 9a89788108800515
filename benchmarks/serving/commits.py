"""Commit again and again while clients ask a server that reindexes by itself.

In: how long, how often. Out: what was asked, how long a commit took to be found; exit code 1
when a request failed or a commit wasn't found. Never: leaves a process behind.

    python -m benchmarks.serving commits --minutes 5 --commit-every 4 --reindex-every 2s
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.serving.server import Served, serving
from benchmarks.serving.soak import CLIENTS, Asking, Site

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE: Final = 30.0
LOOK: Final = 0.05
_WHO: Final = ("-c", "user.name=Ida Brook", "-c", "user.email=ida@example.org")


class Repository(Site):
    """The sample's transcripts in a git repository, and a configuration that indexes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.config = folder / "searchqa.yaml"
        text = f"index: index\nsources:\n  - {{name: weeks, git: {self.folder}, branch: main}}\n"
        self.config.write_text(text, encoding="utf-8")
        self._git("init", "--quiet", "--initial-branch=main", ".")
        self.publish()

    def publish(self) -> None:
        """Commit the next generation."""
        self.generation += 1
        self.mark()
        self._git("add", "--all")
        self._git(*_WHO, "commit", "--quiet", "--message", f"generation {self.generation}")

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", "-C", str(self.folder), *arguments], check=True)


@dataclass
class Waiting:
    """How long commits took to be found, in seconds."""

    served: Served
    seconds: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def for_commit(self, generation: int) -> None:
        """Wait until a search finds what was just committed."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        while time.monotonic() - begun < PATIENCE:
            connection.request("GET", f"/api/search?q=soakmark{generation}&limit=1&facets=none")
            answer = connection.getresponse()
            body = answer.read()
            # Before there is an index, a server says 503: this is waiting, too.
            if answer.status == 200 and json.loads(body)["total"]:
                self.seconds.append(time.monotonic() - begun)
                connection.close()
                return
            time.sleep(LOOK)
        self.problems.append(f"commit {generation} wasn't found in {PATIENCE:.0f} s")


def main(arguments: list[str]) -> int:
    """Commit, ask, and print what came of it."""
    parser = argparse.ArgumentParser("python -m benchmarks.serving commits")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--commit-every", type=float, default=4.0, metavar="SECONDS")
    parser.add_argument("--reindex-every", default="2s", metavar="DURATION")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="searchqa-commits-") as name:
        site = Repository(Path(name))
        more = ("--config", str(site.config), "--reindex-every", options.reindex_every)
        with serving(site.index, options.workers, more) as served:
            waiting, asking = Waiting(served), Asking(served)
            waiting.for_commit(site.generation)
            first = waiting.seconds[:]
            waiting.seconds.clear()
            run(site, asking, waiting, options.minutes * 60, options.commit_every)
            problems = [*asking.report(site), *waiting.problems]
    if first and waiting.seconds:
        print(f"the first index was there after {first[0]:.1f} s")
        print(told(waiting.seconds))
    print("\n".join(problems) or "nothing was wrong")
    return 1 if problems else 0


def run(site: Repository, asking: Asking, waiting: Waiting, seconds: float, every: float) -> None:
    """Let clients ask and commits come, each waited for until it is found."""
    ended = threading.Event()
    clients = [threading.Thread(target=asking.client, args=(ended,)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    begun = due = time.monotonic()
    try:
        while time.monotonic() - begun < seconds:
            due += every
            site.publish()
            waiting.for_commit(site.generation)
            asking.watch.look(asking.served.pid, time.monotonic() - begun)
            time.sleep(max(0.0, due - time.monotonic()))
    finally:
        ended.set()
        for client in clients:
            client.join()


def told(seconds: Sequence[float]) -> str:
    """Return how long commits took to be found."""
    slowest = max(seconds)
    late = sum(one > 3 for one in seconds)
    return (
        f"{len(seconds)} commits; from a commit to its answer: median "
        f"{statistics.median(seconds):.2f} s, slowest {slowest:.2f} s, {late} over 3 s"
    )

"""Publish again and again while clients ask: ``python -m benchmarks.serving soak``.

In: how long, how often. Out: what was asked, memory and open files over time; exit code 1 when
a request failed or an answer was of two generations. Never: leaves a process behind.

Each generation holds one word of its own in several books, the mark. An answer with another
generation's mark, or with two, would be a mixture.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import searchqa
from benchmarks.paths import ROOT
from benchmarks.serving.memory import Watch, grown
from benchmarks.serving.server import Served, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MARK: Final = re.compile(r"soakmark(\d+)")
CLIENTS: Final = 4
PAUSE: Final = 0.02
QUERY: Final = "q=soakmark*&group=none"


def main(arguments: list[str]) -> int:
    """Soak and print what came of it."""
    parser = argparse.ArgumentParser("python -m benchmarks.serving soak")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--publish-every", type=float, default=5.0, metavar="SECONDS")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="searchqa-soak-") as name:
        site = Site(Path(name))
        site.publish()
        with serving(site.index) as served:
            asking = Asking(served)
            run(site, asking, options.minutes * 60, options.publish_every)
            problems = asking.report(site)
    print("\n".join(problems) or "nothing was wrong")
    return 1 if problems else 0


class Site:
    """The sample's transcripts, some of them marked anew for each generation."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.index, self.generation = folder / "site", folder / "index", 0
        shutil.copytree(Path(searchqa.__file__).parent / "sample", self.folder)
        self.books = sorted((self.folder / "_books").glob("2*.md"))[:3]
        self.texts = {book: book.read_text(encoding="utf-8") for book in self.books}

    def mark(self) -> None:
        """Write the generation's mark into the books."""
        for book, text in self.texts.items():
            marked = re.sub(r"\bthe\b", f"the soakmark{self.generation}", text)
            book.write_text(marked, encoding="utf-8")

    def publish(self) -> None:
        """Mark the books and bring the index up to date, from a process of its own."""
        self.generation += 1
        self.mark()
        command = [sys.executable, "-m", "searchqa", "index", str(self.folder)]
        command += ["--index", str(self.index)]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


@dataclass
class Asking:
    """Clients, and what they found."""

    served: Served
    done: Counter[str] = field(default_factory=Counter)
    generations: set[int] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def client(self, ended: threading.Event) -> None:
        """Ask until it is over, on one connection that is kept."""
        chance = random.Random()  # noqa: S311 - no secret
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        while not ended.is_set():
            name = chance.choice(list(QUESTIONS))
            path, judge = QUESTIONS[name]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read().decode("utf-8")
            except (OSError, http.client.HTTPException) as error:
                self.problems.append(f"{path}: {type(error).__name__}: {error}")
                connection.close()
                continue
            self.done[name] += 1
            if answer.status != 200:
                self.problems.append(f"{path}: {answer.status} {body[:200]}")
            else:
                self._judged(path, judge(body))
            time.sleep(PAUSE)
        connection.close()

    def _judged(self, path: str, marks: set[int]) -> None:
        if len(marks) > 1:
            self.problems.append(f"{path}: an answer of generations {sorted(marks)}")
        self.generations |= marks

    def report(self, site: Site) -> list[str]:
        """Print figures; return what was wrong."""
        asked = ", ".join(f"{count:,} {name}" for name, count in sorted(self.done.items()))
        print(f"{self.done.total():,} requests ({asked}), {len(self.problems)} failed")
        print(f"{site.generation} generations published, {len(self.generations)} seen in answers")
        print(grown(self.watch))
        return self.problems[:20]


def run(site: Site, asking: Asking, seconds: float, every: float) -> None:
    """Let clients ask and generations come, and look at the server's memory."""
    ended = threading.Event()
    clients = [threading.Thread(target=asking.client, args=(ended,)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    begun = time.monotonic()
    due = every
    while (at := time.monotonic() - begun) < seconds:
        asking.watch.look(asking.served.pid, at)
        if at >= due:
            site.publish()
            due += every
        time.sleep(min(0.5, seconds / 100))
    ended.set()
    for client in clients:
        client.join()


def _of_search(body: str) -> set[int]:
    found = json.loads(body)
    marks = _of_text(body)
    return marks | {int(found["generation"])} if marks else marks


def _of_text(body: str) -> set[int]:
    return set(map(int, MARK.findall(body)))


def _of_nothing(_: str) -> set[int]:
    return set()


QUESTIONS: Final[Mapping[str, tuple[str, Callable[[str], set[int]]]]] = {
    "searches": (f"/api/search?{QUERY}&limit=50", _of_search),
    "other searches": ("/api/search?q=data+versioning", _of_nothing),
    "exports": (f"/api/export?{QUERY}&format=jsonl", _of_text),
    "pages": (f"/search?{QUERY}", _of_text),
    "start pages": ("/", _of_nothing),
    "checks": ("/readyz", _of_nothing),
}

"""Reindexing from a git repository, against git itself and PyYAML's C loader in the same run.

In: a folder of transcripts (``--corpus``; the shipped sample without it).
Out: a table of medians and of ratios, each pair measured one after the other.
Never: asserts a time; a slower result is printed as it is.

Measured, each as whole commands, with everything that a process costs:

* ``full``: ``searchqa reindex`` of everything, from a repository and no index.
* ``unchanged``: the same again, nothing changed.
* ``one changed``: the same again after a commit to one transcript.
* ``folder``: ``searchqa reindex`` of the same files from a folder, no index.
* ``with talks``: the same as ``full``, with the talks beside the books where there are any.
* ``running full``, ``running changed``: the same two in a process that goes on, as
  ``searchqa reindex --every`` does: what Python imports was imported before.
* ``git``: what git needs to say that nothing changed and to list the files, alone.
* ``yaml``: PyYAML's C loader over the front matter of the same books, without its start.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.indexing import SAMPLE, measure_yaml
from searchqa import app
from searchqa.config import Options, load
from searchqa.report import ReindexOptions

WHO: Final = ("-c", "user.name=Ida Brook", "-c", "user.email=ida@example.org")
ORDER: Final = ("git", "unchanged", "yaml", "full", "one changed", "folder", "with talks")
RUNNING: Final = ("running full", "running changed")


class Place:
    """A repository of a corpus, and configurations that index it.

    Args:
        folder: An empty folder.
        corpus: Has ``_books``, ``_people``, and perhaps ``_podcast``.
    """

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.changes = 0
        for part in ("_books", "_people", "_podcast"):
            if (corpus / part).is_dir():
                shutil.copytree(corpus / part, self.site / part)
        self.talks = (self.site / "_podcast").is_dir()
        git(self.site, "init", "--quiet", "--initial-branch=main", ".")
        self.commit()
        books = f"  - {{name: books, git: {self.site}, branch: main}}\n"
        talks = f"  - {{name: talks, git: {self.site}, branch: main, format: talks}}\n"
        self._write("git", books)
        self._write("both", books + (talks if self.talks else ""))
        self._write("folder", f"  - {{name: books, path: {self.site}}}\n")

    def commit(self) -> None:
        """Commit what is there."""
        git(self.site, "add", "--all")
        git(self.site, *WHO, "commit", "--quiet", "--message", f"change {self.changes}")

    def change(self) -> None:
        """Commit a change to one transcript."""
        self.changes += 1
        first = min((self.site / "_books").glob("[!_]*.md"))
        with first.open("a", encoding="utf-8") as file:
            file.write(f"\nLine {self.changes} more.\n")
        self.commit()

    def forget(self, name: str) -> None:
        """Remove the index of a configuration, with its clones."""
        shutil.rmtree(self.folder / f"index-{name}", ignore_errors=True)

    def _write(self, name: str, sources: str) -> None:
        text = f"index: index-{name}\nsources:\n{sources}"
        (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def git(site: Path, *arguments: str) -> None:
    """Run git in a repository."""
    subprocess.run(["git", "-C", str(site), *arguments], check=True, stdout=subprocess.DEVNULL)


def timed(command: list[str]) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of a command, its children's too if larger."""
    started = time.perf_counter()
    # As a user has it, whatever this shell says: modules are compiled once and kept.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    # 2 is the exit code when a file is bad; a real archive has some.
    if process.returncode not in (0, 2):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def reindex(place: Place, name: str) -> tuple[float, float]:
    """Measure ``searchqa reindex`` with one of the configurations."""
    config = str(place.folder / f"{name}.yaml")
    return timed([sys.executable, "-m", "searchqa", "reindex", "--once", "--config", config])


def git_alone(place: Place) -> tuple[float, float]:
    """Measure what git needs to say that nothing changed, and to list the files."""
    site = str(place.site)
    asked, _ = timed(["git", "ls-remote", "--", site, "refs/heads/main"])
    listed, peak = timed(["git", "-C", site, "ls-tree", "-r", "-z", "main"])
    return asked + listed, peak


def measure(place: Place, what: str) -> tuple[float, float]:
    """Measure one thing once."""
    if what == "git":
        return git_alone(place)
    if what == "yaml":
        return measure_yaml(place.site, place.folder), 0.0
    if what in ("full", "folder", "with talks"):
        name = {"full": "git", "folder": "folder", "with talks": "both"}[what]
        place.forget(name)
        return reindex(place, name)
    if what == "one changed":
        place.change()
    return reindex(place, "git")


def running(place: Place, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Measure in one process that has reindexed before; memory isn't looked at."""
    config = load(place.folder, {}, Options(config=str(place.folder / "git.yaml")))
    out: dict[str, list[tuple[float, float]]] = {name: [] for name in RUNNING}
    app.reindex(config)
    for _ in range(runs):
        for what in RUNNING:
            place.change()
            started = time.perf_counter()
            app.reindex(config, ReindexOptions(full=what == "running full"))
            out[what].append((time.perf_counter() - started, 0.0))
    return out


def run(corpus: Path, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Measure everything ``runs`` times, in turn."""
    out: dict[str, list[tuple[float, float]]] = {name: [] for name in ORDER}
    with tempfile.TemporaryDirectory() as temporary:
        place = Place(Path(temporary), corpus)
        reindex(place, "git")
        for _ in range(runs):
            for what in ORDER:
                if what != "with talks" or place.talks:
                    out[what].append(measure(place, what))
        out.update(running(place, runs))
    return {name: pairs for name, pairs in out.items() if pairs}


def report(corpus: Path, figures: dict[str, list[tuple[float, float]]]) -> str:
    """Return the table of medians and ratios."""
    runs = len(figures["full"])
    lines = [
        f"{corpus.name}, {runs} runs, Python {platform.python_version()}, {platform.machine()}",
        f"{'':16}{'median ms':>10}{'peak MB':>10}",
    ]
    for name, pairs in figures.items():
        milliseconds = statistics.median(s for s, _ in pairs) * 1000
        megabytes = statistics.median(m for _, m in pairs)
        lines.append(f"{name:16}{milliseconds:10.1f}{megabytes:10.1f}")
    pairs_of = [
        ("unchanged - git, ms", [(a - b) * 1000 for a, b in _pairs(figures, "unchanged", "git")]),
        ("one changed / full", [a / b for a, b in _pairs(figures, "one changed", "full")]),
        (
            "running changed / full",
            [a / b for a, b in _pairs(figures, "running changed", "running full")],
        ),
        ("full / yaml", [a / b for a, b in _pairs(figures, "full", "yaml")]),
        ("full / folder", [a / b for a, b in _pairs(figures, "full", "folder")]),
    ]
    lines += [f"{says:24}{statistics.median(values):10.3f}" for says, values in pairs_of]
    return "\n".join(lines)


def _pairs(
    figures: dict[str, list[tuple[float, float]]], above: str, below: str
) -> list[tuple[float, float]]:
    return [(a, b) for (a, _), (b, _) in zip(figures[above], figures[below], strict=True)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    print(report(options.corpus, run(options.corpus, options.runs)))


if __name__ == "__main__":
    main()

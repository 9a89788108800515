"""How well the right thread is found: judged queries on the shipped sample.

In: benchmarks/judged/queries.jsonl. Out: a table; docs/retrieval.md with ``--write``.
Never: tunes anything, measures time, or writes beyond docs and a temporary folder.

For Q queries, each with a set of relevant threads, and the ten best threads of each
answer, let r(q) be the rank of the first relevant one (infinite when there is none):

* hits at k = |{q : r(q) <= k}| / Q
* MRR (mean reciprocal rank) = (1 / Q) * sum over q of 1 / r(q), with 1 / infinity = 0

Source: Manning, Raghavan and Schuetze, "Introduction to Information Retrieval", chapter 8;
E. Voorhees, "The TREC-8 Question Answering Track Report", 1999.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.retrieval_report import report, table
from benchmarks.whoosh_defaults import WhooshDefaults
from searchqa.analysis import analyze
from searchqa.app import open_index, reindex, sample_config
from searchqa.config import Config
from tests.support.documents import documents_by_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchqa.app import Index
    from searchqa.results import Results

ROOT = Path(__file__).parents[1]
QUERIES = ROOT / "benchmarks" / "judged" / "queries.jsonl"
REPORT = ROOT / "docs" / "retrieval.md"
DEPTH = 10
BASELINE = "Whoosh as it comes"


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the threads that answer it, each as ``book#number``."""

    id: str
    query: str
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query brought: threads as ``book#number``, best first."""

    judged: Judged
    found: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """Rank of the first relevant thread from 1, or None when it isn't there."""
        ranks = (rank for rank, one in enumerate(self.found, 1) if one in self.judged.relevant)
        return next(ranks, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Hits at 1, 5 and 10 and mean reciprocal rank, each from 0 to 1."""

    hits1: float
    hits5: float
    hits10: float
    mrr: float


def read_judged(path: Path = QUERIES) -> tuple[Judged, ...]:
    """Return the judged queries.

    Raises:
        ValueError: A line is not JSON.
        KeyError: A line lacks ``id``, ``query`` or ``relevant``.
    """
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Judged(row["id"], row["query"], tuple(row["relevant"])) for row in rows)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of the module's formulas; all 0 without outcomes."""
    total = len(outcomes) or 1
    ranks = [outcome.rank for outcome in outcomes]
    at1, at5, at10 = (sum(r is not None and r <= k for r in ranks) / total for k in (1, 5, 10))
    return Figures(at1, at5, at10, sum(1 / r for r in ranks if r is not None) / total)


def read_figures(text: str) -> dict[str, Figures]:
    """Return each variant's figures from the text of the written report."""
    row = re.compile(r"^\| ([^|]+?) \|" + r" (\d\.\d{3}) \|" * 4 + "$", re.MULTILINE)
    return {name: Figures(*map(float, values)) for name, *values in row.findall(text)}


def as_typed(index: Index, judged: Judged) -> Results:
    """Search as a person would: the words and nothing else."""
    return index.search(judged.query, limit=DEPTH, facets=())


def all_words(index: Index, judged: Judged) -> Results:
    """Ask for threads in which one message has every word that isn't a stop word."""
    analysis = analyze(judged.query)
    pairs = zip(analysis.words, analysis.stops, strict=True)
    text = " AND ".join(word for word, stop in pairs if not stop)
    return index.search(text, limit=DEPTH, facets=())


def questions_only(index: Index, judged: Judged) -> Results:
    """Search the questions and leave all replies out."""
    return index.search(judged.query, kind="question", limit=DEPTH, facets=())


def own_book(index: Index, judged: Judged) -> Results:
    """Search for a person who knows which book it was."""
    books = [one.partition("#")[0] for one in judged.relevant]
    return index.search(judged.query, book=books, limit=DEPTH, facets=())


VARIANTS: dict[str, Callable[[Index, Judged], Results]] = {
    "as typed": as_typed,
    "all words required": all_words,
    "only questions searched": questions_only,
    "filtered to its book": own_book,
}


def run(index: Index, judged: Sequence[Judged], variant: str = "as typed") -> tuple[Outcome, ...]:
    """Ask each query in one of the ``VARIANTS``."""

    def outcomes() -> Iterator[Outcome]:
        for one in judged:
            hits = VARIANTS[variant](index, one).hits
            yield Outcome(one, tuple(f"{hit.book.id}#{hit.thread.number}" for hit in hits))

    return tuple(outcomes())


def run_baseline(judged: Sequence[Judged]) -> tuple[Outcome, ...]:
    """Ask each query of Whoosh as it comes, over the same messages."""
    whoosh = WhooshDefaults(d for book in documents_by_book().values() for d in book)
    return tuple(Outcome(one, whoosh.threads(one.query, DEPTH)) for one in judged)


def build_sample(folder: Path) -> Path:
    """Index the shipped sample into a folder and return it."""
    reindex(sample_config(Config(index=folder)))
    return folder


def main() -> None:
    """Measure, print, and write the report when asked to."""
    parser = argparse.ArgumentParser(description="how well the right thread is found")
    parser.add_argument("--write", action="store_true", help="renew docs/retrieval.md")
    options = parser.parse_args()
    judged = read_judged()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_index(build_sample(Path(folder) / "index")) as index,
    ):
        outcomes = {name: run(index, judged, name) for name in VARIANTS}
        outcomes[BASELINE] = run_baseline(judged)
        questions = {
            f"{hit.book.id}#{hit.thread.number}": hit.thread.question
            for hit in index.search("", limit=1000, facets=()).hits
        }
    measured = {name: figures(found) for name, found in outcomes.items()}
    print(table(measured))
    if options.write:
        REPORT.write_text(report(measured, outcomes["as typed"], questions), encoding="utf-8")
        print(f"wrote {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

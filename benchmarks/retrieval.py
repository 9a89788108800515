"""How well the right thread is found: judged queries on the shipped sample.

In: benchmarks/judged/queries.jsonl. Out: a table; docs/retrieval.md with ``--write``.
Never: tunes anything, measures time, or writes beyond docs and a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.judgements import Judged, Outcome, figures, read_judged
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
REPORT = ROOT / "docs" / "retrieval.md"
DEPTH = 10
BASELINE = "Whoosh as it comes"


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

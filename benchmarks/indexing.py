"""Speed and memory of indexing, against Whoosh's own writer in the same run.

In: a folder of transcripts (``--corpus``; the shipped sample without it).
Out: a table of medians and of ratios, each pair measured one after the other.
Never: asserts a time; a slower result is printed as it is.

Measured, each in a process of its own:

* ``ours``: `searchqa index` of everything: read, clean, flatten, write, sync, publish.
* ``unchanged``: the same again, nothing changed.
* ``one changed``: the same again after one transcript changed.
* ``whoosh``: Whoosh's default writer (``index.writer()``, ``add_document``, ``commit``)
  with the same schema on the same documents, which are prepared beforehand
  and not timed.
* ``whoosh plain``: the same writer with the schema a tutorial would give the same
  documents: three stored TEXT fields with Whoosh's own analyzer, no stems, no
  unstemmed words, no question under each reply. Less work than ours.
* ``yaml``: PyYAML's C loader over the front matter of the same files.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchqa.model import Document

SAMPLE = Path(str(files("searchqa"))) / "sample"


def measure_ours(corpus: Path, index: Path) -> float:
    """Return the seconds of one `searchqa index`, imports included."""
    started = time.perf_counter()
    from searchqa.engines.whoosh_engine.engine import WhooshEngine  # imports are part of the work
    from searchqa.indexing.reindex import reindex
    from searchqa.sources.folder import FolderSource

    reindex((FolderSource(corpus),), index, WhooshEngine())
    return time.perf_counter() - started


def documents_of(corpus: Path) -> list[dict[str, object]]:
    """Return each message as the fields Whoosh's own API takes."""
    from tests.support.documents import documents_by_book

    books = documents_by_book(corpus).values()
    return [fields_of(document) for documents in books for document in documents]


def fields_of(document: Document) -> dict[str, object]:
    """Return a message as the fields of our schema."""
    from tests.support.whoosh_oracle import fields_of as prepared

    spans = [(span.start, span.end, span.kind, span.url) for span in document.spans]
    whole = (
        *(document.id, document.role, document.kind, document.answered, document.participant_key),
        *(document.start.toordinal(), document.end.toordinal(), document.title, document.authors),
        *(document.number, document.size, document.question, document.asker),
        *(document.participant, document.text, spans, document.links),
    )
    return prepared(document, json.dumps(whole, separators=(",", ":")).encode())


def measure_whoosh(corpus: Path, index: Path) -> float:
    """Return the seconds of Whoosh's default writer on prepared documents."""
    from whoosh.index import create_in

    from searchqa.engines.whoosh_engine.schema import build_schema
    from tests.support.whoosh_oracle import schema_for

    prepared = documents_of(corpus)
    index.mkdir(parents=True)
    started = time.perf_counter()
    writer = create_in(str(index), schema_for(build_schema())).writer()
    for fields in prepared:
        writer.add_document(**fields)
    writer.commit()
    return time.perf_counter() - started


def measure_whoosh_plain(corpus: Path, index: Path) -> float:
    """Return the seconds of Whoosh's default writer with a plain schema."""
    from whoosh import fields
    from whoosh.index import create_in

    from tests.support.documents import documents_by_book

    text = ("text", "question", "title")
    exact = ("participant", "book", "kind", "role")
    schema = fields.Schema(id=fields.ID(stored=True, unique=True))
    for name in text:
        schema.add(name, fields.TEXT(stored=True))
    for name in exact:
        schema.add(name, fields.ID(stored=True))
    schema.add("author", fields.KEYWORD(stored=True, commas=True))
    schema.add("date", fields.DATETIME(stored=True, sortable=True))
    prepared = [
        {
            **{name: getattr(document, name) for name in ("id", *text, *exact)},
            "author": ",".join(document.authors),
            "date": datetime.combine(document.start, datetime.min.time()),
        }
        for documents in documents_by_book(corpus).values()
        for document in documents
    ]
    index.mkdir(parents=True)
    started = time.perf_counter()
    writer = create_in(str(index), schema).writer()
    for fields_ in prepared:
        writer.add_document(**fields_)
    writer.commit()
    return time.perf_counter() - started


def measure_yaml(corpus: Path, _: Path) -> float:
    """Return the seconds of PyYAML's C loader over the files' front matter."""
    import yaml

    texts = []
    for path in sorted((corpus / "_books").glob("[!_]*.md")):
        parts = path.read_text(encoding="utf-8").split("---\n", 2)
        texts.append(parts[1])
    started = time.perf_counter()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return time.perf_counter() - started


MEASURES = {
    "ours": measure_ours,
    "unchanged": measure_ours,
    "one changed": measure_ours,
    "whoosh": measure_whoosh,
    "whoosh plain": measure_whoosh_plain,
    "yaml": measure_yaml,
}


def in_a_process(what: str, corpus: Path, index: Path) -> tuple[float, float]:
    """Return (seconds, peak megabytes) of one measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.indexing", "--only", what]
    command += ["--corpus", str(corpus), "--index", str(index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def touch_one(corpus: Path) -> None:
    """Change one transcript by a line at its end."""
    first = min((corpus / "_books").glob("[!_]*.md"))
    with first.open("a", encoding="utf-8") as file:
        file.write("\nOne line more.\n")


def run(corpus: Path, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Measure everything ``runs`` times, in turn."""
    out: dict[str, list[tuple[float, float]]] = {name: [] for name in MEASURES}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as temporary:
            copy = Path(temporary) / "corpus"
            shutil.copytree(corpus, copy)
            for what in ("ours", "whoosh", "whoosh plain", "yaml", "unchanged", "one changed"):
                if what == "one changed":
                    touch_one(copy)
                index = Path(temporary) / (what if what.startswith("whoosh") else "index")
                out[what].append(in_a_process(what, copy, index))
    return out


def report(corpus: Path, figures: dict[str, list[tuple[float, float]]]) -> str:
    """Return the table of medians and ratios."""
    runs = len(figures["ours"])
    lines = [
        f"{corpus.name}, {runs} runs, Python {platform.python_version()}, {platform.machine()}",
        f"{'':14}{'median s':>10}{'peak MB':>10}",
    ]
    for name, pairs in figures.items():
        seconds = statistics.median(s for s, _ in pairs)
        megabytes = statistics.median(m for _, m in pairs)
        lines.append(f"{name:14}{seconds:10.3f}{megabytes:10.1f}")
    ratios = {
        "ours / (whoosh + yaml)": ("ours", ("whoosh", "yaml")),
        "ours / (whoosh plain + yaml)": ("ours", ("whoosh plain", "yaml")),
        "unchanged / ours": ("unchanged", ("ours",)),
        "one changed / ours": ("one changed", ("ours",)),
    }
    for says, (above, below) in ratios.items():
        values = [
            figures[above][run][0] / sum(figures[name][run][0] for name in below)
            for run in range(runs)
        ]
        lines.append(f"{says:30}{statistics.median(values):.3f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        seconds = MEASURES[options.only](options.corpus, options.index)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([seconds, peak]))
        return
    print(report(options.corpus, run(options.corpus, options.runs)))


if __name__ == "__main__":
    main()

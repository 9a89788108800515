"""A grown archive on disk: transcripts, people, and the documents they become.

In: a corpus, a size, a work folder. Out: an Archive, made once and found again.
Never: gives documents that differ from what the files say; they are read back from them.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.growing.books import Plan, author_names, person_file, plan, write
from benchmarks.growing.names import slug
from benchmarks.growing.seed import Seed, read_seed
from searchqa.flatten import flatten
from searchqa.model import Document, Person
from searchqa.readers.transcript import read_transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Changes with what the generator makes: an archive of another version isn't used again.
VERSION: Final = 1
BOOKS_A_TASK: Final = 60
_SUMMED: Final = ("threads", "characters")
_COUNTED: Final = ("author", "book", "participant")


@dataclass(frozen=True, slots=True)
class Archive:
    """One grown archive.

    Attributes:
        folder: Where it lies; ``site`` below it is a source for `searchqa index`.
        facts: ``messages``, ``books``, ``threads``, ``participants``, ``authors``,
            ``characters`` a message, and ``values``: the most frequent of each facet.
    """

    folder: Path
    facts: dict[str, Any]

    @property
    def site(self) -> Path:
        """The folder of transcripts and people."""
        return self.folder / "site"

    def documents(self) -> list[Document]:
        """Return all documents, in the order of the books."""
        gc.disable()  # a million new objects, none of them garbage
        try:
            return list(self._read())
        finally:
            gc.enable()

    def _read(self) -> Iterator[Document]:
        for shard in sorted((self.folder / "documents").iterdir()):
            yield from pickle.loads(shard.read_bytes())  # noqa: S301 - written by this module


def archive(corpus: Path, messages: int, work: Path, processes: int = 0) -> Archive:
    """Return the archive of a corpus grown to so many messages; make it when it isn't there."""
    seed = read_seed(corpus)
    folder = work / f"{corpus.name}-{seed.key}-{VERSION}" / str(messages)
    facts = folder / "facts.json"
    if not facts.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        grown = _grow(corpus, seed, messages, folder, processes or os.cpu_count() or 1)
        facts.write_text(json.dumps(grown, indent=1), encoding="utf-8")
    return Archive(folder, json.loads(facts.read_text(encoding="utf-8")))


def _grow(corpus: Path, seed: Seed, messages: int, folder: Path, processes: int) -> dict[str, Any]:
    for part in ("site/_books", "site/_people", "documents"):
        (folder / part).mkdir(parents=True)
    plans = plan(seed, messages)
    for name in {name for one in plans for name in author_names(seed, one)}:
        file = folder / "site" / "_people" / f"{slug(name)}.md"
        file.write_text(person_file(name), encoding="utf-8")
    tasks = [plans[at : at + BOOKS_A_TASK] for at in range(0, len(plans), BOOKS_A_TASK)]
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(corpus, folder)) as pool:
        counted = list(pool.map(_make, range(len(tasks)), tasks))
    sums: Counter[str] = Counter()
    values: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    for one in counted:
        sums.update({name: one[name] for name in _SUMMED})
        for name in _COUNTED:
            values[name].update(one[name])
    return {
        "corpus": seed.key,
        "messages": messages,
        "books": len(values["book"]),
        "threads": sums["threads"],
        "participants": len(values["participant"]),
        "authors": len(values["author"]),
        "characters": round(sums["characters"] / messages, 1),
        "values": {name: [v for v, _ in values[name].most_common(40)] for name in _COUNTED},
    }


_held: list[tuple[Seed, Path]] = []


def _start(corpus: Path, folder: Path) -> None:
    _held[:] = [(read_seed(corpus), folder)]


def _make(number: int, plans: Sequence[Plan]) -> dict[str, Any]:
    """Write some books, read them back, keep their documents; return counts."""
    seed, folder = _held[0]
    documents: list[Document] = []
    for one in plans:
        book, text = write(seed, one)
        file = folder / "site" / "_books" / f"{book}.md"
        file.write_text(text, encoding="utf-8")
        documents += read_back(text.encode(), f"_books/{book}.md", author_names(seed, one))
    shard = folder / "documents" / f"{number:06}.pickle"
    shard.write_bytes(pickle.dumps(documents, protocol=5))
    return {
        "threads": len({d.thread for d in documents}),
        "characters": sum(len(d.text) for d in documents),
        "author": Counter(name for d in documents for name in d.authors),
        "book": Counter(d.book for d in documents),
        "participant": Counter(d.participant_key for d in documents),
    }


def read_back(data: bytes, file: str, authors: Sequence[str]) -> tuple[Document, ...]:
    """Return the documents of a written transcript, as `searchqa index` makes them."""
    people = {slug(name): Person(slug(name), name) for name in authors}
    transcript, problems = read_transcript(data, file)
    if problems:
        raise ValueError(f"the generator wrote {problems[0]}")
    return flatten(transcript, people.get).documents

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

from benchmarks.code import READING, code
from benchmarks.growing.books import Plan, author_names, person_file, plan, write
from benchmarks.growing.names import slug
from benchmarks.growing.seed import Seed, read_seed
from searchqa.flatten import flatten
from searchqa.model import Document, Person
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
            ``characters`` a message; ``values``, the most frequent of each facet; and
            ``reading``, the state of the code that read them.
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
    """Return the archive of a corpus grown to so many messages; make what isn't there.

    Its documents are read from its files anew whenever the code that reads has changed.
    """
    seed = read_seed(corpus)
    folder = work / f"{corpus.name}-{seed.key}-{VERSION}" / str(messages)
    facts = folder / "facts.json"
    known = json.loads(facts.read_text(encoding="utf-8")) if facts.is_file() else {}
    if known.get("reading") != code(READING):
        workers = processes or os.cpu_count() or 1
        if not known:
            shutil.rmtree(folder, ignore_errors=True)
            _write_all(corpus, seed, messages, folder, workers)
        known = {**_read_all(folder, messages, workers), "reading": code(READING)}
        facts.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return Archive(folder, known)


def _write_all(corpus: Path, seed: Seed, messages: int, folder: Path, workers: int) -> None:
    for part in ("_books", "_people"):
        (folder / "site" / part).mkdir(parents=True)
    plans = plan(seed, messages)
    for name in {name for one in plans for name in author_names(seed, one)}:
        file = folder / "site" / "_people" / f"{slug(name)}.md"
        file.write_text(person_file(name), encoding="utf-8")
    tasks = [plans[at : at + BOOKS_A_TASK] for at in range(0, len(plans), BOOKS_A_TASK)]
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(corpus, folder)) as pool:
        list(pool.map(_write_some, tasks))


_held: list[tuple[Seed, Path]] = []


def _start(corpus: Path, folder: Path) -> None:
    _held[:] = [(read_seed(corpus), folder)]


def _write_some(plans: Sequence[Plan]) -> None:
    seed, folder = _held[0]
    for one in plans:
        book, text = write(seed, one)
        (folder / "site" / "_books" / f"{book}.md").write_text(text, encoding="utf-8")


def _read_all(folder: Path, messages: int, workers: int) -> dict[str, Any]:
    """Keep the documents of all files; return what they are like."""
    shutil.rmtree(folder / "documents", ignore_errors=True)
    (folder / "documents").mkdir()
    files = sorted((folder / "site" / "_books").iterdir())
    tasks = [files[at : at + BOOKS_A_TASK] for at in range(0, len(files), BOOKS_A_TASK)]
    with ProcessPoolExecutor(workers) as pool:
        counted = list(pool.map(_read_some, [folder] * len(tasks), range(len(tasks)), tasks))
    sums: Counter[str] = Counter()
    values: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    for one in counted:
        sums.update({name: one[name] for name in _SUMMED})
        for name in _COUNTED:
            values[name].update(one[name])
    return {
        "messages": messages,
        "books": len(values["book"]),
        "threads": sums["threads"],
        "participants": len(values["participant"]),
        "authors": len(values["author"]),
        "characters": round(sums["characters"] / messages, 1),
        "values": {name: _most_frequent(values[name]) for name in _COUNTED},
    }


def _most_frequent(counts: Counter[str]) -> list[str]:
    """Return the forty most frequent; of equal ones the first by alphabet."""
    return sorted(counts, key=lambda value: (-counts[value], value))[:40]


def _read_some(folder: Path, number: int, files: Sequence[Path]) -> dict[str, Any]:
    """Read some files and keep their documents; return counts."""
    source = FolderSource(folder / "site")

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    documents: list[Document] = []
    for file in files:
        documents += read_back(file.read_bytes(), f"_books/{file.name}", person)
    shard = folder / "documents" / f"{number:06}.pickle"
    shard.write_bytes(pickle.dumps(documents, protocol=5))
    return {
        "threads": len({d.thread for d in documents}),
        "characters": sum(len(d.text) for d in documents),
        "author": Counter(name for d in documents for name in d.authors),
        "book": Counter(d.book for d in documents),
        "participant": Counter(d.participant_key for d in documents),
    }


def read_back(
    data: bytes, file: str, person: Callable[[str], Person | None]
) -> tuple[Document, ...]:
    """Return the documents of a written transcript, as `searchqa index` makes them.

    Raises:
        ValueError: There is something wrong in it.
    """
    transcript, problems = read_transcript(data, file)
    if problems:
        raise ValueError(f"the generator wrote {problems[0]}")
    return flatten(transcript, person).documents

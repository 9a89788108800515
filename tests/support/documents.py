"""Documents to test engines with: the shipped sample, and the large corpus where it is."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

from searchqa.flatten import flatten
from searchqa.model import Document, Person
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource

SAMPLE = Path(str(files("searchqa"))) / "sample"


def corpus() -> Path | None:
    """Return the folder of the large corpus, or None on a machine without it."""
    named = os.environ.get("SEARCHQA_CORPUS")
    path = Path(named) if named else Path(__file__).parents[3] / "shared" / "corpus"
    return path if path.is_dir() else None


@cache
def documents_by_book(folder: Path = SAMPLE) -> dict[str, tuple[Document, ...]]:
    """Return the documents of each transcript that can be read."""
    source = FolderSource(folder)

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    out = {}
    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        flattened = flatten(transcript, person)
        out[flattened.book.id] = flattened.documents
    return out


def half(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return every other thread of a book."""
    threads = sorted({document.thread for document in documents})[::2]
    return tuple(document for document in documents if document.thread in threads)

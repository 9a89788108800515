"""The smallest engine that keeps what it is given: JSON files, no search.

In: documents. Out: the same documents. Never: changes a file that it wrote before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from searchqa.engines.base import Answer, Statistics
from searchqa.errors import IndexDamagedError
from searchqa.model import Document, Span
from searchqa.query.request import Request
from searchqa.results import Bucket, ScorePart
from searchqa.schema import FacetName


def to_json(document: Document) -> dict[str, Any]:
    entry = asdict(document)
    sent = document.sent.isoformat() if document.sent else None
    days = {"start": document.start.isoformat(), "end": document.end.isoformat()}
    return {**entry, **days, "sent": sent}


def from_json(entry: dict[str, Any]) -> Document:
    return Document(
        **{
            **entry,
            "start": date.fromisoformat(entry["start"]),
            "end": date.fromisoformat(entry["end"]),
            "sent": datetime.fromisoformat(entry["sent"]) if entry["sent"] else None,
            "spans": tuple(Span(**span) for span in entry["spans"]),
            "links": tuple(entry["links"]),
            "authors": tuple(entry["authors"]),
        }
    )


def latest(folder: Path) -> Path | None:
    return max(folder.glob("table-*.json"), default=None)


class FakeWriter:
    """Each commit adds a segment and a new table of which books live in which segment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.old = latest(folder)
        table = json.loads(self.old.read_text("utf-8")) if self.old else {}
        self.table: dict[str, list[str]] = table
        self.added: list[Document] = []

    def remove(self, book_id: str) -> None:
        self.table = {
            segment: [book for book in books if book != book_id]
            for segment, books in self.table.items()
        }

    def add(self, documents: Iterable[Document]) -> None:
        self.added += documents

    def commit(self) -> None:
        number = 1 + int(self.old.stem.partition("-")[2]) if self.old else 1
        name = f"segment-{number:04}.json"
        entries = [to_json(document) for document in self.added]
        (self.folder / name).write_text(json.dumps(entries), "utf-8")
        table = {segment: books for segment, books in self.table.items() if books}
        table[name] = sorted({document.book for document in self.added})
        (self.folder / f"table-{number:04}.json").write_text(json.dumps(table), "utf-8")
        for path in self.folder.glob("segment-*.json"):
            if path.name not in table:
                path.unlink()
        if self.old:
            self.old.unlink()

    def cancel(self) -> None:
        self.added = []


class FakeSearcher:
    """Gives back documents; asked anything else, it fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.table = latest(folder)
        if self.table is None:
            raise IndexDamagedError(f"nothing was committed in {folder}")

    def documents(self) -> Iterator[Document]:
        assert self.table is not None
        for segment, books in json.loads(self.table.read_text("utf-8")).items():
            for entry in json.loads((self.folder / segment).read_text("utf-8")):
                if entry["book"] in books:
                    yield from_json(entry)

    def document(self, document_id: str) -> Document | None:
        return next((d for d in self.documents() if d.id == document_id), None)

    def thread(self, thread_id: str) -> tuple[Document, ...]:
        found = [d for d in self.documents() if d.thread == thread_id]
        return tuple(sorted(found, key=lambda d: d.position))

    def search(self, request: Request) -> Answer:
        raise NotImplementedError

    def explain(self, request: Request, document_id: str) -> tuple[ScorePart, ...]:
        raise NotImplementedError

    def values(self, facet: FacetName) -> tuple[Bucket, ...]:
        raise NotImplementedError

    def collections(self) -> tuple[str, ...]:
        return tuple(sorted({document.collection for document in self.documents()}))

    def holds(self, word: str) -> bool:
        raise NotImplementedError

    def near_words(self, word: str) -> tuple[tuple[str, int], ...]:
        raise NotImplementedError

    def beginning_with(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        raise NotImplementedError

    def statistics(self) -> Statistics:
        raise NotImplementedError

    def close(self) -> None:
        pass


class FakeEngine:
    """An ``Engine`` for tests of what lies around an engine."""

    name = "fake"

    replaceable: frozenset[str] = frozenset()

    def __init__(self, fingerprint: str = "one") -> None:
        self.fingerprint = fingerprint

    def writer(self, folder: Path) -> FakeWriter:
        return FakeWriter(folder)

    def open(self, folder: Path) -> FakeSearcher:
        return FakeSearcher(folder)

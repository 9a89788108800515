"""A site of invented transcripts that tests write, edit and break.

In: book ids and messages. Out: files in a folder, and what an index of them holds.
Never: holds a name or a sentence of a real archive.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from searchqa.engines.base import Engine
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.model import Document
from searchqa.sources.folder import FolderSource

Thread = Sequence[tuple[str, str]]

TEXTS = (
    "How do you keep two versions of a table?",
    "By a hash of its rows; then data versioning is free.",
    "Does the loom need a schema, or is a pattern card enough?",
    "Use `SELECT 1` first, then the long query.",
    "Thanks! :tada:",
    "",
)


def threads_of(count: int, seed: int = 0) -> list[list[tuple[str, str]]]:
    """Return invented threads, different for each seed."""
    return [
        [
            ("Ida Brook", f"{TEXTS[0]} ({seed}/{number})"),
            ("Ann Loom", f"{TEXTS[(seed + number) % len(TEXTS)]} Version {seed}."),
            ("Tom Reed", TEXTS[(seed * 7 + number) % len(TEXTS)]),
        ]
        for number in range(count)
    ]


class Site:
    """A folder with ``_books`` and ``_people``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "_books").mkdir(parents=True)
        (path / "_people").mkdir()

    def file(self, book: str) -> Path:
        return self.path / "_books" / f"{book}.md"

    def write(
        self, book: str, threads: Sequence[Thread], *, authors: Sequence[str] = ("annloom",)
    ) -> None:
        day = f"{book[:4]}-{book[4:6]}-{book[6:8]}"
        archive = [
            {
                "name": thread[0][0],
                "text": thread[0][1],
                "replies": [{"name": name, "text": text} for name, text in thread[1:]],
            }
            for thread in threads
        ]
        front = {
            "title": f"The Book {book[9:]}",
            "start": day,
            "end": day,
            "authors": list(authors),
            "archive": archive,
        }
        lines = [f"{key}: {json.dumps(value)}" for key, value in front.items()]
        text = "\n".join(["---", *lines, "---", "", "A week about a book.", ""])
        self.file(book).write_text(text, encoding="utf-8")

    def spoil(self, book: str) -> None:
        self.file(book).write_text("---\ntitle: [never closed\n---\n", encoding="utf-8")

    def remove(self, book: str) -> None:
        self.file(book).unlink()

    def person(self, slug: str, name: str) -> None:
        text = f"---\ntitle: {json.dumps(name)}\n---\n"
        (self.path / "_people" / f"{slug}.md").write_text(text, encoding="utf-8")

    @property
    def sources(self) -> tuple[FolderSource, ...]:
        return (FolderSource(self.path),)


A, B, C = "20210104-alpha", "20210201-beta", "20220307-gamma"


def three_books(path: Path) -> Site:
    """Return a site of three books, one of whose authors has a people file."""
    made = Site(path)
    for seed, book in enumerate((A, B, C)):
        made.write(book, threads_of(seed + 1, seed))
    made.person("annloom", "Ann Loom")
    return made


def holds(index: Path, engine: Engine) -> dict[str, Document]:
    """Return each document that an index answers from, by id."""
    opened = open_index(index, engine)
    try:
        documents = list(opened.searcher.documents())
    finally:
        opened.close()
    by_id = {document.id: document for document in documents}
    assert len(by_id) == len(documents), "a document is in the index twice"
    assert {document.book for document in documents} <= set(opened.catalog)
    return by_id


def fresh(site: Site, engine: Engine) -> dict[str, Document]:
    """Return what an index built from nothing holds."""
    place = site.path.with_name("fresh")
    reindex(site.sources, place, engine)
    try:
        return holds(place, engine)
    finally:
        shutil.rmtree(place)


def generations(index: Path) -> list[str]:
    """Return the names of the generations on disk."""
    return sorted(p.name for p in (index / "generations").iterdir())


def in_a_child(work: Callable[[], object]) -> int:
    """Do something in a forked process; return its exit code, 0 when the work came to its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

"""Datasette over SQLite's FTS5, asked the same words side by side.

In: an index of ours. Out: a table. Never: compares what wasn't measured in the same run.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

import searchqa
from benchmarks.paths import ROOT
from benchmarks.serving import asked
from benchmarks.serving.load import Most, most, wrk_there
from benchmarks.serving.server import SECONDS, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = ROOT / ".benchmarks" / "datasette"
PACKAGE: Final = "datasette>=0.65,<1"
FACETS: Final = ("author", "book", "participant", "role", "kind", "year")
_LIMIT: Final = 1_000


def compare(index: Path, seconds: int) -> tuple[list[str], int]:
    """Return both sides as rows, and how many of our requests failed."""
    program = _program()
    if program is None or not wrk_there():
        return ["", "Not compared with Datasette: it, or wrk, can't be had here."], 0
    words = asked.words()
    facets = "".join(f"&_facet={name}" for name in FACETS)
    theirs = [
        f"/messages/messages.json?_search={quote_plus(text)}&_size=10{facets}" for text in words
    ]
    with serving(index) as served:
        ours = most(served.port, asked.api(words), seconds, connections=4)
    with tempfile.TemporaryDirectory(prefix="searchqa-datasette-") as folder:
        database = Path(folder, "messages.db")
        fill(database, index)
        with _datasette(program, database) as port:
            others = most(port, theirs, seconds, connections=4)
    return _rows_of(ours, others), ours.failed


def _rows_of(ours: Most, others: Most) -> list[str]:
    if not others.rate:
        return ["", "Not compared with Datasette: it didn't answer."]
    rate, wait = ours.rate / others.rate, ours.p50 / others.p50
    return [
        "",
        "Beside [Datasette](https://datasette.io) over SQLite's FTS5, with the same messages,",
        "asked the same plain words in the same run; one process each, four connections, ten rows",
        "and six facets. It wants all of the words, gives rows in the table's order, and marks",
        "nothing; searchqa wants any of them, ranks, and cuts fragments.",
        "",
        "| | searchqa | Datasette | ratio |",
        "| --- | ---: | ---: | ---: |",
        f"| searches a second | {ours.rate:.0f} | {others.rate:.0f} | {rate:.1f} |",
        f"| median, ms | {ours.p50:.1f} | {others.p50:.1f} | {wait:.2f} |",
        f"| failed | {ours.failed} | {others.failed} | |",
    ]


def fill(database: Path, index: Path) -> None:
    """Write the messages of an index into a table with a full-text index."""
    with contextlib.closing(sqlite3.connect(database)) as base:
        names = ("title", "question", "text", *FACETS)
        base.execute(f"create table messages ({', '.join(names)})")
        holes = ", ".join("?" * len(names))
        base.executemany(f"insert into messages values ({holes})", _rows(index))  # noqa: S608 - ours
        base.execute(
            "create virtual table messages_fts using fts5"
            "(title, question, text, content='messages', tokenize='porter unicode61')"
        )
        base.execute("insert into messages_fts(messages_fts) values ('rebuild')")
        for name in FACETS:
            base.execute(f"create index by_{name} on messages ({name})")
        base.commit()


def _rows(index: Path) -> Iterator[tuple[str, ...]]:
    with searchqa.open(index) as opened:
        threads = _threads(opened)
        for thread in threads:
            view = opened.thread(thread)
            for message in view.messages:
                book = view.book
                yield (
                    *(
                        book.title,
                        view.messages[0].text,
                        message.text,
                        ", ".join(author.name for author in book.authors),
                    ),
                    *(book.title, message.participant, message.role, message.kind),
                    str(book.start.year),
                )


def _threads(opened: searchqa.Index) -> Iterator[str]:
    offset = 0
    while hits := opened.search("", limit=_LIMIT, offset=offset, facets=()).hits:
        yield from (hit.thread.id for hit in hits)
        offset += len(hits)


def _program() -> Path | None:
    """Return Datasette's command, installed beside the other peers if need be."""
    program = FOLDER / "bin" / "datasette"
    if program.is_file():
        return program
    print(f"installing Datasette in {FOLDER.relative_to(ROOT)}", file=sys.stderr, flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True, timeout=120)
        pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "--quiet", PACKAGE], check=True, timeout=300)
    except (OSError, subprocess.SubprocessError):
        return None
    return program


@contextlib.contextmanager
def _datasette(program: Path, database: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [str(program), "serve", "--immutable", str(database), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": ""}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _await(port)
            yield port
        finally:
            process.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + SECONDS
    while not _there(port):
        if time.monotonic() > until:
            raise RuntimeError("Datasette didn't start")
        time.sleep(0.1)


def _there(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json"):
            return True
    except OSError:
        return False

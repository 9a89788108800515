"""Writing in bulk: an exact index after any history, in any number of processes, or no trace."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.index import open_dir

from searchqa.engines.arrays.facts import Facts
from searchqa.engines.arrays.invert import invert
from searchqa.engines.whoosh_engine import bulk, helper
from searchqa.engines.whoosh_engine.bulk import MAX_SEGMENTS, BulkWriter
from searchqa.engines.whoosh_engine.records import document_of
from searchqa.errors import IndexDamagedError, SearchqaError
from searchqa.model import Document
from tests.support.documents import documents_by_book
from tests.support.inverted import order

Books = dict[str, tuple[Document, ...]]
FORKS = "ignore:.*multi-threaded.*fork:DeprecationWarning"


@pytest.fixture(scope="module")
def books() -> Books:
    return documents_by_book()


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other processes have their share, though there is little to do."""
    monkeypatch.setattr(bulk, "MIN_SHARED", 1)
    monkeypatch.setattr(bulk, "_LAG", 0)


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def write(folder: Path, add: Books, remove: tuple[str, ...] = ()) -> BulkWriter:
    writer = BulkWriter(folder)
    for name in remove:
        writer.remove(name)
    for documents in add.values():
        writer.add(documents)
    writer.commit()
    return writer


def held(folder: Path) -> list[Document]:
    """Return the live documents of an index, as Whoosh alone reads them."""
    index: Any = open_dir(str(folder))
    with index.reader() as reader:
        found = [document_of(fields["document"]) for _, fields in reader.iter_docs()]
    return order(found)


def segments(folder: Path) -> int:
    index: Any = open_dir(str(folder))
    return len(index._segments())


def every(books: Books) -> list[Document]:
    return order(d for documents in books.values() for d in documents)


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {p.name: (p.stat().st_ino, p.read_bytes()) for p in folder.iterdir()}


def same(one: Facts, other: Facts) -> bool:
    return list(one) == list(other) and all(np.array_equal(one[name], other[name]) for name in one)


def test_everything_is_there_and_told(tmp_path: Path, books: Books) -> None:
    writer = write(tmp_path, books)
    assert held(tmp_path) == every(books)
    (batch,) = writer.batches
    assert same(batch, invert(every(books)))
    assert writer.removed == set()
    assert {path.suffix for path in tmp_path.iterdir()} == {".seg", ".toc"}


def test_any_history_leaves_what_a_fresh_index_has(tmp_path: Path, books: Books) -> None:
    names = [name for name in sorted(books) if books[name]]
    write(tmp_path, {name: books[name] for name in names[:6]})
    for name in names[3:]:
        writer = write(tmp_path, {name: books[name]}, remove=(name,))
        assert writer.removed == {name}
        assert segments(tmp_path) <= MAX_SEGMENTS
    write(tmp_path, {}, remove=(names[0],))
    assert held(tmp_path) == every({name: books[name] for name in names[1:]})


def test_an_emptied_index(tmp_path: Path, books: Books) -> None:
    names = [name for name in books if books[name]]
    write(tmp_path, {name: books[name] for name in names[:2]})
    write(tmp_path, {}, remove=tuple(names[:2]))
    assert held(tmp_path) == []
    assert segments(tmp_path) == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".toc"}


def test_nothing_at_all(tmp_path: Path) -> None:
    assert write(tmp_path, {}).batches == []
    assert held(tmp_path) == []


def test_batches_are_bounded_and_put_aside(
    tmp_path: Path, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MAX_MESSAGES", 60)
    writer = BulkWriter(tmp_path)
    for documents in books.values():
        writer.add(documents)
    assert not list(tmp_path.glob("*.batch"))
    writer.commit()
    assert held(tmp_path) == every(books)
    assert segments(tmp_path) > MAX_SEGMENTS or len(writer.batches) <= MAX_SEGMENTS
    sizes = [len(batch["document.position"]) for batch in writer.batches]
    assert sum(sizes) == len(every(books))
    assert max(sizes) < 60 + max(map(len, books.values()))
    first = next(batch for batch in writer.batches)
    ids = {bytes(book) for book in np.split(first["book.id.bytes"], first["book.id.offset"][1:-1])}
    assert same(first, invert(d for name in books if name.encode() in ids for d in books[name]))


def test_long_texts_end_a_batch_too(
    tmp_path: Path, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MAX_CHARS", 10_000)
    assert len(write(tmp_path, books).batches) > 3


def test_old_files_are_never_changed(tmp_path: Path, books: Books) -> None:
    names = [name for name in books if books[name]]
    new, old = tmp_path / "new", tmp_path / "old"
    new.mkdir()
    old.mkdir()
    write(new, {name: books[name] for name in names[:3]})
    for path in new.iterdir():
        os.link(path, old / path.name)
    before = files(old)
    write(new, {names[3]: books[names[3]]}, remove=(names[0],))
    assert files(old) == before
    assert held(old) == every({name: books[name] for name in names[:3]})


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_cancelled_writer_leaves_no_trace(
    tmp_path: Path, books: Books, shared: None, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MAX_MESSAGES", 100)
    names = [name for name in books if books[name]]
    write(tmp_path, {names[0]: books[names[0]]})
    before = files(tmp_path)
    writer = BulkWriter(tmp_path, jobs)
    writer.remove(names[0])
    for name in names[1:]:
        writer.add(books[name])
    assert len(files(tmp_path)) > len(before)
    writer.cancel()
    assert files(tmp_path) == before


@pytest.mark.parametrize("where", ["toc.TOC.write", "bulk.Contents.publish", "files.compress"])
def test_a_commit_that_fails_leaves_no_trace(
    tmp_path: Path, books: Books, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [name for name in books if books[name]]
    write(tmp_path, {names[0]: books[names[0]]})
    before = files(tmp_path)

    def refuse(*_: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr(f"searchqa.engines.whoosh_engine.{where}", refuse)
    with pytest.raises(OSError, match="disk full"):
        write(tmp_path, {names[1]: books[names[1]]}, remove=(names[0],))
    assert files(tmp_path) == before


# Whoosh lets go of the damaged file without closing it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damage_is_an_error(tmp_path: Path, books: Books) -> None:
    write(tmp_path, books)
    (toc,) = tmp_path.glob("*.toc")
    toc.write_bytes(b"\0" * 10)
    with pytest.raises(IndexDamagedError, match="can't be opened"):
        BulkWriter(tmp_path)
    gc.collect()


@pytest.mark.filterwarnings(FORKS)
@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_write_the_same(
    tmp_path: Path, books: Books, shared: None, start: Any, jobs: int
) -> None:
    writer = BulkWriter(tmp_path, jobs, start)
    for documents in books.values():
        writer.add(documents)
    writer.commit()
    assert held(tmp_path) == every(books)
    assert segments(tmp_path) == len(writer.batches) == jobs
    assert {path.suffix for path in tmp_path.iterdir()} == {".seg", ".toc"}
    found = [bytes(batch["book.id.bytes"]) for batch in writer.batches]
    assert sorted(b"".join(found)) == sorted("".join(n for n in books if books[n]).encode())


@pytest.mark.filterwarnings(FORKS)
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_processes_write_while_more_is_added(
    tmp_path: Path, books: Books, shared: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_SHARE", 1)
    writer = BulkWriter(tmp_path, 3, "fork")
    for documents in books.values():
        writer.add(documents)
        until = time.monotonic() + 20
        # The next is added when somebody has time for it.
        while all(one.busy and not one.finished() for one in writer._helpers):
            assert time.monotonic() < until
            time.sleep(0.01)
    assert list(tmp_path.glob("*.seg")), "they don't wait for the end"
    writer.commit()
    assert held(tmp_path) == every(books)
    assert len(writer.batches) > 3
    assert {path.suffix for path in tmp_path.iterdir()} == {".seg", ".toc"}


def test_a_process_that_sleeps_on_is_not_waited_for(
    tmp_path: Path, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MIN_SHARED", 1)
    monkeypatch.setattr(helper.Helper, "awake", lambda _: False)
    writer = BulkWriter(tmp_path, 2)
    for documents in books.values():
        writer.add(documents)
    writer.commit()
    assert len(writer.batches) == 1
    assert held(tmp_path) == every(books)


def test_a_process_that_dies_is_an_error(tmp_path: Path, books: Books, shared: None) -> None:
    writer = BulkWriter(tmp_path, 2)
    for documents in books.values():
        writer.add(documents)
    (child,) = multiprocessing.active_children()
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(SearchqaError, match="ended before its work was done"):
        writer.commit()
    assert files(tmp_path) == {}


@pytest.mark.filterwarnings(FORKS)
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_what_goes_wrong_elsewhere_is_raised_here(
    tmp_path: Path, books: Books, shared: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk full")

    # A forked process has the same patch; this one's share is written before it asks.
    monkeypatch.setattr(helper, "write_segment", refuse)
    writer = BulkWriter(tmp_path, 2, "fork")
    for documents in books.values():
        writer.add(documents)
    with pytest.raises(OSError, match="disk full"):
        writer.commit()
    assert files(tmp_path) == {}

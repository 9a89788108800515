"""The embedded engine's own promises: an ordinary Whoosh index, exact after any history."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir
from whoosh.qparser.default import QueryParser

from searchqa.engines.base import Answer
from searchqa.engines.whoosh_engine.bulk import MAX_SEGMENTS
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.engines.whoosh_engine.form import ARRAYS
from searchqa.errors import IndexDamagedError
from searchqa.model import Document
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.support.documents import documents_by_book, half

QUERIES = (
    "",
    "data versioning",
    "how do I test a pipeline",
    '"feature store"',
    "+model -data",
    "dep* monitoring",
    "pipelne~",
    "is:unanswered",
)


@pytest.fixture(scope="module")
def books() -> dict[str, tuple[Document, ...]]:
    return documents_by_book()


def write(folder: Path, add: dict[str, tuple[Document, ...]], remove: tuple[str, ...] = ()) -> None:
    writer = WhooshEngine().writer(folder)
    for name in remove:
        writer.remove(name)
    for documents in add.values():
        writer.add(documents)
    writer.commit()


def answers(folder: Path) -> list[Answer]:
    searcher = WhooshEngine().open(folder)
    try:
        return [searcher.search(Request(tree=parse(text).tree, limit=50)) for text in QUERIES]
    finally:
        searcher.close()


def test_whoosh_alone_opens_and_searches_what_we_wrote(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    write(tmp_path, books)
    index = open_dir(str(tmp_path))
    with index.searcher() as searcher:
        found = searcher.search(QueryParser("body", index.schema).parse("versioning"), limit=None)
        answer = WhooshEngine().open(tmp_path).search(Request(tree=parse("versioning").tree))
        assert len(found) == answer.messages > 0
        kinds = searcher.search(QueryParser("kind", index.schema).parse("answer"), limit=None)
        every = [document for name in books for document in books[name]]
        assert len(kinds) == sum(document.kind == "answer" for document in every)


def test_whoosh_alone_can_merge_what_we_wrote(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    names = sorted(books)
    for name in names:
        write(tmp_path, {name: books[name]})
    before = answers(tmp_path)
    writer: Any = open_dir(str(tmp_path)).writer()
    writer.commit(optimize=True)
    assert answers(tmp_path) == before


def test_any_history_answers_as_a_fresh_index(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    fresh, grown = tmp_path / "fresh", tmp_path / "grown"
    fresh.mkdir()
    grown.mkdir()
    names = sorted(books)
    write(fresh, {name: books[name] for name in names[:-1]})
    for name in reversed(names):
        write(grown, {name: half(books[name])})
    for name in names:
        write(grown, {name: books[name]}, remove=(name,))
    write(grown, {}, remove=(names[-1],))
    assert answers(grown) == answers(fresh)


def test_no_phrase_reaches_from_one_part_of_the_body_into_the_next(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    reply = next(d for name in books for d in books[name] if d.position == 1)
    reply = replace(reply, title="Alpha beta", question="Gamma delta", text="Epsilon zeta")
    head = replace(reply, id=f"{reply.thread}.0", position=0, text="Gamma delta")
    write(tmp_path, {reply.book: (head, reply)})
    searcher = WhooshEngine().open(tmp_path)
    found = {
        text: searcher.search(Request(tree=parse(text).tree)).messages
        for text in ('"alpha beta"', '"beta gamma"', '"delta epsilon"', '"epsilon zeta"')
    }
    searcher.close()
    assert list(found.values()) == [2, 0, 0, 1]


def test_segments_stay_few(tmp_path: Path, books: dict[str, tuple[Document, ...]]) -> None:
    for name in [name for name in books if books[name]] * 2:
        write(tmp_path, {name: books[name]}, remove=(name,))
        searcher = WhooshEngine().open(tmp_path)
        assert searcher.statistics().segments <= MAX_SEGMENTS
        searcher.close()


def test_a_cancelled_writer_leaves_no_trace(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    names = sorted(books)
    write(tmp_path, {names[0]: books[names[0]]})
    before = answers(tmp_path)
    writer = WhooshEngine().writer(tmp_path)
    writer.remove(names[0])
    writer.add(books[names[1]])
    writer.cancel()
    assert answers(tmp_path) == before


def test_an_empty_index_answers_with_nothing(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert [(answer.total, answer.messages) for answer in answers(tmp_path)] == [(0, 0)] * len(
        QUERIES
    )


def test_arrays_that_are_gone_or_damaged_are_made_again_from_the_segments(
    tmp_path: Path, books: dict[str, tuple[Document, ...]]
) -> None:
    write(tmp_path, books)
    before = answers(tmp_path)
    arrays = tmp_path / ARRAYS
    whole = arrays.read_bytes()
    for damage in (b"", b"\0" * 100, whole[:1000], whole[:-100]):
        # A new file: an old one may still be mapped.
        arrays.unlink()
        arrays.write_bytes(damage)
        assert answers(tmp_path) == before
        assert arrays.read_bytes() == damage
    arrays.unlink()
    assert answers(tmp_path) == before
    name = min(name for name in books if books[name])
    write(tmp_path, {name: books[name]}, remove=(name,))
    assert arrays.read_bytes() == whole


# Whoosh lets go of the damaged file without closing it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", [".toc", ".seg"])
def test_damage_is_an_error_not_an_empty_answer(
    tmp_path: Path, books: dict[str, tuple[Document, ...]], suffix: str
) -> None:
    write(tmp_path, books)
    damaged = [path for path in sorted(tmp_path.iterdir()) if path.suffix == suffix]
    assert damaged
    (tmp_path / ARRAYS).unlink()
    for path in damaged:
        path.write_bytes(b"\0" * 10)
    with pytest.raises(IndexDamagedError, match="can't be opened"):
        WhooshEngine().open(tmp_path)
    if suffix == ".toc":
        with pytest.raises(IndexDamagedError, match="can't be opened"):
            WhooshEngine().writer(tmp_path)
    gc.collect()

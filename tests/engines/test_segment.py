"""A segment written from arrays against one that Whoosh's own writer wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir
from whoosh.qparser.default import QueryParser

from searchqa.engines.arrays.invert import invert
from searchqa.engines.whoosh_engine import codec, segment
from searchqa.engines.whoosh_engine.records import document_of
from searchqa.engines.whoosh_engine.schema import build_schema
from searchqa.model import Document
from tests.support import made, whoosh_oracle
from tests.support.documents import documents_by_book
from tests.support.inverted import order
from tests.support.whoosh_oracle import contents, fields_of

NAMES = ("participant", "participant_key")
QUERIES = (
    *("data", "versioning", "how do I test a pipeline", '"feature store"', '"data versioning"'),
    *("+model -data", "pipelin*", "question:model", "words:models", "kind:answer data"),
    *("year:2021 role:author", "flags:u", '"the data"~3', "deploy OR monitor"),
)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return order(d for documents in documents_by_book().values() for d in documents)


def write_both(folder: Path, documents: list[Document]) -> tuple[Any, Any]:
    """Write documents both ways; return both indexes."""
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    theirs.mkdir()
    batch = invert(documents)
    schema = build_schema()
    toc: Any = TOC
    storage: Any = FileStorage
    toc(schema, [segment.write_segment(ours, batch)], 1).write(storage(str(ours)), "MAIN")
    index: Any = open_dir(str(ours))
    with index.reader() as reader:
        stored = [reader.stored_fields(n)["document"] for n in range(len(documents))]
    prepared = [fields_of(d, line) for d, line in zip(documents, stored, strict=True)]
    whoosh_oracle.write(theirs, schema, prepared)
    return index, open_dir(str(theirs))


def everything(index: Any) -> dict[str, Any]:
    with index.reader() as reader:
        return contents(reader)


def check_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert list(ours) == list(theirs)
    for key, expected in theirs.items():
        assert ours[key] == expected, key


def test_the_sample(tmp_path: Path, documents: list[Document]) -> None:
    ours, theirs = write_both(tmp_path, documents)
    found = everything(ours)
    check_same(found, everything(theirs))
    assert max(info["documents"] for _, info in terms_of(found)) > 128
    assert [document_of(fields["document"]) for fields in found["stored"]] == documents


@settings(deadline=None, max_examples=50)
@given(made.transcripts(), st.sampled_from((1, 2, 128)), st.sampled_from((1, 20, 1 << 16)))
def test_any_documents(books: dict[str, tuple[Document, ...]], block: int, part: int) -> None:
    documents = order(without_halves(d) for documents in books.values() for d in documents)
    if not documents:
        return
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(codec, "_BLOCK", block)
        patch.setattr(codec, "_PART", part)
        ours, theirs = write_both(Path(folder), documents)
        found = everything(ours)
        expected = everything(theirs)
        if block != 128:
            forget_blocks(found)
            forget_blocks(expected)
        check_same(found, expected)
        assert [document_of(fields["document"]) for fields in found["stored"]] == documents


def forget_blocks(found: dict[str, Any]) -> None:
    for _, info in terms_of(found):
        info["postings"] = [posting._replace(block=()) for posting in info["postings"]]


def terms_of(found: dict[Any, Any]) -> list[tuple[tuple[str, bytes], dict[str, Any]]]:
    return [(key, info) for key, info in found.items() if isinstance(key, tuple)]


def without_halves(document: Document) -> Document:
    """Return a document that Whoosh can encode, which refuses half characters in names."""
    whole = {name: getattr(document, name).replace("\ud800", "?") for name in NAMES}
    return replace(document, **whole)


def test_whoosh_alone_searches_it(tmp_path: Path, documents: list[Document]) -> None:
    ours, theirs = write_both(tmp_path, documents)
    some = 0
    for text in QUERIES:
        answers = []
        for index in (ours, theirs):
            with index.searcher() as searcher:
                query = QueryParser("body", index.schema).parse(text)
                found = searcher.search(query, limit=50)
                answers.append([(hit.docnum, hit.score, hit["document"]) for hit in found])
        assert answers[0] == answers[1], text
        some += len(answers[0])
    assert some > 100


def test_whoosh_alone_deletes_from_it_and_merges_it(
    tmp_path: Path, documents: list[Document]
) -> None:
    both = write_both(tmp_path, documents)
    for index in both:
        index.delete_by_term("book", documents[0].book)
    check_same(*map(everything, both))
    assert everything(both[0])["deleted"]
    for index in both:
        index.optimize()
    check_same(*map(everything, both))
    live = [d for d in documents if d.book != documents[0].book]
    stored = everything(both[0])["stored"]
    assert [document_of(fields["document"]) for fields in stored] == live


def test_hash_tables_that_are_full_at_their_end(tmp_path: Path) -> None:
    """Some keys go round to the beginning of their table: each is still found."""
    document = documents_by_book()["20210412-the-ledger-of-data"][0]
    made_up = " ".join(f"w{number}q" for number in range(20_000))
    ours, _ = write_both(tmp_path, [document_with(document, made_up)])
    with ours.reader() as reader:
        assert all(("body", f"w{number}q") in reader for number in range(20_000))
        assert ("body", "w20000q") not in reader


def document_with(document: Document, question: str) -> Document:
    return replace(document, question=question, size=1)


def test_a_disk_that_refuses_leaves_nothing(
    tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = invert(documents)
    monkeypatch.setattr("pickle.dumps", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        segment.write_segment(tmp_path, batch)
    assert list(tmp_path.iterdir()) == []

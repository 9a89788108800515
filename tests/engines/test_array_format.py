"""The file of arrays as ARCHITECTURE.md tells it: a reader written from that page alone agrees."""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_left
from pathlib import Path
from typing import Any

import pytest

from searchqa.engines.arrays.layout import COLUMNS, FORMAT_VERSION
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.engines.whoosh_engine.form import ARRAYS
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.schema import KINDS
from tests.support.documents import documents_by_book

PAGE = Path(__file__).parents[2] / "ARCHITECTURE.md"


class Reader:
    """Reads a file of arrays with nothing but the standard library."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        magic, version, length = struct.unpack_from("<8sII", data)
        assert (magic, version) == (b"SQARRAYS", FORMAT_VERSION)
        head = json.loads(data[16 : 16 + length])
        begin = -(-(16 + length) // 64) * 64
        self.documents = head["numbers"]["documents"]
        self.arrays: dict[str, array[Any]] = {}
        for name, (type_, count, offset) in head["arrays"].items():
            assert offset % 64 == 0
            values = array(type_)
            values.frombytes(data[begin + offset : begin + offset + count * values.itemsize])
            self.arrays[name] = values

    def string(self, table: str, ordinal: int) -> str:
        begin, end = self.arrays[f"{table}.offset"][ordinal : ordinal + 2]
        return self.arrays[f"{table}.bytes"][begin:end].tobytes().decode()

    def strings(self, table: str) -> list[str]:
        return [self.string(table, n) for n in range(len(self.arrays[f"{table}.offset"]) - 1)]

    def id(self, document: int) -> str:
        thread = self.arrays["document.thread"][document]
        book = self.string("book.id", self.arrays["document.book"][document])
        position = self.arrays["document.position"][document]
        return f"{book}/{self.string('thread.name', thread)}.{position}"

    def search(self, term: str) -> dict[str, float]:
        terms = self.strings("term")
        ordinal = bisect_left(terms, term)
        assert terms[ordinal] == term
        begin, end = self.arrays["posting.offset"][ordinal : ordinal + 2]
        documents = self.arrays["posting.document"][begin:end]
        impacts = self.arrays["posting.impact"][begin:end]
        return {
            self.id(document): impact for document, impact in zip(documents, impacts, strict=True)
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arrays")
    writer = WhooshEngine().writer(folder)
    for documents in documents_by_book().values():
        writer.add(documents)
    writer.commit()
    return folder


def test_a_reader_written_from_the_page_finds_what_the_engine_finds(folder: Path) -> None:
    reader = Reader(folder / ARRAYS)
    searcher = WhooshEngine().open(folder)
    request = Request(tree=parse("data").tree, group="none", limit=1_000, facets=())
    found = {match.document.id: match.score for match in searcher.search(request).matches}
    assert reader.search("data") == found


def test_a_reader_written_from_the_page_reads_each_message(folder: Path) -> None:
    reader = Reader(folder / ARRAYS)
    documents = {d.id: d for some in documents_by_book().values() for d in some}
    assert [reader.id(n) for n in range(reader.documents)] == sorted(
        documents, key=lambda id_: (-documents[id_].start.toordinal(), f"{id_.split('/')[0]}/", id_)
    )
    for number in range(reader.documents):
        document = documents[reader.id(number)]
        participant, text, spans, links, *own = json.loads(reader.string("document.record", number))
        assert own == []
        assert (participant, text) == (document.participant, document.text)
        assert [tuple(span) for span in spans] == [
            (s.start, s.end, s.kind, s.url) for s in document.spans
        ]
        assert tuple(links) == document.links
        assert KINDS[reader.arrays["document.kind"][number]] == document.kind


def test_the_page_names_each_array_with_its_type(folder: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, column in COLUMNS.items():
        assert f"| `{name}` | {column.type} |" in page
    assert Reader(folder / ARRAYS).arrays.keys() == COLUMNS.keys()

"""Manifest and catalog: what goes in comes out, and garbage is refused in one line."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.errors import IndexDamagedError, IndexFormatError
from searchqa.indexing import catalog, manifest
from searchqa.indexing.manifest import Manifest, Record, SourceRecord
from searchqa.model import Author, Book, Link, Problem

# Also lone surrogates: names of files that aren't UTF-8 come as these.
TEXT = st.text(st.characters(), max_size=8)
COUNT = st.integers(0, 1 << 40)
PROBLEMS = st.builds(
    Problem,
    TEXT,
    st.none() | COUNT,
    TEXT,
    TEXT,
    st.sampled_from(["error", "warning", "notice"]),
    TEXT,
)
RECORDS = st.builds(
    Record,
    TEXT,
    TEXT,
    TEXT,
    st.dictionaries(TEXT, st.none() | TEXT, max_size=3),
    COUNT,
    COUNT,
    st.none() | TEXT,
    st.lists(PROBLEMS, max_size=2).map(tuple),
)
MANIFESTS = st.builds(
    Manifest,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    st.just("000001"),
    TEXT,
    st.dictionaries(st.sampled_from(["segments/a.seg", "x"]), st.tuples(COUNT, TEXT), max_size=2),
    st.lists(TEXT, max_size=2).map(tuple),
    st.dictionaries(TEXT, st.builds(SourceRecord, TEXT, TEXT, TEXT, TEXT), max_size=2),
    st.dictionaries(TEXT, RECORDS, max_size=3),
)
DATES = st.dates()
BOOKS = st.builds(
    Book,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    DATES,
    DATES,
    st.lists(st.builds(Author, TEXT, TEXT, st.lists(TEXT, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    st.lists(st.builds(Link, TEXT, TEXT), max_size=2).map(tuple),
    COUNT,
    COUNT,
    TEXT,
)


@given(MANIFESTS)
def test_a_manifest_comes_back(one: Manifest) -> None:
    data = manifest.dump(one)
    assert manifest.parse(data, "") == one
    assert manifest.dump(manifest.parse(data, "")) == data


@given(st.lists(BOOKS, max_size=3, unique_by=lambda book: book.id))
def test_a_catalog_comes_back(books: list[Book]) -> None:
    by_id = {book.id: book for book in books}
    assert catalog.parse(catalog.dump(by_id), "") == by_id


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SOUND: dict[str, Any] = json.loads(
    manifest.dump(
        Manifest(
            "e", "f", "v", "a", "000001", "t", {"x": (1, "0")}, ("books",),
            {"s": SourceRecord("transcripts", "books", "", "f")},
            {"b": Record("s", "f", "r", {}, 1, 1, None, ())},
        )
    )
)  # fmt: skip


@given(st.sampled_from(sorted(set(SOUND) - {"format", "counts"})), JSON)
def test_any_other_json_in_a_manifest_is_refused_or_read(key: str, value: object) -> None:
    data = json.dumps({**SOUND, key: value}).encode()
    try:
        manifest.parse(data, "the remedy")
    except IndexDamagedError as error:
        refused = error.hint
        assert refused == "the remedy"


@given(JSON)
def test_any_other_json_in_a_catalog_is_refused_or_read(value: object) -> None:
    data = json.dumps(value).encode()
    try:
        read = catalog.parse(data, "the remedy")
    except IndexDamagedError:
        return
    assert read == {}


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"\xff", b"{" * 10])
def test_no_manifest_at_all(data: bytes) -> None:
    with pytest.raises(IndexDamagedError, match="manifest"):
        manifest.parse(data, "")


def test_another_format_says_which() -> None:
    with pytest.raises(IndexFormatError, match="format 7"):
        manifest.parse(json.dumps({**SOUND, "format": 7}).encode(), "")


@pytest.mark.parametrize("name", ["/etc/x", "../x", "segments/../../x", "a\\b"])
def test_a_file_outside_is_refused(name: str) -> None:
    data = json.dumps({**SOUND, "files": {name: [1, "0"]}}).encode()
    with pytest.raises(IndexDamagedError, match="outside"):
        manifest.parse(data, "")


def test_dates_are_iso_in_the_catalog() -> None:
    day = date(2021, 9, 27)
    book = Book("b", "t", "", "", day, day, (), (), 1, 2)
    assert json.loads(catalog.dump({"b": book}))[0]["start"] == "2021-09-27"

"""Lists in JSON are read entry by entry, as the whole would be, or refused with the line."""

from __future__ import annotations

import io
import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.errors import ReadError
from searchqa.sources.slack.json import MAX_ENTRY, entries


class Trickle(io.BytesIO):
    """A stream that gives few bytes at a time, whatever is asked."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7))


def read(data: bytes) -> list[object]:
    return list(entries(io.BytesIO(data), "c/2021-09-27.json"))


def wrong(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as told:
        read(data)
    return told.value


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@settings(max_examples=60)
@given(st.lists(JSON), st.sampled_from([None, 1, 4]), st.booleans())
def test_a_list_is_read_as_json_reads_it(value: list[Any], indent: int | None, bom: bool) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = json.dumps(value, indent=indent).encode()
    data = b"\xef\xbb\xbf" * bom + data
    assert read(data) == value
    assert list(entries(Trickle(data), "f")) == value


@settings(max_examples=60)
@given(st.lists(JSON, min_size=1), st.data())
def test_a_list_that_is_cut_is_never_whole(value: list[Any], data: st.DataObject) -> None:
    whole = json.dumps(value).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ReadError):
        read(whole[:at])


@given(st.binary(max_size=60))
def test_any_bytes_are_a_list_or_an_error_of_ours(data: bytes) -> None:
    for text in (data, b"[" + data, b"[1, " + data + b"]"):
        with suppress(ReadError):
            read(text)


def test_numbers_come_as_they_are_written() -> None:
    data = b"[1632736800.000100, 1e400, NaN, -Infinity, " + b"9" * 9_000 + b", -0]"
    assert read(data) == ["1632736800.000100", "1e400", None, None, "9" * 9_000, "-0"]


def test_a_number_over_the_end_of_a_piece_is_one_number() -> None:
    data = b"[" + b" " * ((1 << 18) - 4) + b"123456, 7]"
    assert read(data) == ["123456", "7"]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "is no list in JSON"),
        (b'\n\n{"a": 1}', 3, "is no list in JSON"),
        (b'[\n {"a": 1},\n {"a" 2}\n]', 3, "isn't JSON from here on"),
        (b'[\n {"a": 1}\n {"a": 2}\n]', 3, "isn't JSON from here on"),
        (b'[\n {"a": 1},\n {"a": "b', 3, "breaks off in the middle"),
        (b"[\n 1,\n 2", 3, "breaks off in the middle"),
        (b"[\n1]\n[]", 3, "goes on behind the end of its list"),
        (b'[\n1,\n"\xff"]', 3, "isn't UTF-8 text"),
        ('["ä"]'.encode("utf-16"), 1, "isn't UTF-8 text"),
        ('["ä"]'.encode("latin-1"), 1, "isn't UTF-8 text"),
        (b'[\n"\x00"]', 2, "isn't JSON from here on"),
        (b"[" * 100_000 + b"]" * 100_000, 1, "is nested too deep"),
        (b'[\n{"a":' * 100_000, 2, "is nested too deep"),
        (b"[1,]", 1, "isn't JSON from here on"),
        (b"]", 1, "is no list in JSON"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data: bytes, line: int, message: str) -> None:
    error = wrong(data)
    assert (error.file, error.line, error.message) == ("c/2021-09-27.json", line, message)


def test_an_entry_has_a_limit_a_list_has_none() -> None:
    one = json.dumps("x" * 1000).encode()
    many = b"[" + b",".join([one] * 30_000) + b"]"
    streams = io.BytesIO(many), io.BytesIO(b'["' + b"x" * (5 * MAX_ENTRY))
    tracemalloc.start()
    try:
        assert sum(1 for _ in entries(streams[0], "f")) == 30_000
        with pytest.raises(ReadError, match="larger than 2 MB"):
            list(entries(streams[1], "f"))
        # The text so far, and the piece that is added to it.
        assert tracemalloc.get_traced_memory()[1] < 8 * MAX_ENTRY
    finally:
        tracemalloc.stop()

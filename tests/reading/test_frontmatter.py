"""A file split into front matter and body, whatever bytes it is made of."""

from __future__ import annotations

import pytest

from searchqa.errors import ReadError
from searchqa.readers.frontmatter import split


def refusal(data: bytes) -> tuple[int | None, str, str]:
    """Return line, message and hint of a file that is refused."""
    with pytest.raises(ReadError) as caught:
        split(data, "_books/x.md")
    assert caught.value.file == "_books/x.md"
    return caught.value.line, caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"---\ntitle: a\n---\n\nBody\n\n---\nmore\n",
        b"\xef\xbb\xbf---\ntitle: a\n---\n\nBody\n\n---\nmore",
        b"---\r\ntitle: a\r\n---\r\n\r\nBody\r\n\r\n---\r\nmore\r\n",
        b"---  \rtitle: a\r--- \r\rBody\r\r---\rmore\r",
    ],
    ids=["plain", "byte order mark", "windows", "old mac"],
)
def test_byte_order_mark_and_line_ends_make_no_difference(data: bytes) -> None:
    parts = split(data, "x.md")
    assert (parts.yaml, parts.line, parts.body) == ("title: a\n", 2, "Body\n\n---\nmore")
    assert (parts.closed, parts.problems) == (True, ())


def test_blank_lines_above_the_mark_count_as_lines() -> None:
    parts = split(b"\n\n---\ntitle: a\n---\n", "x.md")
    assert (parts.yaml, parts.line) == ("title: a\n", 4)


def test_without_a_second_mark_all_is_front_matter() -> None:
    parts = split(b"---\ntitle: a\nstart: 2021-01-01\n", "x.md")
    assert not parts.closed
    assert parts.yaml.startswith("title: a\nstart: 2021-01-01\n")


def test_bytes_of_windows_are_read_with_a_warning_that_names_the_line() -> None:
    parts = split(b"---\ntitle: a\ntext: caf\xe9 \x96 x\n---\n", "x.md")
    assert "café – x" in parts.yaml
    assert [(p.line, p.code, p.severity) for p in parts.problems] == [(3, "not-utf8", "warning")]


def test_control_characters_go_with_a_warning() -> None:
    parts = split(b"---\ntitle: a\x07b\x1bc\n---\n", "x.md")
    assert parts.yaml == "title: abc\n"
    assert [(p.line, p.code) for p in parts.problems] == [(2, "control-character")]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "empty"),
        (b" \n\n", None, "empty"),
        (b"# Notes\n\ntext\n", 1, "front matter"),
        (b"\n...\ntitle: a\n", 2, "front matter"),
        (b"---\ntitle: a\0b\n---\n", 2, "NUL"),
        ("---\ntitle: a\n---\n".encode("utf-16"), 1, "UTF-16"),
        (b"---\n" + b"x" * 5_000_001, None, "bigger than 5 MB"),
    ],
    ids=["empty", "blank", "no front matter", "wrong mark", "NUL", "UTF-16", "huge"],
)
def test_what_is_no_transcript_is_refused_with_its_place(
    data: bytes, line: int | None, message: str
) -> None:
    where, what, hint = refusal(data)
    assert where == line
    assert message in what
    assert hint

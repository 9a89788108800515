"""docs/query-language.md says what the parser does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchqa.query.lexer import MAX_DEPTH
from searchqa.query.parser import parse
from searchqa.query.printing import to_query
from searchqa.schema import MAX_QUERY_CHARS, MAX_QUERY_TERMS, QUERY_FIELDS

DOCS = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")


def rows(header: str) -> list[list[str]]:
    """Return the cells of each table under this header."""
    tables = re.findall(
        rf"^\| {re.escape(header)} \|\n\|[- |]+\|\n((?:\|.*\|\n)+)", DOCS, re.MULTILINE
    )
    lines = "".join(tables).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


EXAMPLES = rows("Typed | Read as | Finds")
ODD = rows("Typed | Read as | Notice")


def test_the_tables_are_there() -> None:
    assert len(EXAMPLES) > 15
    assert len(ODD) > 5


@pytest.mark.parametrize(("typed", "read"), [(typed, read) for typed, read, _ in EXAMPLES])
def test_examples_are_read_as_stated(typed: str, read: str) -> None:
    parsed = parse(typed.strip("`"), strict=True)
    assert to_query(parsed.tree, parsed.filters) == read.strip("`")


@pytest.mark.parametrize(("typed", "read", "notice"), ODD)
def test_odd_examples_are_read_as_stated(typed: str, read: str, notice: str) -> None:
    parsed = parse(typed.strip("`"))
    assert to_query(parsed.tree, parsed.filters) == read.strip("`")
    assert parsed.notices == (notice,)


def test_the_table_of_fields_agrees() -> None:
    assert rows("Field | Values | Example | Finds") == [
        [f"`{f.name}:`", ", ".join(f.values) or "any", f"`{f.example}`", f.help]
        for f in QUERY_FIELDS
    ]


@pytest.mark.parametrize("field", QUERY_FIELDS, ids=lambda field: field.name)
def test_the_example_of_a_field_is_in_order(field: object) -> None:
    example: str = getattr(field, "example")  # noqa: B009
    parsed = parse(example, strict=True)
    assert parsed.filters or str(parsed.tree) == example


def test_the_text_between_the_tables_is_true() -> None:
    assert f"{MAX_QUERY_CHARS:,} characters, {MAX_QUERY_TERMS} words" in DOCS
    assert f"{MAX_DEPTH} levels of brackets" in DOCS
    prose = re.sub(r"^\|.*$", "", DOCS, flags=re.MULTILINE)
    for plain in ("how?", "C++", ".net", "10:30", "--full", "http://example.com/a?b"):
        assert f"`{plain}`" in prose
        assert str(parse(plain, strict=True).tree) == plain

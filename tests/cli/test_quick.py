"""A plain query line means the same to the quick reader and to click, over all options."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.cli.query import query
from searchqa.cli.quick import read_query
from searchqa.cli.table import QUERY, Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

VALUES = [
    *("ada", "", " ", "Ada Lovelace", "-x", "--", "-", "--sort", "a=b", "0", "1", "7", "007"),
    *("1000", "1001", "-1", "+1", "1_0", " 5 ", "٣", "²", "1.0", "9" * 5000, "\udce9", "Text"),
]


def by_click(line: list[str]) -> dict[str, Any] | None:
    """Return what click makes of a line, None where it complains or shows help."""
    try:
        return dict(query.make_context("query", line[1:]).params)
    except (click.ClickException, click.exceptions.Exit):
        return None


def forms(option: Option) -> Iterator[list[str]]:
    """Return an option in each form, with values that suit it and others."""
    yield [option.name]
    if option.off:
        yield [option.off]
    for value in (*VALUES, *option.choices):
        yield [option.name, value]
        yield [f"{option.name}={value}"]


def agree(line: list[str]) -> bool:
    """Hold the quick reader against click; say whether it read the line at all."""
    quick = read_query(line)
    if quick is not None:
        assert quick == by_click(line)
    return quick is not None


@pytest.mark.parametrize("option", QUERY, ids=lambda option: option.name)
def test_each_option_in_each_form(option: Option, capsys: pytest.CaptureFixture[str]) -> None:
    for form in forms(option):
        for line in (form, ["data", *form], [*form, "data"], [*form, *form], ["--", *form]):
            agree(["query", *line])


@pytest.mark.parametrize("option", QUERY, ids=lambda option: option.name)
def test_what_is_plain_is_read_without_click(option: Option) -> None:
    value = option.choices[0] if option.choices else "x" if option.least is None else "1"
    lines = (
        [[option.name], [option.off or option.name]]
        if option.flag
        else [[option.name, value], [f"{option.name}={value}"]]
    )
    for line in lines:
        assert agree(["query", "data", *line, "versioning"])


def test_pairs_of_options() -> None:
    typed = [
        [option.name] if option.flag else [option.name, (option.choices or ("3",))[-1]]
        for option in QUERY
    ]
    for left, right in product(typed, typed):
        assert agree(["query", *left, "a", *right])


PIECES = [
    *(option.name for option in QUERY),
    *(option.off for option in QUERY if option.off),
    *("-h", "--help", "-x", "--lim", "--LIMIT", "--version", "data", "json", "newest", *VALUES),
]


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_any_line(pieces: list[str]) -> None:
    agree(["query", *pieces])


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["--help"],
        ["thread", "1"],
        ["query", "--help"],
        ["query", "-h"],
        ["query", "x", "-y"],
        ["query", "--limit"],
        ["query", "--limit", "many"],
        ["query", "--limit", "1001"],
        ["query", "--sort", "best"],
        ["query", "--facets=no"],
        ["query", "--autor", "x"],
    ],
)
def test_anything_else_is_left_to_click(line: list[str]) -> None:
    assert read_query(line) is None


def test_explain_is_for_people_whoever_reads_the_line(run: Run) -> None:
    plain = run("query", "x", "--explain", "--format", "json")
    # A value that begins with a minus is click's to judge.
    clicked = run("query", "x", "--explain", "--format", "json", "--after", "-")
    assert plain.code == clicked.code == 2
    assert plain.err == clicked.err
    assert plain.err == (
        "searchqa: --explain is for --format text\n"
        "  searchqa query --help shows what can be typed\n"
    )

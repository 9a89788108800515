"""Filters from parameters, and both kinds together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from searchqa.errors import QueryError
from searchqa.query.dates import parse_date_range
from searchqa.query.merge import filters_from, merge
from searchqa.query.parser import parse
from searchqa.query.request import DateRange, Filters


def test_one_value_or_several_of_any_kind() -> None:
    filters, notices = filters_from(
        author="Ada Lovelace",
        book=["x", "y"],
        role=("Author",),
        year=2021,
        before=date(2022, 1, 5),
        during=["2021-09", "2021-10-04"],
    )
    assert notices == ()
    assert filters.to_dict() == {
        "author": ["Ada Lovelace"],
        "book": ["x", "y"],
        "role": ["author"],
        "year": ["2021"],
        "before": ["2022-01-05"],
        "during": ["2021-09", "2021-10-04"],
    }


def test_a_year_alone_is_the_year_facet() -> None:
    assert filters_from(during="2021")[0] == Filters(year=("2021",))
    assert filters_from(during=["2021", "2022"], year="2020")[0].year == ("2020", "2021", "2022")


def test_what_is_not_given_narrows_nothing() -> None:
    assert filters_from(author="", book=[" "], before=None, during=()) == (Filters(), ())


def test_a_comma_or_colon_in_a_parameter_is_part_of_the_name() -> None:
    title = 'Engines, Part 2: "Notes" OR less'
    assert filters_from(book=title)[0].book == (title,)


@pytest.mark.parametrize(
    ("given", "notice"),
    [
        ({"role": "boss"}, "role:boss isn't known; role: takes author, asker or other."),
        ({"kind": "answers"}, "kind:answers isn't known; did you mean kind:answer?"),
        ({"year": "21"}, "year:21 is no year like 2021."),
        ({"before": "next week"}, 'before:"next week" is no date; write 2021, 2021-09'),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(given: dict[str, Any], notice: str) -> None:
    filters, notices = filters_from(author="ada", **given)
    assert filters == Filters(author=("ada",))
    assert len(notices) == 1
    assert notices[0].startswith(notice)
    assert notices[0].endswith("Searched without it.")
    with pytest.raises(QueryError) as caught:
        filters_from(strict=True, author="ada", **given)
    assert caught.value.message.startswith(notice)


def test_values_of_text_and_parameters_are_joined_without_doubles() -> None:
    text = parse("author:ada author:Émile before:2022 during:2021-09").filters
    given = filters_from(author=["EMILE", "grace"], year="2021", before="2021-12", during="2021-10")
    both = merge(text, given[0])
    assert both.to_dict() == {
        "author": ["ada", "Émile", "grace"],
        "year": ["2021"],
        "before": ["2021-12"],
        "during": ["2021-09", "2021-10"],
    }


def test_of_two_dates_the_narrower_holds_whichever_comes_first() -> None:
    early, late = (
        filters_from(before="2020", after="2020")[0],
        filters_from(before="2021-05", after="2021")[0],
    )
    for both in (merge(early, late), merge(late, early)):
        assert both.to_dict() == {"before": ["2020"], "after": ["2021"]}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("before", "2021", DateRange("before:2021", last=date(2020, 12, 31))),
        ("before", "2021-09", DateRange("before:2021-09", last=date(2021, 8, 31))),
        ("before", "2021-09-27", DateRange("before:2021-09-27", last=date(2021, 9, 26))),
        ("after", "2021", DateRange("after:2021", first=date(2022, 1, 1))),
        ("after", "2021-12", DateRange("after:2021-12", first=date(2022, 1, 1))),
        ("after", "2024-02-28", DateRange("after:2024-02-28", first=date(2024, 2, 29))),
        ("during", "2021", DateRange("during:2021", date(2021, 1, 1), date(2021, 12, 31))),
        ("during", "2024-2", DateRange("during:2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("during", "2021/09/27", DateRange("during:2021-09-27", holds=date(2021, 9, 27))),
        ("during", "20210927", DateRange("during:2021-09-27", holds=date(2021, 9, 27))),
        *(
            ("during", wrong, None)
            for wrong in (
                "",
                "21",
                "2021-",
                "2021-00",
                "2021-09-31",
                "0001",
                "3000",
                "2021-09/27",
                "٢٠٢١",
                "today",
            )
        ),
        ("around", "2021", None),
    ],
)
def test_dates(kind: str, value: str, expected: DateRange | None) -> None:
    assert parse_date_range(kind, value) == expected

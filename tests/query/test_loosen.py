"""Ways out of an empty answer."""

from __future__ import annotations

import pytest

from searchqa.query.loosen import MAX_LOOSENINGS, loosen
from searchqa.query.parser import parse
from searchqa.query.printing import to_query


def ways(text: str) -> list[tuple[str, str]]:
    parsed = parse(text)
    return [(what, to_query(t, f)) for what, t, f in loosen(parsed.tree, parsed.filters)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data versioning", []),
        ('x author:"Ada Lovelace"', [('without author "Ada Lovelace"', "x")]),
        (
            "x author:ada,bob year:2021",
            [
                ('without author "ada" or "bob"', "x year:2021"),
                ('without year "2021"', "x author:ada author:bob"),
            ],
        ),
        (
            "x before:2021-9 after:2020",
            [
                ('without before "2021-09"', "x after:2020"),
                ('without after "2020"', "x before:2021-09"),
            ],
        ),
        ("x +lineage", [('without "lineage"', "x")]),
        ("x -dvc", [('with "dvc" allowed', "x")]),
        ("-dvc", [('with "dvc" allowed', "")]),
        ("a AND b", [('without "a"', "b"), ('without "b"', "a")]),
        ("x has:code", [('without "x"', "has:code"), ('without has "code"', "x")]),
        (
            '"data versioning"',
            [('words instead of the phrase "data versioning"', "data versioning")],
        ),
        ('x OR "a - OR b:c"', [('words instead of the phrase "a - OR b:c"', "x OR (a or b c)")]),
        ('+"a b"', [('words instead of the phrase "a b"', "a b")]),
        ('x +"a b"', [('without "a b"', "x"), ('words instead of the phrase "a b"', "x +(a b)")]),
        ("a AND (b OR c)", [('without "a"', "b OR c"), ("without (b OR c)", "a")]),
        ("x (a +b)", [('without "b"', "x a")]),
    ],
)
def test_one_demand_less(text: str, expected: list[tuple[str, str]]) -> None:
    assert ways(text) == expected


def test_only_so_many_ways_are_offered() -> None:
    assert len(ways(" ".join(f"+w{n}" for n in range(40)))) == MAX_LOOSENINGS

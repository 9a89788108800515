"""The plan against a table of cases, and the properties that any plan has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.indexing.listing import Listed
from searchqa.indexing.manifest import Record
from searchqa.indexing.plan import Plan, make_plan
from searchqa.sources.base import UNREADABLE

PEOPLE: dict[str, str | None] = {"ann": "p1", "tom": None}


def listed(revision: str) -> Listed:
    return Listed("book", 0, "site", "_books/book.md", revision)


def record(revision: str, bad: str | None = None, people: dict[str, str | None] = PEOPLE) -> Record:
    return Record("site", "_books/book.md", revision, people, 1, 2, bad)


def person(_: Listed, slug: str) -> str | None:
    return PEOPLE.get(slug)


def place_of(plan: Plan) -> str:
    names = ("added", "changed", "removed", "unchanged", "still_bad")
    (place,) = [name for name in names if getattr(plan, name)]
    return place


@pytest.mark.parametrize(
    ("last", "now", "place"),
    [
        (None, "1", "added"),
        (record("1"), None, "removed"),
        (record("1"), "1", "unchanged"),
        (record("1"), "2", "changed"),
        (record("1", people={"ann": "p0"}), "1", "changed"),
        (record("1", people={"ann": None}), "1", "changed"),
        (record("1", people={"tom": "p9"}), "1", "changed"),
        (record("1", bad="2"), "2", "still_bad"),
        (record("1", bad="2"), "3", "changed"),
        (record("1", bad="2"), "1", "changed"),
        (record("", bad="2"), "2", "still_bad"),
        (record("", bad="2"), "3", "added"),
        (record("1"), UNREADABLE, "changed"),
        (record("1", bad=UNREADABLE), UNREADABLE, "changed"),
        (record("", bad=UNREADABLE), UNREADABLE, "added"),
        (record("1", bad=UNREADABLE), "1", "changed"),
    ],
)
def test_each_case(last: Record | None, now: str | None, place: str) -> None:
    previous = {} if last is None else {"book": last}
    books = {} if now is None else {"book": listed(now)}
    assert place_of(make_plan(previous, books, person)) == place


REVISIONS = st.sampled_from(["1", "2", "3"])
BOOKS = st.sampled_from([f"book{n}" for n in range(6)])
RECORDS = st.dictionaries(
    BOOKS, st.builds(record, st.sampled_from(["", "1", "2"]), st.none() | REVISIONS)
)
LISTINGS = st.dictionaries(BOOKS, st.builds(listed, REVISIONS))


@given(RECORDS, LISTINGS, st.booleans())
def test_each_book_is_in_one_place(
    previous: dict[str, Record], books: dict[str, Listed], full: bool
) -> None:
    plan = make_plan(previous, books, person, full=full)
    places = (plan.added, plan.changed, plan.removed, plan.unchanged, plan.still_bad)
    together = [book for place in places for book in place]
    assert sorted(together) == sorted({*previous, *books})
    assert all(list(place) == sorted(place) for place in places)
    assert set(plan.removed) == set(previous) - set(books)
    assert set(plan.to_read) == {*plan.added, *plan.changed} <= set(books)
    if full:
        assert set(plan.to_read) == set(books)


@given(RECORDS, LISTINGS)
def test_the_order_of_listing_does_not_matter(
    previous: dict[str, Record], books: dict[str, Listed]
) -> None:
    turned = dict(reversed(list(books.items())))
    assert make_plan(previous, books, person) == make_plan(previous, turned, person)

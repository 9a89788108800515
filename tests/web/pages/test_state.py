"""A results page is its address: whatever is chosen can be read back, added and taken away."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.results import QueryEcho
from searchqa.schema import FACETS, SORTS
from searchqa.web.pages.state import COLLECTION, FILTERS, State

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUE = TEXT.map(str.strip).filter(bool)
VALUES = st.lists(VALUE, min_size=1, max_size=3, unique=True).map(tuple)
CHOSEN = st.dictionaries(st.sampled_from(FILTERS), VALUES, max_size=4)
STATES = st.builds(
    State,
    text=TEXT,
    filters=CHOSEN.map(lambda chosen: {name: chosen[name] for name in FILTERS if name in chosen}),
    sort=st.sampled_from(SORTS),
    messages=st.booleans(),
    page=st.integers(1, 1_000_000),
    find=VALUE | st.just(""),
    full=st.sets(st.sampled_from(FACETS)).map(
        lambda names: tuple(name for name in FACETS if name in names)
    ),
)


def read(address: str) -> State:
    return State.read(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@given(STATES)
def test_an_address_says_the_whole_state(state: State) -> None:
    address = state.address("/qa", page=state.page)
    assert address.startswith("/qa/search")
    assert read(address) == state


# Of collections at least one is searched: see below.
@given(STATES, st.sampled_from([name for name in FILTERS if name != COLLECTION]), VALUE)
def test_a_choice_can_be_taken_away_again(state: State, name: str, value: str) -> None:
    there = value in state.filters.get(name, ())
    chosen = state.with_value(name, value)
    assert value in chosen.filters[name]
    assert chosen.page == 1
    if not there:
        assert chosen.without_value(name, value).filters == state.filters


@given(STATES, VALUE)
def test_without_the_last_collection_all_are_searched(state: State, value: str) -> None:
    alone = state.with_values(COLLECTION, (value,)).without_value(COLLECTION, value)
    expected = () if value == "all" else ("all",)
    assert alone.filters.get(COLLECTION, ()) == expected
    # Who chooses one then has that one alone.
    assert alone.with_value(COLLECTION, "talks").filters[COLLECTION] == ("talks",)


def test_a_collection_that_nobody_chose_is_in_no_address_but_can_be_widened() -> None:
    echo = QueryEcho("data", {"year": ["2021"], "collection": ["books"]}, "newest", "thread", 0, 10)
    state = State("data year:2021").as_understood(echo)
    assert state.implied == ("books",)
    assert state.address("") == "/search?q=data&year=2021"
    widened = state.with_value(COLLECTION, "talks")
    assert widened.filters[COLLECTION] == ("books", "talks")
    assert state.without_value(COLLECTION, "books").filters[COLLECTION] == ("all",)
    named = State("data collection:books").as_understood(echo)
    assert named.implied == ()
    assert named.filters[COLLECTION] == ("books",)


@given(STATES)
def test_clearing_leaves_the_words_and_the_order(state: State) -> None:
    cleared = state.cleared()
    assert (cleared.text, cleared.sort, cleared.chosen, cleared.page) == (
        state.text,
        state.sort,
        0,
        1,
    )


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("page=0", 1),
        ("page=-3", 1),
        ("page=x", 1),
        ("page=7", 7),
        ("page=%F0%9D%9F%95", 1),
        ("page=99999999999999", 1),
        ("page=2&page=3", 3),
        ("page=1e3", 1),
        ("", 1),
    ],
)
def test_a_page_that_is_no_number_is_the_first(query: str, page: int) -> None:
    assert read(f"/search?{query}").page == page


def test_what_cant_be_is_as_if_it_werent_there() -> None:
    state = read("/search?sort=best&group=book&all=words&colour=red&author=&author=+&q=a")
    assert state == State(text="a")


def test_too_many_values_are_cut() -> None:
    many = "&".join(f"author={number}" for number in range(500))
    assert len(read(f"/search?{many}").filters["author"]) == 50


def test_conditions_of_the_text_become_choices() -> None:
    echo = QueryEcho("x", {"author": ["Ada L"], "year": ["2021"]}, "relevance", "thread", 0, 10)
    state = State(text="data author:ada year:2021 -drift").as_understood(echo)
    assert state.text == "data -drift"
    assert state.filters == {"author": ("Ada L",), "year": ("2021",)}


def test_a_text_without_conditions_stays_as_it_was_typed() -> None:
    echo = QueryEcho("x", {}, "relevance", "thread", 0, 10)
    assert State(text="  data   OR  (model").as_understood(echo).text == "  data   OR  (model"

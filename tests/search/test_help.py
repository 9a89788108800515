"""What helps when nothing is found: nearer spellings, what to drop, what was understood."""

from __future__ import annotations

import pytest

from searchqa.query.parser import parse
from searchqa.search import Search
from searchqa.search.describe import describe


def test_a_misspelt_word_gets_the_nearest_spelling(search: Search) -> None:
    results = search.search("databse")
    assert results.total == 0
    assert results.suggestion == "database"
    assert search.search(results.suggestion).total == 1


def test_a_misspelt_word_among_others_is_noticed_though_there_are_hits(search: Search) -> None:
    results = search.search('forst "data" author:mirela')
    assert results.total > 0
    assert results.suggestion == 'forest "data" author:mirela'


def test_known_and_hopeless_words_are_left_alone(search: Search) -> None:
    assert search.search("data").suggestion is None
    assert search.search("qqqqqqqq").suggestion is None
    assert search.search("database -forst").suggestion is None


def test_a_suggestion_always_finds_something(search: Search) -> None:
    assert search.search("databse", author="mirela").suggestion is None


def test_each_demand_that_could_be_dropped_is_counted(search: Search) -> None:
    results = search.search("+audiobook +fsync", year=2021)
    assert results.total == 0
    ways = {way.what: way.total for way in results.loosenings}
    assert ways == {'without "audiobook"': 1, 'without "fsync"': 1}
    for way in results.loosenings:
        assert search.search(way.text, **way.filters).total == way.total  # type: ignore[arg-type]


def test_a_filter_that_could_be_dropped_is_counted(search: Search) -> None:
    results = search.search("fsync", author="mirela")
    assert [(way.what, way.total) for way in results.loosenings] == [
        ('without author "Mirela Quist"', 1)
    ]
    assert results.understood == '"fsync", author "Mirela Quist"'


def test_when_no_single_demand_is_to_blame_all_are_dropped(search: Search) -> None:
    results = search.search("+zzzq +qqqz fsync", author="mirela")
    assert results.total == 0
    ways = {way.what: way.total for way in results.loosenings}
    assert ways == {"any of the words, without the filters": 1}
    for way in results.loosenings:
        assert search.search(way.text, **way.filters).total == way.total  # type: ignore[arg-type]


def test_words_nobody_wrote_have_no_way_out(search: Search) -> None:
    assert search.search("+zzzq qqqz", author="mirela").loosenings == ()


def test_a_phrase_may_be_loosened_to_its_words(search: Search) -> None:
    results = search.search('"models data"')
    assert results.total == 0
    assert [way.what for way in results.loosenings] == ['words instead of the phrase "models data"']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "everything"),
        ("data", '"data"'),
        ("data model", '"data" or "model"'),
        ('+data -"git lfs" model', '"model", with "data", without the phrase "git lfs"'),
        ("a AND (b OR deploy*)", '"a" and ("b" or words that begin with "deploy")'),
        ("kuberntes~ role:author", 'words like "kuberntes", role "author"'),
        ("has:code", 'has "code"'),
        ("before:2021-09", 'before "2021-09"'),
    ],
)
def test_a_query_is_said_back_in_words(text: str, said: str) -> None:
    parsed = parse(text)
    assert describe(parsed.tree, parsed.filters) == said

"""In which collections a search looks, and that it never narrows in secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from searchqa.model import TALKS, Book, Document
from searchqa.search import Search
from tests.search.conftest import catalog, documents
from tests.support.brute import BruteSearcher

TREES = "20230102-ville-of-trees"


def mixed(**collections: str) -> tuple[list[Document], dict[str, Book]]:
    """Return the archive with some books kept elsewhere: the book's last word says which."""

    def kept(book: str) -> str:
        return collections.get(book.rpartition("-")[2], "books")

    books = {id_: replace(book, collection=kept(id_)) for id_, book in catalog().items()}
    return [replace(d, collection=kept(d.book)) for d in documents()], books


def search_of(*wanted: str, **collections: str) -> Search:
    found, books = mixed(**collections)
    return Search(BruteSearcher(found), "000007", books, wanted or ("books",))


@pytest.fixture(scope="module")
def both() -> Search:
    return search_of(trees=TALKS)


def test_a_search_that_names_none_looks_in_the_usual_ones_and_says_so(both: Search) -> None:
    found = both.search("")
    assert {hit.book.collection for hit in found.hits} == {"books"}
    assert found.query.filters == {"collection": ["books"]}
    assert [(b.value, b.count, b.selected) for b in found.facets["collection"]] == [
        ("books", 5, True),
        ("talks", 1, False),
    ]


def test_what_the_others_have_is_counted_even_when_no_facet_is_asked_for(both: Search) -> None:
    found = both.search("", facets=())
    assert [(bucket.value, bucket.count) for bucket in found.elsewhere] == [("talks", 1)]
    assert found.facets == {}
    assert both.search("forest", facets=()).elsewhere == ()


def test_who_names_collections_is_told_nothing_of_others(both: Search) -> None:
    assert both.search("", collection="books").elsewhere == ()
    assert both.search("collection:books").elsewhere == ()


@pytest.mark.parametrize("typed", ["all", "ALL", " all "])
def test_all_is_every_collection(both: Search, typed: str) -> None:
    found = both.search("", collection=typed)
    assert found.total == 6
    assert found.query.filters == {"collection": ["all"]}
    assert not any(bucket.selected for bucket in found.facets["collection"])
    assert both.search("collection:all").total == 6
    assert both.search("collection:all collection:books").total == 6


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("collection:talks", 1),
        ("collection:TALKS", 1),
        ("collection:(books OR talks)", 6),
        ("collection:books,talks", 6),
        ("-collection:talks", 5),
        ("-collection:books", 1),
        ("forest OR collection:talks", 3),
        ("chapter OR (forest collection:all)", 3),
        ("chapter OR (forest collection:books)", 3),
    ],
)
def test_the_text_names_collections(both: Search, text: str, total: int) -> None:
    assert both.search(text).total == total


def test_what_an_answer_echoes_asks_for_the_same_again(both: Search) -> None:
    for options in ({}, {"collection": "all"}, {"collection": ["books", "talks"]}):
        first = both.search("data", **options)
        again = both.search(first.query.text, **first.query.filters)  # type: ignore[arg-type]
        assert again.query == first.query
        assert again.hits == first.hits


def test_an_unknown_collection_is_said_with_those_there_are(both: Search) -> None:
    found = both.search("", collection="podcast")
    assert found.notices == (
        '"podcast" is no collection here; the collections are books, talks. Searched without it.',
    )
    assert found.query.filters == {"collection": ["books"]}


def test_half_a_name_is_answered_with_the_whole_one(both: Search) -> None:
    found = both.search("collection:talk")
    assert found.total == 5
    assert found.notices == (
        '"talk" is no collection here; did you mean collection "talks"? Searched without it.',
    )


def test_a_book_that_is_named_is_looked_for_where_it_is_kept(both: Search) -> None:
    found = both.search("", book=TREES)
    assert found.total == 1
    assert found.query.filters["collection"] == ["books", "talks"]


def test_what_only_the_others_have_is_the_first_way_out(both: Search) -> None:
    found = both.search("+chapter year:2023")
    assert found.total == 0
    way = found.loosenings[0]
    assert (way.what, way.total) == ("in all collections", 1)
    assert both.search(way.text, **way.filters).total == way.total  # type: ignore[arg-type]
    assert 'collection "books"' in found.understood


def test_any_of_the_words_is_offered_in_all_collections(both: Search) -> None:
    found = both.search("+chapter +audiobook +zzz")
    assert [(way.what, way.total) for way in found.loosenings] == [
        ("any of the words", 2),
        ("any of the words, in all collections", 3),
    ]
    for way in found.loosenings:
        assert both.search(way.text, **way.filters).total == way.total  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "collections", "narrowed"),
    [
        (("books",), {}, ()),
        (("books",), {"trees": "talks"}, ("books",)),
        (("Books", "papers"), {"trees": "talks"}, ("books",)),
        (("papers",), {"trees": "talks"}, ()),
        (("all",), {"trees": "talks"}, ()),
        (("talks",), {"trees": "talks"}, ("talks",)),
        (("books",), {"trees": "talks", "forests": "talks", "engines": "talks"}, ()),
        (("books", "talks"), {"trees": "talks", "forests": "papers"}, ("books", "talks")),
    ],
)
def test_the_settings_are_followed_as_far_as_the_index_has_what_they_name(
    wanted: tuple[str, ...], collections: dict[str, str], narrowed: tuple[str, ...]
) -> None:
    assert search_of(*wanted, **collections).narrowed == narrowed


def test_an_index_with_one_collection_runs_no_filter_and_echoes_none() -> None:
    whole = search_of(trees=TALKS, forests=TALKS, engines=TALKS)
    assert whole.search("").query.filters == {}
    assert whole.search("", collection="all").query.filters == {}
    assert whole.search("").total == 6
    assert whole.search("", collection="talks").query.filters == {"collection": ["talks"]}


def test_threads_neighbours_and_related_know_no_collections(both: Search) -> None:
    (talk,) = both.search("", collection="talks").hits
    view = both.thread(talk.thread.id)
    assert view.book.collection == "talks"
    assert both.threads(TREES)[0].book.collection == "talks"
    assert both.related(talk.thread.id) == search_of().related(talk.thread.id)


def test_half_a_collection_is_completed(both: Search) -> None:
    (one,) = both.suggest("data collection:ta")
    assert (one.kind, one.text, one.label, one.count) == (
        "collection",
        "data collection:talks",
        "talks",
        2,
    )


def test_books_stand_by_collection_the_usual_ones_first() -> None:
    found = search_of("talks", trees="talks", forests="zines")
    assert list(found.by_collection()) == ["talks", "books", "zines"]


def test_books_without_a_date_are_the_last_of_the_newest() -> None:
    found, books = mixed()
    books = {**books, TREES: replace(books[TREES], start=date.min, end=date.min)}
    newest = Search(BruteSearcher(found), "000007", books).newest_books()
    assert [book.id for book in newest][-1] == TREES

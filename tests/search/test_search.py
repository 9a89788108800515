"""What a search answers: hits, order, filters, notices, help."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.errors import QueryError
from searchqa.results import Results
from searchqa.search import Search

FORESTS = "20220314-growing-forests"
ENGINES = "20210927-patient-data-engines"


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def test_a_hit_says_who_where_and_why(search: Search) -> None:
    results = search.search("data versioning")
    hit = results.hits[0]
    assert (hit.participant, hit.role, hit.kind) == ("Ottilie Brandt", "author", "answer")
    assert hit.book.title == "Patient Data Engines"
    assert hit.thread.question == "How do you version data and models together?"
    assert (hit.thread.number, hit.thread.messages, hit.more) == (1, 3, 2)
    found = [hit.snippets[0].text[a:b] for a, b in hit.snippets[0].ranges]
    assert found == ["data", "versioning"]
    assert results.query.text == "data versioning"
    assert results.generation == "000007"
    assert results.took_ms > 0
    assert results.suggestion is None
    assert results.loosenings == ()


def test_without_words_the_newest_come_first(search: Search) -> None:
    results = search.search("")
    starts = [hit.book.start for hit in results.hits]
    assert starts == sorted(starts, reverse=True)
    assert results.query.sort == "newest"
    assert results.total == 6
    assert results.messages == 13
    oldest = search.search("", sort="oldest")
    assert oldest.hits[0].book.id == ENGINES


def test_a_filter_means_the_same_in_the_text_and_as_a_parameter(search: Search) -> None:
    for text, filters in (
        ('data author:"Ottilie Brandt"', {"author": "Ottilie Brandt"}),
        ("data is:answer", {"kind": ["answer"]}),
        ("data during:2021", {"year": 2021}),
        ("data before:2022", {"before": "2022"}),
    ):
        typed, handed = search.search(text), search.search("data", **filters)
        assert ids(typed) == ids(handed)
        assert typed.query.filters == handed.query.filters
        assert typed.facets == handed.facets
        assert typed.total > 0


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ottilie brandt", "Ottilie Brandt"),
        ("OTTILIE", "Ottilie Brandt"),
        ("ottiliebrandt", "Ottilie Brandt"),
        ("Brandt, Ottilie", "Ottilie Brandt"),
        ("Ottílie", "Ottilie Brandt"),
        ("ville-trees", "Ville Holm"),
    ],
)
def test_an_author_is_found_by_name_slug_or_some_words(
    search: Search, typed: str, value: str
) -> None:
    results = search.search("", author=typed)
    assert results.query.filters == {"author": [value]}
    assert results.notices == ()
    assert results.hits


@pytest.mark.parametrize("typed", ["growing forests", FORESTS, "decision trees", "forests growing"])
def test_a_book_is_found_by_title_id_or_some_words(search: Search, typed: str) -> None:
    assert search.search("", book=typed).query.filters == {"book": [FORESTS]}


def test_a_name_that_means_several_means_each_of_them(search: Search) -> None:
    results = search.search("", participant="abara")
    assert results.query.filters == {"participant": ["Ruth Abara", "Mira Abara"]}
    assert len(results.notices) == 1
    assert '"abara" means 2 people here: Ruth Abara, Mira Abara' in results.notices[0]
    one = search.search("", participant=f"Pim @ {FORESTS}")
    assert one.query.filters == {"participant": [f"Pim @ {FORESTS}"]}
    assert one.messages == 1
    assert search.search("", participant="pim").messages == 2


def test_a_name_that_is_nobodys_is_left_out_and_said(search: Search) -> None:
    results = search.search("data", author="ulle")
    assert results.notices == (
        '"ulle" is nobody here; did you mean author "Ville Holm"? Searched without it.',
    )
    assert results.query.filters == {}
    assert ids(results) == ids(search.search("data"))


def test_a_participant_given_as_author_is_pointed_out(search: Search) -> None:
    results = search.search("data", author="Ruth Abara")
    assert 'did you mean participant "Ruth Abara"?' in results.notices[0]
    nobody = search.search("data", author="xyzzy")
    assert nobody.notices == ('"xyzzy" is nobody here. Searched without it.',)


def test_of_several_values_the_known_ones_hold(search: Search) -> None:
    results = search.search("data", author=["xyzzy", "Mirela"])
    assert results.query.filters == {"author": ["Mirela Quist"]}
    assert len(results.notices) == 1


def test_names_inside_the_query_are_found_too(search: Search) -> None:
    either = search.search("author:ottilie OR author:mirela")
    assert either.total == 5
    assert search.search("audiobook -author:ottilie").hits[0].book.id == FORESTS
    without = search.search("audiobook -author:xyzzy")
    assert without.total == 2
    assert "nobody here" in without.notices[0]


def test_wrong_words_of_fixed_filters_are_said(search: Search) -> None:
    results = search.search("data", role="boss", kind=["answer", "anser"])
    assert results.query.filters == {"kind": ["answer"]}
    assert any("boss" in notice for notice in results.notices)
    assert any("anser" in notice and "answer" in notice for notice in results.notices)


def test_a_year_without_books_finds_nothing_and_stays_in_sight(search: Search) -> None:
    results = search.search("data", year=1999)
    assert results.total == 0
    chosen = [bucket for bucket in results.facets["year"] if bucket.selected]
    assert [(bucket.value, bucket.count) for bucket in chosen] == [("1999", 0)]


def test_a_buckets_value_as_a_filter_finds_its_count(search: Search) -> None:
    for group in ("thread", "none"):
        for facet, buckets in search.search("data", group=group).facets.items():
            for bucket in buckets:
                chosen = search.search("data", group=group, **{facet: bucket.value})  # type: ignore[arg-type]
                assert chosen.total == bucket.count
                assert chosen.notices == ()


def test_only_the_facets_asked_for_are_counted(search: Search) -> None:
    assert search.search("data", facets=()).facets == {}
    assert list(search.search("data", facets="year").facets) == ["year"]
    odd = search.search("data", facets=["year", "colour"])
    assert list(odd.facets) == ["year"]
    assert "colour" in odd.notices[0]


def test_pages_follow_each_other(search: Search) -> None:
    whole = ids(search.search("data audiobook", group="none", limit=100))
    pages = [search.search("data audiobook", group="none", offset=n, limit=2) for n in (0, 2, 4)]
    assert [id_ for page in pages for id_ in ids(page)] == whole[:6]
    assert {page.total for page in pages} == {len(whole)}


def test_odd_pages_are_bounded_and_said(search: Search) -> None:
    results = search.search("data", offset=-3, limit=5000)
    assert (results.query.offset, results.query.limit) == (0, 1000)
    assert len(results.notices) == 2
    assert search.search("data", limit=-1).hits == ()
    assert search.search("data", limit=0).total > 0


def test_an_order_that_does_not_exist_is_an_error(search: Search) -> None:
    with pytest.raises(QueryError, match="sort") as raised:
        search.search("data", sort="best")  # type: ignore[arg-type]
    assert "newest" in raised.value.hint
    with pytest.raises(QueryError, match="group"):
        search.search("data", group="book")  # type: ignore[arg-type]


def test_the_same_question_has_the_same_answer(search: Search) -> None:
    one, other = search.search("data forest"), search.search("data forest")
    assert {**one.to_dict(), "took_ms": 0} == {**other.to_dict(), "took_ms": 0}


def test_a_snippet_of_a_browsed_message_is_its_beginning(search: Search) -> None:
    assert search.search("", book=ENGINES).hits[0].snippets[0].text


@given(st.text(max_size=60), st.text(max_size=20))
@settings(deadline=None, max_examples=60)
def test_every_text_is_answered(search: Search, text: str, name: str) -> None:
    results = search.search(text, author=name, book=[name], participant=name, before=name)
    assert results.messages >= results.total >= len(results.hits)
    assert bool(results.understood) == (not results.total)

"""The queries, and what each engine is given of them."""

from __future__ import annotations

import pytest

from benchmarks.options import PARTS, PEERS, SMOKE_SIZE, read_options
from benchmarks.parts.latency import STRANGERS
from benchmarks.parts.worst import questions
from benchmarks.peers.bm25s import Bm25s
from benchmarks.peers.fts5 import Fts5, _match
from benchmarks.peers.registry import OURS
from benchmarks.peers.registry import PEERS as REGISTERED
from benchmarks.peers.tantivy import _typed as tantivy_typed
from benchmarks.peers.whoosh_own import _typed as whoosh_typed
from benchmarks.queries import IGNORED, KINDS, QUERIES, WORDS, Query, day_before
from searchqa.analysis import analyze
from searchqa.query.parser import parse

VALUES = {
    "author": ["Ada Ashberg", "Bo Elmby"],
    "book": ["20200106-x"],
    "participant": ["Cy Fernhall"],
}


def test_each_kind_has_queries_and_each_query_a_kind() -> None:
    assert {query.kind for query in QUERIES} == set(KINDS)
    assert 55 <= len(QUERIES) <= 70
    assert len({query.typed() for query in QUERIES}) == len(QUERIES)


def test_ignored_words_are_those_that_searchqa_ignores() -> None:
    words = {word for query in QUERIES for word in query.words}
    assert {word for word in words if all(analyze(word).stops)} == IGNORED
    for query in QUERIES:
        assert query.content or not query.words


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.typed() or "nothing")
def test_searchqa_takes_each_query_without_a_notice(query: Query) -> None:
    assert parse(query.typed(VALUES)).notices == ()


def test_names_are_filled_in_only_when_asked() -> None:
    query = Query("filter", words=("data",), value=("author", 1))
    assert query.typed() == 'data author:"<author 2>"'
    assert query.typed(VALUES) == 'data author:"Bo Elmby"'
    assert day_before("2015-01-01") == "2014-12-31"


def test_what_the_peers_are_given() -> None:
    required = Query("required", words=("data", "the"), required=("version",))
    without = Query("not", words=("test", "code"), without=("team", "book"))
    assert _match(required) == '"version" AND ("data" OR "the" OR "version")'
    assert _match(without) == '("test" OR "code") NOT ("team" OR "book")'
    assert tantivy_typed(required) == "data the +version"
    assert tantivy_typed(without) == "test code -team -book"
    assert whoosh_typed(required) == "(version) ANDMAYBE (data OR the)"
    assert whoosh_typed(without) == "(test OR code) ANDNOT (team OR book)"
    assert _match(Query("several words", words=("what", "model"))) == '"model"'


def test_what_a_peer_cannot_say_has_a_reason() -> None:
    fuzzy, phrase = Query("fuzzy", fuzzy="modle"), Query("phrase", phrase=("a", "b"))
    assert "slips" in Fts5().cannot(fuzzy, "plain")
    assert not Fts5().cannot(phrase, "plain")
    assert Bm25s("numpy").cannot(phrase, "ranking")
    assert not any(Bm25s("numba").cannot(q, "ranking") for q in QUERIES if q.kind in WORDS)


def test_what_is_asked_before_is_not_asked_again() -> None:
    def words(query: Query) -> set[str]:
        return {*query.words, *query.every, *query.required, *query.without, *query.phrase}

    asked = set().union(*map(words, QUERIES))
    for query in STRANGERS:
        assert not words(query) & asked


def test_the_options_know_all_peers_and_parts() -> None:
    assert {OURS, *PEERS} == set(REGISTERED)
    options = read_options(["--sizes", "100000,5000", "--only", "latency,index"])
    assert options.sizes == (5_000, 100_000)
    assert options.only == ("latency", "index")
    assert read_options(["--smoke"]).sizes == (SMOKE_SIZE,)
    assert read_options([]).only == PARTS
    with pytest.raises(SystemExit):
        read_options(["--without", "nobody"])


def test_the_worst_questions_fit_into_a_query() -> None:
    typed = questions([f"word{n}" for n in range(400)])
    assert len(typed) > 30
    assert all(len(text) <= 1_800 for text in typed.values())

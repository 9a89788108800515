"""Our execution against Whoosh's: the same documents, the same scores, the same order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.engines.bind import bind
from searchqa.query.nodes import (
    All,
    Any,
    Everything,
    Filter,
    Fuzzy,
    Must,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    Words,
)
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.judge.conftest import Judged

QUERIES = (
    "data versioning",
    "how do I version my data?",
    '"feature store"',
    '"feature store" online',
    "+model monitoring",
    "model -data",
    "-data",
    "data AND model",
    "data OR model",
    "test (pipeline OR streaming)",
    "NOT data",
    "deploy*",
    "dep*",
    "pipelne~",
    "version~2",
    "is:question data",
    "model -kind:answer",
    "(kind:answer OR has:link) data",
    "data AND (model OR NOT kind:question)",
    "c++ node.js k8s snake_case",
    "real-time",
    "+real-time",
    "to be or not to be",
    "",
    "zzzzqqq",
    "data zzzzqqq",
    "+zzzzqqq data",
)


def check(judged: Judged, tree: Node) -> None:
    """Hold one query's answer against Whoosh's and against an exhaustive sort."""
    bound = bind(tree)
    expected = judged.judge.matches(bound)
    answer = judged.searcher.search(Request(tree=tree, group="none", limit=10**6, facets=()))
    ours = {match.document.id: match.score for match in answer.matches}
    assert ours.keys() == expected.keys()
    assert answer.total == answer.messages == len(expected)
    for document, score in ours.items():
        assert score == pytest.approx(expected[document], rel=1e-5, abs=1e-6), document
    weeks = {match.document.id: match.document.start for match in answer.matches}
    ids = [match.document.id for match in answer.matches]
    ordered = sorted(ours, key=lambda n: (-round(ours[n], 9), -weeks[n].toordinal(), n))
    assert ids == ordered


@pytest.mark.parametrize("text", QUERIES)
def test_written_queries(judged: Judged, text: str) -> None:
    check(judged, parse(text).tree)


WORDS = st.sampled_from(
    [
        "data",
        "model",
        "the",
        "pipeline",
        "version",
        "test",
        "how",
        "feature",
        "store",
        "stream",
        "deploy",
        "monitor",
        "is",
        "code",
        "real-time",
        "c++",
        "node.js",
        "team",
        "a",
        "hiring",
        "query",
        "index",
        "zzzqq",
        "metric",
        "schema",
    ]
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, WORDS),
    st.builds(Word, WORDS),
    st.builds(Phrase, st.lists(WORDS, min_size=2, max_size=3).map(" ".join)),
    st.builds(Prefix, st.sampled_from(["dat", "ver", "te", "mon", "sch"])),
    st.builds(Fuzzy, st.sampled_from(["pipelne", "verson", "modle"]), st.just(1)),
    st.builds(Filter, st.just("kind"), st.sampled_from(["question", "answer", "reply"])),
    st.builds(Filter, st.just("role"), st.sampled_from(["author", "asker", "other"])),
    st.builds(Filter, st.just("has"), st.sampled_from(["link", "code"])),
    st.just(Filter("is", "unanswered")),
    st.just(Everything()),
)


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    many = st.lists(inner, min_size=1, max_size=3).map(tuple)
    clause = st.one_of(inner, inner, st.builds(Must, inner), st.builds(Not, inner))
    return st.one_of(
        st.builds(All, many),
        st.builds(Any, many),
        st.builds(Not, inner),
        st.builds(Words, st.lists(clause, min_size=1, max_size=4).map(tuple)),
    )


TREES = st.recursive(LEAVES, _branches, max_leaves=8)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_any_tree(judged: Judged, tree: Node) -> None:
    check(judged, tree)

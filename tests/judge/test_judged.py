"""All kernels against Whoosh: the same documents, the same scores, the same order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from searchqa.engines.bind import bind
from searchqa.query.nodes import Node
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.judge.conftest import Judged
from tests.support.trees import TREES

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
    """Hold all kernels' answers against Whoosh's and against an exhaustive sort."""
    expected = judged.judge.matches(bind(tree))
    request = Request(tree=tree, group="none", limit=10**6, facets=())
    answer, *others = (searcher.search(request) for searcher in judged.searchers)
    assert others == [answer] * len(others)
    ours = {match.document.id: match.score for match in answer.matches}
    assert ours.keys() == expected.keys()
    assert answer.total == answer.messages == len(expected)
    for document, score in ours.items():
        assert score == pytest.approx(expected[document], rel=1e-5, abs=1e-6), document
    weeks = {match.document.id: match.document.start for match in answer.matches}
    ids = [match.document.id for match in answer.matches]
    ordered = sorted(ours, key=lambda n: (-ours[n], -weeks[n].toordinal(), n))
    assert ids == ordered


@pytest.mark.parametrize("text", QUERIES)
def test_written_queries(judged: Judged, text: str) -> None:
    check(judged, parse(text).tree)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_any_tree(judged: Judged, tree: Node) -> None:
    check(judged, tree)


# With four shapes and two kernels: 5,000 trees, 10,000 answers.
@pytest.mark.slow
@settings(
    max_examples=1_250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_very_many_trees(judged: Judged, tree: Node) -> None:
    check(judged, tree)

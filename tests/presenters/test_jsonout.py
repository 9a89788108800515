"""The contract's JSON says what the results say, whatever they hold, and stays readable."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.presenters import jsonout
from searchqa.results import Bucket, QueryEcho, Results, Snippet
from tests.presenters.answers import ANSWER, NOTHING, QUESTION, results

# Half surrogate pairs, controls and line separators among them.
TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["", '"\\', "\x7f", "\x85", "\u2028", "\u202e", "\ud800", "é\x7f", "naïve", "</script>"]
)
BUCKETS = st.lists(
    st.builds(Bucket, TEXTS, TEXTS, st.integers(0, 10**12), st.booleans()), max_size=4
)
ECHOES = st.builds(
    QueryEcho,
    text=TEXTS,
    filters=st.dictionaries(st.sampled_from(["author", "year"]), st.lists(TEXTS, min_size=1)),
    sort=st.sampled_from(["relevance", "newest"]),
    group=st.sampled_from(["thread", "none"]),
    offset=st.integers(0, 10**9),
    limit=st.integers(0, 1_000),
)
HITS = st.builds(
    lambda text, score, links: replace(
        ANSWER, participant=text, score=score, links=links, snippets=(Snippet("text", text),)
    ),
    TEXTS,
    st.floats(0, 1e6),
    st.lists(TEXTS, max_size=2).map(tuple),
)
ANSWERS = st.builds(
    Results,
    query=ECHOES,
    notices=st.lists(TEXTS, max_size=2).map(tuple),
    total=st.integers(0, 10**9),
    messages=st.integers(0, 10**9),
    took_ms=st.floats(0, 1e6),
    generation=TEXTS,
    hits=st.lists(HITS, max_size=3).map(tuple),
    facets=st.dictionaries(st.sampled_from(["author", "book", "kind"]), BUCKETS),
    suggestion=st.none() | TEXTS,
)


@given(ANSWERS)
def test_it_reads_back_as_what_it_was(answer: Results) -> None:
    text = jsonout.render(answer)
    assert json.loads(text) == answer.to_dict()
    text.encode("utf-8")
    assert not any(char in text for char in "\x7f\x85\u2028\u202e")


def test_each_hit_and_bucket_has_a_line() -> None:
    answer = results(ANSWER, QUESTION)
    lines = [one.strip().rstrip(",") for one in jsonout.render(answer).splitlines()]
    for hit in answer.hits:
        assert json.dumps(hit.to_dict(), ensure_ascii=False) in lines
    for some in answer.facets.values():
        for bucket in some:
            assert json.dumps(bucket.to_dict(), ensure_ascii=False) in lines


@pytest.mark.parametrize("answer", [NOTHING, results(facets={"year": ()})])
def test_what_is_empty_is_an_empty_list_or_object(answer: Results) -> None:
    assert json.loads(jsonout.render(answer)) == answer.to_dict()

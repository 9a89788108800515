"""Any query tree: what hypothesis draws queries from.

In: nothing. Out: strategies. Never: knows an engine.
"""

from __future__ import annotations

from hypothesis import strategies as st

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

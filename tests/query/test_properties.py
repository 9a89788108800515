"""What holds for any text at all."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from searchqa.errors import QueryError
from searchqa.query.dates import parse_date_range
from searchqa.query.loosen import loosen
from searchqa.query.merge import filters_from, merge
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
from searchqa.query.parser import Parsed, parse
from searchqa.query.printing import to_query
from searchqa.query.request import Filters
from searchqa.query.shapes import all_of, any_of, negated, required, words_of
from searchqa.schema import FACETS, MAX_QUERY_CHARS, MAX_QUERY_TERMS

# Pieces of the language, in any order, are likelier to meet each other than random letters are.
LANGUAGE = (
    "a b data-version C++ .net f(x) +1 12\" don't AND OR NOT and or - + * ~ : ( ) () \" “ ” „ « » '"
    " deploy* *b* de*loy kuberntes~ ab~2 ab~7 ab~0 ~/x -> -- --full :) http://x.y/z 10:30"
    " author: author:ada author:ada,bob author:“Ada -author:( role:boss role:author is:question"
    " is:unanswered has:code has:link,code year:2021 year:x before:2021-09 after:soon during:2021"
    ' during:2021-09-27 autor:ada foo:bar foo:"a foo:(a foo:author:ada OR:x kind:answer,reply ,'
    " \x00 \ud800 \u202e \u200b שלום 数据 é İ \n\t"
)
PIECES = st.sampled_from(LANGUAGE.split(" "))
SEPARATORS = st.sampled_from(["", " ", " ", " "])
SENTENCES = st.lists(st.tuples(PIECES, SEPARATORS), max_size=30).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
ANY_CHARACTER = st.characters(exclude_categories=())
TEXTS = SENTENCES | st.text(alphabet=ANY_CHARACTER, max_size=80)

NAMES = st.text(alphabet="abé ÅÖ'.-@,()\"«“", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


def bare(tree: Node) -> Node:
    return parse(str(tree)).tree


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example('-"-foo')
@example("*-foo")
@example("foo:OR")
@example("OR-foo*")
@example("x~y*b~")
@example("author:")
@example("+(--full)")
def test_any_text_is_a_query_that_prints_as_itself(text: str) -> None:
    parsed = parse(text)
    assert parse(to_query(parsed.tree)).tree == parsed.tree
    again = parse(to_query(parsed.tree, parsed.filters))
    assert (again.tree, again.filters) == (parsed.tree, parsed.filters)
    parsed.text.encode()
    str(parsed.tree).encode()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_strict_refuses_exactly_what_lenient_notices(text: str) -> None:
    lenient = parse(text)
    if not lenient.notices:
        assert parse(text, strict=True) == lenient
        return
    with pytest.raises(QueryError) as caught:
        parse(text, strict=True)
    assert lenient.notices[0].startswith(caught.value.message)
    assert 0 <= caught.value.position <= len(lenient.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_each_loosening_can_be_typed(text: str) -> None:
    parsed = parse(text)
    for what, tree, filters in loosen(parsed.tree, parsed.filters):
        assert what
        assert (tree, filters) != (parsed.tree, parsed.filters)
        again = parse(to_query(tree, filters))
        assert (again.tree, again.filters) == (tree, filters)


def depth(node: Node) -> int:
    match node:
        case Words(children) | All(children) | Any(children):
            return 1 + max(map(depth, children))
        case Not(child) | Must(child):
            return 1 + depth(child)
    return 0


def leaves(node: Node) -> list[Node]:
    match node:
        case Words(children) | All(children) | Any(children):
            return [leaf for child in children for leaf in leaves(child)]
        case Not(child) | Must(child):
            return leaves(child)
    return [node]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=5, max_size=60).map(" ".join))
def test_a_long_query_stays_within_the_bounds(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.text) <= MAX_QUERY_CHARS
    typed = [str(leaf) for leaf in leaves(parsed.tree) if not isinstance(leaf, Everything)]
    runs = sum(len(re.findall(r"[^\W_]+", t)) or 1 for t in typed if ":" not in t and "~" not in t)
    given_values = sum(len(parsed.filters.of(facet)) for facet in FACETS)
    assert runs + given_values <= MAX_QUERY_TERMS
    assert depth(parsed.tree) <= 100


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(["data", "how?", "C++", "don't", "f(x)", "10:30", "--full"]).map(Word),
    st.sampled_from(["two words", "a", "10:30 - NOT author:x"]).map(Phrase),
    st.sampled_from(["deplo", "snake_ca"]).map(Prefix),
    st.builds(Fuzzy, st.sampled_from(["kuberntes", "ab"]), st.sampled_from([1, 2])),
    st.builds(Filter, st.just("author"), NAMES.filter(bool)),
    st.sampled_from([Filter("has", "code"), Filter("is", "unanswered"), Filter("year", "2021")]),
    st.sampled_from(
        [Filter("during", "2021-09"), Filter("before", "2020"), Filter("kind", "reply")]
    ),
)


def compound(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=4)
    signed = st.lists(
        children | children.map(negated) | children.map(required), min_size=2, max_size=4
    )
    return several.map(all_of) | several.map(any_of) | signed.map(words_of) | children.map(negated)


@settings(max_examples=400, deadline=None)
@given(st.recursive(LEAVES, compound, max_leaves=12))
def test_any_tree_survives_being_typed(tree: Node) -> None:
    tree = words_of([tree])
    # Under an OR nothing is lifted into Filters, and a word keeps the tree from being conditions.
    whole = any_of([Word("x"), tree])
    assert bare(whole) == whole


@settings(deadline=None)
@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]),
    st.dates(date(1000, 1, 7), date(2999, 12, 20)),
)
def test_before_during_and_after_share_out_all_weeks(day: date, form: str, start: date) -> None:
    value = day.strftime(form)
    ranges = [parse_date_range(kind, value) for kind in ("before", "during", "after")]
    end = start + timedelta(days=4)
    inside = [r is not None and r.contains(start, end) for r in ranges]
    if form == "%Y-%m-%d":
        # A week that holds a day may have begun before it.
        assert inside[1] == (start <= day <= end)
        assert inside[0] == (start < day)
        assert inside[2] == (start > day)
    else:
        assert inside.count(True) == 1
        assert inside[1] == (start.strftime(form) == value)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=4), st.lists(NAMES, max_size=4))
def test_parameters_and_text_mean_the_same(authors: list[str], books: list[str]) -> None:
    assume(all(authors) and all(books))
    filters, notices = filters_from(author=authors, book=books, year=2021, before="2022-03")
    assert not notices
    assume(not any(set('"“”„‟') & set(n) and "»" in n for n in (*authors, *books)))
    parsed = parse(to_query(Everything(), filters))
    assert parsed == Parsed(parsed.text, Everything(), filters, ())
    assert merge(parsed.filters, filters) == filters
    assert merge(parsed.filters, Filters()) == filters

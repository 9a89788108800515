"""What a query tree becomes in terms, once for every engine."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.analysis import analyze
from searchqa.engines.bind import (
    NO_WORDS,
    TOO_MANY_WORDS,
    AllNode,
    AnyNode,
    BoundNode,
    EverythingNode,
    FilterNode,
    FuzzyNode,
    NothingNode,
    NotNode,
    PhraseNode,
    PrefixNode,
    TermNode,
    WordsNode,
    bind,
)
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
from searchqa.schema import MAX_QUERY_TERMS


def words(text: str) -> Words:
    return Words(tuple(Word(word) for word in text.split()))


def should(*terms: str) -> WordsNode:
    return WordsNode(tuple(TermNode(term) for term in terms))


def test_plain_words_are_optional_terms_without_stop_words() -> None:
    assert bind(words("how do I version the data")).tree == should("version", "data")


def test_a_word_counts_once() -> None:
    assert bind(words("data Data DATA'S")).tree == should("data")


def test_a_query_of_stop_words_is_their_phrase() -> None:
    bound = bind(words("to be or not"))
    assert bound.tree == WordsNode((PhraseNode(("to", "be", "or", "not"), (0, 1, 2, 3)),))
    assert [phrase.terms for phrase in bound.phrases] == [("to", "be", "or", "not")]
    assert bind(Word("the")).tree == should("the")


def test_stop_words_beside_a_required_word_are_dropped() -> None:
    tree = Words((Must(Word("data")), Word("the")))
    assert bind(tree).tree == WordsNode((), (TermNode("data"),))


def test_an_excluded_or_required_stop_word_keeps_its_term() -> None:
    tree = Words((Must(Word("the")), Not(Word("of"))))
    assert bind(tree).tree == WordsNode((), (TermNode("the"),), (TermNode("of"),))


def test_a_word_of_several_terms_is_optional_alone_and_a_phrase_when_asked_for() -> None:
    assert bind(Word("real-time")).tree == should("real", "time")
    phrase = PhraseNode(("real", "time"), (0, 1))
    for tree, expected in (
        (Words((Must(Word("real-time")),)), WordsNode((), (phrase,))),
        (Words((Not(Word("real-time")),)), WordsNode((), (), (phrase,))),
        (Not(Word("real-time")), NotNode(phrase)),
        (All((Word("real-time"), Word("x"))), AllNode((phrase, TermNode("x")))),
        (Any((Word("real-time"), Word("x"))), AnyNode((phrase, TermNode("x")))),
        (Not(words("real-time x")), NotNode(WordsNode((phrase, TermNode("x"))))),
    ):
        assert bind(tree).tree == expected


@pytest.mark.parametrize("name", ["c++", ".net", "node.js", "snake_case", "q&a", "3.10"])
def test_a_name_is_asked_for_as_a_whole(name: str) -> None:
    assert bind(Word(name)).tree == should(name)
    assert bind(All((Word(name),))).tree == TermNode(name)


def test_a_phrase_keeps_stop_words_and_the_places_of_a_name() -> None:
    bound = bind(Phrase("apps in node.js and Rust"))
    assert bound.tree == PhraseNode(("app", "in", "node.js", "and", "rust"), (0, 1, 2, 4, 5))
    assert bind(Phrase("models")).tree == TermNode("model")


def test_offsets_of_a_phrase_are_those_of_the_text_itself() -> None:
    text = "see my_tool in c++ or node.js"
    node = bind(Phrase(text)).tree
    assert isinstance(node, PhraseNode)
    found = analyze(text)
    at = set(zip(found.terms, found.positions, strict=True))
    assert set(zip(node.terms, node.offsets, strict=True)) <= at


def test_prefixes_and_slips_work_on_folded_words() -> None:
    assert bind(Prefix("Éco")).tree == PrefixNode("eco")
    assert bind(Prefix("Deploying")).tree == PrefixNode("deploying")
    assert bind(Fuzzy("Kuberntes", 2)).tree == FuzzyNode("kuberntes", 2)
    assert bind(Prefix("real-ti")).tree == AllNode((TermNode("real"), PrefixNode("ti")))
    assert bind(Fuzzy("real-tme", 1)).tree == AllNode((FuzzyNode("real", 1), FuzzyNode("tme", 1)))
    assert bind(Prefix("snake_ca")).tree == PrefixNode("snake_ca")


def test_filters_and_everything_pass() -> None:
    tree = Any((Filter("is", "unanswered"), Word("data")))
    assert bind(tree).tree == AnyNode((FilterNode("is", "unanswered"), TermNode("data")))
    assert bind(Everything()).tree == EverythingNode()


@pytest.mark.parametrize(
    "tree",
    [Word("🙂"), words("? !"), Phrase("..."), Not(Word("--")), All((Prefix("*"),)), Words(())],
)
def test_nothing_to_look_for_is_said(tree: Node) -> None:
    bound = bind(tree)
    assert bound.tree == NothingNode()
    assert bound.notices == (NO_WORDS,)


def test_signs_beside_words_are_dropped_in_silence() -> None:
    bound = bind(Words((Must(Word("🙂")), Word("data"), Not(Word("?")))))
    assert bound.tree == should("data")
    assert bound.notices == ()


def test_pairs_are_of_neighbours_typed_plainly() -> None:
    assert bind(words("versions of real-time data")).pairs == (
        ("version", "real", 2),
        ("real", "time", 1),
        ("time", "data", 1),
    )
    apart = Words((Word("data"), Not(Word("x")), Word("lake")))
    assert bind(apart).pairs == ()
    assert bind(Any((Word("data"), Word("lake")))).pairs == ()
    assert bind(words("to be or not")).pairs == ()


def test_snippets_mark_what_was_asked_for_not_what_was_excluded() -> None:
    tree = Words(
        (
            Word("data"),
            Must(Word("lake")),
            Not(Word("mart")),
            Any((Phrase("feature store"), All((Word("mesh"), Not(Word("hub")))))),
        )
    )
    bound = bind(tree)
    assert bound.terms == {"data", "lake", "mesh"}
    assert [phrase.terms for phrase in bound.phrases] == [("featur", "store")]


def test_terms_are_capped_with_a_notice() -> None:
    many = "-".join(f"w{number}" for number in range(MAX_QUERY_TERMS + 5))
    bound = bind(Word(many))
    assert len(bound.terms) == MAX_QUERY_TERMS
    assert bound.notices == (TOO_MANY_WORDS,)
    assert {term for left, right, _ in bound.pairs for term in (left, right)} == bound.terms
    exact = "-".join(f"w{number}" for number in range(MAX_QUERY_TERMS))
    assert bind(Word(exact)).notices == ()


TEXT = st.one_of(st.text(max_size=12), st.sampled_from(["data", "the", "real-time", "c++", "a_b"]))
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, TEXT),
    st.builds(Phrase, TEXT),
    st.builds(Prefix, TEXT),
    st.builds(Fuzzy, TEXT, st.integers(1, 2)),
    st.just(Filter("is", "unanswered")),
    st.just(Everything()),
)


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(inner, max_size=4).map(tuple)
    marked = st.one_of(inner, st.builds(Must, inner), st.builds(Not, inner))
    return st.one_of(
        st.builds(Not, inner),
        st.builds(All, children),
        st.builds(Any, children),
        st.builds(Words, st.lists(marked, max_size=4).map(tuple)),
    )


TREES = st.recursive(LEAVES, _branches, max_leaves=8)


def _is_sound(node: BoundNode, *, top: bool = False) -> bool:
    match node:
        case PhraseNode(terms, offsets):
            rising = all(a < b for a, b in pairwise(offsets))
            return len(terms) == len(offsets) > 1 and offsets[0] == 0 and rising
        case TermNode(text) | PrefixNode(text) | FuzzyNode(text):
            return text != ""
        case AllNode(children) | AnyNode(children):
            return len(children) > 1 and all(map(_is_sound, children))
        case NotNode(child):
            return _is_sound(child)
        case WordsNode(optional, must, must_not):
            children = (*optional, *must, *must_not)
            return bool(children) and all(map(_is_sound, children))
        case NothingNode():
            return top
    return True


@settings(deadline=None)
@given(TREES)
def test_every_tree_binds_to_something_sound(tree: Node) -> None:
    bound = bind(tree)
    assert _is_sound(bound.tree, top=True)
    assert bind(tree) == bound
    hash(bound)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_text_typed_binds(text: str) -> None:
    assert _is_sound(bind(parse(text).tree).tree, top=True)

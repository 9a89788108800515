"""What holds for snippets of any text."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchqa.analysis import analyze
from searchqa.snippets import Source, find_marks, lead, snippets

PIECES = st.sampled_from(
    [
        "data", "Data's", "lake", "the", "real-time", "c++", "node.js", "my_data", "data lake",
        ". ", ", ", " ", "  ", "\n", "\n\n", "- ", "1. ", "…", "🙂", "é", "cafe\u0301", "İ", "ß",
        "(", ")", "`", "\u00a0", "\u200b", "漢字", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=60).map("".join))
TERMS = st.frozensets(st.sampled_from(["data", "lake", "time", "c++", "node", "cafe"]), max_size=4)
PHRASES = st.sampled_from([(), (("data", "lake"),), (("real", "time"), ("the", "data", "lake"))])


def _code(text: str, cuts: list[int]) -> tuple[tuple[int, int], ...]:
    places = sorted({cut for cut in cuts if cut <= len(text)})
    return tuple(zip(places[::2], places[1::2], strict=False))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TERMS, PHRASES, st.lists(st.integers(0, 200), max_size=6), st.integers(1, 80))
@example("\ud800 data", frozenset({"data"}), (), [], 5)
@example("C++17:data", frozenset({"data", "c++"}), (), [], 1)
@example("000000000000000000000000:data 0", frozenset({"data"}), (), [0, 30], 30)
def test_snippets_are_sound(
    text: str,
    terms: frozenset[str],
    phrases: tuple[tuple[str, ...], ...],
    cuts: list[int],
    width: int,
) -> None:
    source = Source(text, _code(text, cuts))
    found = snippets(source, find_marks(text, terms, frozenset(), phrases), width=width)
    assert len(found) <= 3
    flat = " ".join(text.split())
    reached = 0
    for snippet in found:
        assert snippet.text == " ".join(snippet.text.split())
        at = flat.find(snippet.text, reached)
        assert at >= 0, "fragments stand in the text, in its order, without overlap"
        reached = at + len(snippet.text)
        assert snippet.ranges, "a fragment shows something that was found"
        assert list(snippet.ranges) == sorted(snippet.ranges)
        last = 0
        for start, end in snippet.ranges:
            assert last <= start < end <= len(snippet.text)
            last = end
            marked = set(analyze(snippet.text[start:end]).terms)
            assert marked & (terms | {term for phrase in phrases for term in phrase})
            assert not (snippet.text[start - 1 : start].isalnum() and start)
            # Behind a sign a word may begin: C++ is found in C++17.
            assert not (snippet.text[end - 1 : end + 1].isalnum() and end < len(snippet.text))


@settings(deadline=None)
@given(TEXTS, TERMS)
def test_a_text_with_a_term_has_a_snippet(text: str, terms: frozenset[str]) -> None:
    held = bool(terms & set(analyze(text).terms))
    assert bool(snippets(Source(text), find_marks(text, terms, frozenset(), ()))) == held


@settings(deadline=None)
@given(TEXTS, st.integers(1, 80))
def test_lead_is_a_beginning(text: str, width: int) -> None:
    snippet = lead(Source(text), width)
    flat = " ".join(text.split())
    assert flat.startswith(snippet.text)
    assert snippet.after == (snippet.text != flat)
    assert bool(snippet.text) == bool(flat)
    assert len(snippet.text) <= width


def test_a_long_message_full_of_finds_is_cut_quickly() -> None:
    text = "We version data. " * 3000
    begun = time.perf_counter()
    assert snippets(
        Source(text),
        find_marks(text, frozenset({"version", "data"}), frozenset(), (("version", "data"),)),
    )
    assert time.perf_counter() - begun < 2

"""What a text's terms are: the same for documents, queries and snippets."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchqa.analysis import STOP_WORDS, analyze, main_tokens, pairs, stem
from searchqa.text.fold import fold


def terms(text: str) -> list[str]:
    return analyze(text).terms


def covered(text: str) -> list[str]:
    analysis = analyze(text)
    return [text[s:e] for s, e in zip(analysis.starts, analysis.ends, strict=True)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("versioning", "Versioned"),
        ("deployments", "deploying"),
        ("cafe", "Café"),
        ("cafe", "cafe\u0301"),
        ("Istanbul", "İSTANBUL"),
        ("dont", "don’t"),
        ("Maren", "Maren's"),
        ("Maren", "MAREN’S"),
        ("oreilly", "O'Reilly"),
        ("strasse", "Straße"),
        ("transformer", "trans\u00adformer"),
        ("data", "𝐃𝐚𝐭𝐚"),
        ("k8s", "K8s"),
        ("C++", "c++"),
        ("snake_case", "SNAKE__CASE"),
    ],
)
def test_two_spellings_of_one_word_meet(typed: str, written: str) -> None:
    assert terms(typed) == terms(written)
    assert covered(written)[0] == written


@pytest.mark.parametrize(
    ("one", "other"),
    [("c", "c++"), ("c", "c#"), ("net", ".net"), ("2.0", "2.1"), ("s3", "s4"), ("k8s", "k8")],
)
def test_names_stay_apart(one: str, other: str) -> None:
    assert terms(one)[0] != terms(other)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I know C++ well", [("c++", 2), ("c", 2)]),
        ("C#, F#", [("c#", 0), ("c", 0), ("f#", 1), ("f", 1)]),
        ("the .NET runtime", [(".net", 1), ("net", 1)]),
        ("ASP.NET", [("asp.net", 0), ("asp", 0), ("net", 1)]),
        ("Node.js!", [("node.js", 0), ("node", 0), ("js", 1)]),
        ("my_long_name", [("my_long_name", 0), ("my", 0), ("long", 1), ("name", 2)]),
        ("run train.py.", [("train.py", 1), ("train", 1), ("py", 2)]),
        ("Python 3.10.", [("3.10", 1), ("3", 1), ("10", 2)]),
        ("a Q&A", [("q&a", 1), ("q", 1), ("a", 2)]),
        ("GPT3.5x", [("gpt3.5x", 0), ("gpt3", 0), ("5x", 1)]),
    ],
)
def test_a_name_is_kept_whole_beside_its_parts(text: str, expected: list[tuple[str, int]]) -> None:
    found = analyze(text)
    at = list(zip(found.terms, found.positions, strict=True))
    assert [pair for pair in at if pair in expected] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how?", ["how"]),
        ("end.Then", ["end", "then"]),
        ("real-time", ["real", "time"]),
        ("10:30", ["10", "30"]),
        ("A+ issue #12", ["a", "issu", "12"]),
        ("_emphasis_ and __init__", ["emphasi", "and", "init"]),
        ("🙂 ... --- ʼ", []),
        ("", []),
    ],
)
def test_punctuation_is_no_name(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_positions_go_on_behind_a_name() -> None:
    found = analyze("use my_tool now")
    assert list(zip(found.terms, found.positions, strict=True)) == [
        ("use", 0),
        ("my_tool", 1),
        ("my", 1),
        ("tool", 2),
        ("now", 3),
    ]
    assert [found.terms[place] for place in main_tokens(found)] == ["use", "my_tool", "now"]
    found = analyze("C++17")
    assert [found.terms[place] for place in main_tokens(found)] == ["c++", "17"]


def test_words_are_left_unstemmed_for_prefixes_and_spelling() -> None:
    assert analyze("Pipelines' Versioning").words == ["pipelines", "versioning"]


def test_stop_words_are_flagged_not_dropped() -> None:
    found = analyze("What's the data?")
    assert found.words == ["what", "the", "data"]
    assert found.stops == [True, True, False]


def test_pairs_pass_over_stop_words_and_keep_the_distance() -> None:
    assert pairs(analyze("versions of the data in node.js apps")) == [
        ("version", "data", 3),
        ("data", "node.js", 2),
        ("node.js", "app", 2),
    ]
    assert pairs(analyze("data")) == []


def test_each_stop_word_is_a_word_as_the_analyzer_folds_it() -> None:
    for word in STOP_WORDS:
        assert analyze(word).words == [word]
        assert analyze(word).stops == [True]


@settings(deadline=None)
@given(st.text(max_size=80))
@example("İstanbul'da ﬁne ½ ⅷ ℡ K")
@example("a\u0301_\u0301b")
@example("\ud800x\x00y")
@example("c+++ d## .net.net 1.2.3.")
@example("नमस्ते दुनिया 漢字かな")
def test_tokens_lie_in_the_text_and_say_what_stands_there(text: str) -> None:
    found = analyze(text)
    reached = 0
    before = 0
    for place, word in enumerate(found.words):
        start, end, position = found.starts[place], found.ends[place], found.positions[place]
        assert 0 <= start < end <= len(text)
        assert start >= reached
        assert before <= position <= before + 1 or place == 0
        assert word
        assert found.terms[place]
        letters = "".join(c for c in fold(text[start:end]) if c.isalnum())
        assert letters.startswith("".join(c for c in word if c.isalnum()))
        reached, before = start, position


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_word_found_is_found_by_typing_it(text: str) -> None:
    found = analyze(text)
    for term, word in zip(found.terms, found.words, strict=True):
        again = analyze(word)
        if again.words[:1] == [word]:
            assert again.terms[0] == term


@settings(deadline=None)
@given(st.text(alphabet="ab_.+#&' 1", max_size=40))
def test_ascii_and_other_texts_are_cut_alike(text: str) -> None:
    # A letter beyond ASCII at the end chooses the other pattern for the same text.
    plain, other = analyze(text), analyze(text + " é")
    assert other.terms[:-1] == plain.terms
    assert other.starts[:-1] == plain.starts
    assert other.ends[:-1] == plain.ends


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_stemming_leaves_something(word: str) -> None:
    assert stem(word)


@pytest.mark.parametrize(
    "piece", ["a", "_a", "a.", "a'", "é\u0301", ".1", "1.", "++", "a&", "\u00ad"]
)
def test_no_text_takes_long(piece: str) -> None:
    # The processor's time, not the clock's: others may be at work here, too.
    begun = time.process_time()
    analyze(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 2


@given(st.text("ab1 Z", max_size=30))
def test_plain_words_are_read_as_in_any_text(text: str) -> None:
    plain = analyze(text)
    # A full stop behind it makes it a text for the patterns.
    assert analyze(f"{text} .") == plain
    for term, start, end in zip(plain.words, plain.starts, plain.ends, strict=True):
        assert text[start:end].lower() == term

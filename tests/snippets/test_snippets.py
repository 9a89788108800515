"""What a reader sees of a hit: the fragments and the words marked in them."""

from __future__ import annotations

import re

import pytest

from searchqa.analysis import analyze, main_tokens
from searchqa.results import Snippet
from searchqa.snippets import Source, find_marks, lead, snippets

FILLER = "Nothing of interest stands here, only a long row of quiet letters. "


def show(snippet: Snippet) -> str:
    """Write a snippet with its marks, as a terminal without colour would."""
    text = snippet.text
    for start, end in reversed(snippet.ranges):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return ("… " if snippet.before else "") + text + (" …" if snippet.after else "")


def typed(text: str) -> tuple[str, ...]:
    """Return the terms that a typed text asks for: of a name the whole."""
    analysis = analyze(text)
    return tuple(analysis.terms[place] for place in main_tokens(analysis))


def find(
    text: str,
    query: str = "",
    *phrases: str,
    words: frozenset[str] = frozenset(),
    code: tuple[tuple[int, int], ...] = (),
    fragments: int = 3,
    width: int = 160,
) -> list[str]:
    found = snippets(
        Source(text, code),
        find_marks(
            text, frozenset(typed(query)), words, tuple(typed(phrase) for phrase in phrases)
        ),
        fragments=fragments,
        width=width,
    )
    return [show(snippet) for snippet in found]


def found(text: str, phrases: tuple[tuple[str, ...], ...]) -> tuple[Snippet, ...]:
    return snippets(Source(text), find_marks(text, frozenset(), frozenset(), phrases))


def test_a_short_text_is_shown_whole_with_each_find_marked() -> None:
    assert find("We version data. Data ages.", "data versions") == [
        "We [version] [data]. [Data] ages."
    ]


def test_what_is_not_there_gives_nothing() -> None:
    assert find("We version data.", "kafka") == []
    assert find("", "kafka") == []
    assert find("We version data.") == []


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("It is Maren's idea", "maren", "It is [Maren's] idea"),
        ("It is Maren’s idea", "maren", "It is [Maren’s] idea"),
        ("in C++ or C", "c++", "in [C++] or C"),
        ("on node.js today", "node", "on [node.js] today"),
        ("call my_big_tool now", "tool", "call [my_big_tool] now"),
        ("a cafe\u0301 there", "café", "a [cafe\u0301] there"),
        ("İSTANBUL and Straße", "strasse", "İSTANBUL and [Straße]"),
        ("in real-time mode", "real time", "in [real-time] mode"),
        ("in real-time mode", "time", "in real-[time] mode"),
        ("a database, a data", "data", "a database, a [data]"),
    ],
)
def test_whole_words_are_marked_as_they_were_written(text: str, query: str, expected: str) -> None:
    assert find(text, query) == [expected]


def test_phrases_are_marked_only_as_phrases() -> None:
    text = "A store with a feature: the feature store; store of features."
    assert find(text, "", "feature store") == [
        "A store with a feature: the [feature store]; store of features."
    ]
    assert find("features of a store", "", "feature store") == []


def test_a_phrase_may_hold_a_name_and_stop_words() -> None:
    assert find("we run node.js and Rust", "", "run node.js and") == ["we [run node.js and] Rust"]
    assert found("use node.js", (("node", "js"),))[0].ranges == ((4, 11),)
    name = (("node.js", "and", "rust"),)
    assert found("node.js and Rust", name)[0].ranges == ((0, 16),)


def test_words_of_a_prefix_are_found_unstemmed() -> None:
    text = "deployed, deploying, deploys"
    assert find(text, words=frozenset({"deployed", "deploys"})) == [
        "[deployed], deploying, [deploys]"
    ]


def test_overlapping_finds_are_one_mark() -> None:
    assert find("the data lake house", "lake", "data lake", "lake house") == [
        "the [data lake house]"
    ]


def test_the_densest_place_is_shown_first_of_all() -> None:
    text = "Data. " + FILLER * 4 + "Now we version data with care. " + FILLER * 4 + "Data."
    assert find(text, "version data", fragments=1) == [
        f"… Now we [version] [data] with care. {FILLER}…"
    ]


def test_of_places_with_the_same_words_the_nearest_together_is_shown() -> None:
    text = "Data in the quiet letters of a lake. " + FILLER * 4 + "A data lake."
    (shown,) = find(text, "data lake", fragments=1)
    assert shown.endswith("A [data] [lake].")


def test_a_word_not_yet_shown_comes_before_more_of_the_same() -> None:
    text = (FILLER * 4 + "A data lake. ") * 3 + FILLER * 4 + "And kafka."
    shown = find(text, "data lake kafka", fragments=2)
    assert ["[lake]" in shown[0], "[kafka]" in shown[1]] == [True, True]


def test_fragments_come_in_the_order_of_the_text() -> None:
    text = "Kafka first. " + FILLER * 5 + "A data lake."
    first, second = find(text, "data lake kafka", width=80)
    assert ["[Kafka]" in first, "[lake]" in second] == [True, True]


def test_each_word_is_shown_even_if_they_stand_far_apart_and_in_order() -> None:
    text = "Kafka first. " + FILLER * 5 + "Then spark. " + FILLER * 5 + "Flink last."
    shown = find(text, "flink kafka spark", width=80)
    assert len(shown) == 3
    assert ["[Kafka]" in shown[0], "[spark]" in shown[1], "[Flink]" in shown[2]] == [True] * 3


def test_a_repeated_word_adds_no_fragment_once_all_words_are_shown() -> None:
    text = "We version data. " + (FILLER * 4 + "Data. ") * 3
    assert len(find(text, "version data")) == 1
    assert len(find(text, "data")) == 3


def test_a_few_words_between_two_fragments_are_shown_instead_of_an_ellipsis() -> None:
    text = "Data is here " + "and so on " * 15 + "until data ends " + "and so on " * 30
    shown = find(text, "data", width=100)
    assert len(shown) == 1
    assert shown[0].count("[") == 2


def test_fragments_are_cut_at_sentences() -> None:
    text = FILLER * 3 + "See e.g. this pipeline. It runs at night." + f" {FILLER}" * 3
    (shown,) = find(text, "pipeline", width=60)
    assert shown == "… See e.g. this [pipeline]. It runs at night. …"


def test_a_short_sentence_does_not_end_a_fragment_that_has_room() -> None:
    (shown,) = find("A pipeline. " + "letters " * 60, "pipeline", width=60)
    assert shown == "A [pipeline]. " + "letters " * 6 + "…"


def test_the_number_of_a_list_is_no_sentence() -> None:
    text = FILLER * 3 + "Is it so? 2. Which pipeline is it? 3. " + FILLER * 3
    (shown,) = find(text, "pipeline", width=40)
    assert shown == "… Is it so? 2. Which [pipeline] is it? …"


def test_lines_of_a_list_count_as_sentences_and_become_one_line() -> None:
    text = "\n".join(["- quiet letters only"] * 9 + ["- a pipeline"] + ["- quiet letters only"] * 9)
    (shown,) = find(text, "pipeline", width=60)
    assert shown == "… - a [pipeline] - quiet letters only - quiet letters only …"


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "letters " * 40 + "pipeline " + "letters " * 40
    (shown,) = find(text, "pipeline", width=60)
    assert re.fullmatch(r"… (letters )+\[pipeline\]( letters)+ …", shown)


def test_the_end_of_a_text_uses_its_room_for_the_words_before() -> None:
    (shown,) = find("letters " * 40 + "pipeline", "pipeline", width=60)
    assert re.fullmatch(r"… (letters ){5,6}\[pipeline\]", shown)
    (shown,) = find(FILLER * 4 + "The pipeline.", "pipeline", width=100)
    assert shown == f"… {FILLER}The [pipeline]."


def test_inline_code_is_left_whole() -> None:
    before, code, after = "letters " * 10, "run the pipeline --with many options", " letters" * 20
    text = before + code + after
    span = (len(before), len(before) + len(code))
    for width in range(40, 90, 7):
        (shown,) = find(text, "pipeline", code=(span,), width=width)
        assert code in shown.replace("[", "").replace("]", "")
    (shown,) = find(f"pipeline {text}", "letters", code=((span[0] + 9, span[1] + 9),), fragments=1)
    assert code in shown or "run" not in shown


def test_a_fragment_does_not_begin_inside_of_code() -> None:
    code = "echo one. Echo two"
    before = "letters " * 10 + "and then "
    text = f"{before}{code} pipeline{' letters' * 20}"
    span = (len(before), len(before) + len(code))
    for width in range(20, 90, 5):
        (shown,) = find(text, "pipeline", code=(span,), width=width)
        assert code in shown or "two" not in shown


def test_code_that_two_finds_stand_in_is_shown_once() -> None:
    code = f"pipeline {'--quiet ' * 8}pipeline"
    before = "letters " * 30
    text = f"{before}{code}{' letters' * 30}"
    (shown,) = find(text, "pipeline", code=((len(before), len(before) + len(code)),), width=100)
    assert shown.count("[pipeline]") == 2


def test_a_code_block_longer_than_a_fragment_may_be_cut() -> None:
    text = "x = 1\n" * 40 + "pipeline()\n" + "x = 1\n" * 40
    (shown,) = find(text, "pipeline", code=((0, len(text)),), width=60)
    assert len(shown) < 80


def test_white_space_is_collapsed_and_marks_move_along() -> None:
    assert find("  a\n\n\tdata   lake \u00a0 of\ndata ", "data", "data lake") == [
        "a [data lake] of [data]"
    ]


def test_an_address_longer_than_a_fragment_keeps_the_find() -> None:
    text = "x" * 300 + "/data/" + "y" * 300
    (shown,) = find(text, "data", width=60)
    assert "[data]" in shown
    assert len(shown) < 100


def test_a_find_too_long_to_read_is_left_out() -> None:
    long = "ab" * 5000
    assert find(f"a {long} b", words=frozenset({long})) == []


def test_lead_is_the_beginning_cut_at_a_sentence_or_word() -> None:
    assert show(lead(Source(" Short. "))) == "Short."
    assert show(lead(Source(""))) == ""
    assert show(lead(Source(FILLER * 5), width=100)) == FILLER.strip() + " …"
    assert show(lead(Source("letters " * 30), width=20)) == "letters letters …"
    assert show(lead(Source("x" * 300), width=20)) == "x" * 20 + " …"
    assert show(lead(Source("one two `three four` five", ((8, 20),)), 15)) == "one two …"

"""What a person sees of an answer, whole screens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from searchqa.presenters.marked import columns
from searchqa.presenters.terminal import Terminal
from searchqa.presenters.text import render
from tests.presenters.answers import ANSWER, FOLLOW_UP, NOTHING, QUESTION, results

Golden = Callable[[str, str], None]
CODES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize("color", [False, True])
def test_the_screen_looks_as_reviewed(golden: Golden, width: int, color: bool) -> None:
    kind = "color" if color else "plain"
    golden(f"answer-{width}-{kind}.txt", render(results(), Terminal(width, color=color)))


def test_the_other_screens_look_as_reviewed(golden: Golden) -> None:
    golden("answer-ascii.txt", render(results(), Terminal(80, unicode=False)))
    golden("answer-piped.txt", render(results(), Terminal(80, piped=True)))
    golden("answer-underlined.txt", render(results(ANSWER), Terminal(80, styled=True)))
    golden("nothing.txt", render(NOTHING, Terminal(80)))


@pytest.mark.parametrize("width", [40, 52, 79, 80, 81, 99, 100, 119, 140, 300])
@pytest.mark.parametrize("unicode", [False, True])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, unicode: bool, color: bool) -> None:
    for answer in (results(), results(ANSWER), NOTHING):
        for line in render(answer, Terminal(width, color=color, unicode=unicode)).splitlines():
            assert columns(CODES.sub("", line)) <= width, line
            assert line == line.rstrip()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_five_hits_and_the_facets_fit_a_screen_of_forty_lines(width: int) -> None:
    assert len(render(results(), Terminal(width)).splitlines()) < 40


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_facets_take_at_most_four_lines(width: int) -> None:
    lines = render(results(), Terminal(width)).splitlines()
    totals = next(at for at, line in enumerate(lines) if "57 threads" in line)
    assert 1 <= len(lines) - totals - 1 <= 4


def test_colour_changes_nothing_but_the_marks() -> None:
    dressed = CODES.sub("", render(results(), Terminal(100, color=True)))
    assert "data versioning comes for free" in dressed
    assert "[data versioning] comes for free" in render(results(), Terminal(100))


def test_found_words_are_underlined_where_colour_is_unwanted() -> None:
    text = render(results(ANSWER), Terminal(100, styled=True))
    assert "\x1b[1;4mdata versioning\x1b[0m" in text
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?[349][0-7]m", text)


def test_without_any_style_no_code_is_written() -> None:
    assert "\x1b" not in render(results(), Terminal(100))
    assert render(results(), Terminal(100, unicode=False)).isascii()


def test_the_number_and_the_question_come_first() -> None:
    lines = render(results(QUESTION, FOLLOW_UP, notices=()), Terminal(100)).splitlines()
    assert lines[0].startswith(" 1  Is [data] ever too small to be [versioned]?")
    assert any(line.startswith(" 2  Which tools would you choose") for line in lines)


def test_numbers_go_on_over_pages() -> None:
    query = results().query
    later = type(query)(query.text, {}, query.sort, query.group, 20, 10)
    text = render(results(ANSWER, query=later), Terminal(100))
    assert "\n21  How do you" in text
    assert "searchqa thread 21" in text
    assert "\n 21 of 57 threads" in text


def test_a_question_seen_whole_is_not_said_twice() -> None:
    text = render(results(QUESTION, notices=()), Terminal(100))
    assert text.count("too small") == 1


def test_words_of_the_question_that_the_headline_cannot_show_have_a_line() -> None:
    text = render(results(FOLLOW_UP, notices=()), Terminal(60))
    assert "in the question" in text
    assert "[data]" in text
    assert "A spreadsheet did" in text


def test_piped_text_depends_on_nothing_but_the_answer() -> None:
    one = render(results(), Terminal(40, piped=True))
    other = render(results(took_ms=99.0), Terminal(200, piped=True))
    assert one == other
    paragraphs = one.split("\n\n")
    assert len(paragraphs) == 1 + 5 + 1
    assert paragraphs[1].splitlines()[-1].strip() == ANSWER.thread.id


def test_nothing_found_says_what_to_do() -> None:
    text = render(NOTHING, Terminal(100))
    assert "Nothing found." in text
    assert "versionning" in text
    assert re.search(r'without "zebra" +12 threads', text)
    assert re.search(r'without author "Ottilie Brandt" +1 thread$', text, re.MULTILINE)
    assert "Did you mean: versioning +zebra" in text


def test_nothing_found_is_never_silent() -> None:
    text = render(results(hits=(), total=0, messages=0, facets={}, notices=()), Terminal(100))
    assert "Nothing found." in text
    assert "other words" in text


def test_a_page_past_the_last_says_so() -> None:
    text = render(results(hits=(), notices=()), Terminal(100))
    assert "only 57 threads" in text
    assert "Nothing found" not in text


def test_what_is_chosen_in_a_facet_is_marked_and_comes_first() -> None:
    text = render(results(), Terminal(80))
    assert "author       ● Ottilie Brandt 31" in text
    assert "● 2023 0" in text

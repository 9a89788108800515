"""Text on its way to a terminal: safe, measured, wrapped, cut."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.presenters.headline import headline
from searchqa.presenters.marked import Marked, around, columns, cut, one_line, safe, wrap
from searchqa.presenters.terminal import Terminal

RICH = Terminal()
PLAIN = Terminal(unicode=False)
ANY = st.text(st.characters(codec=None), max_size=80)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = draw(ANY)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(pairs)


@given(ANY, st.booleans())
@settings(deadline=None)
def test_no_control_character_gets_through(text: str, unicode: bool) -> None:
    shown = safe(text, Terminal(unicode=unicode)).text
    for char in shown.replace("\n", ""):
        assert unicodedata.category(char) not in ("Cc", "Cs"), repr(char)
    assert not set("\u202e\u2066\u200f\ufeff\u2028") & set(shown)
    assert unicode or shown.isascii()
    shown.encode("utf-8")


def test_an_escape_code_can_be_seen_and_does_nothing() -> None:
    assert safe("a\x1b[31mb\x07", RICH).text == "a␛[31mb␇"
    assert safe("a\x1b[31mb\x9b0m", PLAIN).text == "a?[31mb?0m"


@given(marked(), st.booleans())
@settings(deadline=None)
def test_marks_stay_on_their_words(
    given: tuple[str, tuple[tuple[int, int], ...]], unicode: bool
) -> None:
    text, ranges = given
    terminal = Terminal(unicode=unicode)
    shown = safe(text, terminal, ranges)
    parts = [safe(text[a:b], terminal).text for a, b in ranges]
    assert [shown.text[a:b] for a, b in shown.ranges] == [part for part in parts if part]


@given(marked(), st.integers(2, 40))
@settings(deadline=None)
def test_wrapping_loses_only_space(
    given: tuple[str, tuple[tuple[int, int], ...]], width: int
) -> None:
    text = safe(given[0].replace("\n", " "), RICH, given[1])
    lines = wrap(text, width)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.text.split())
    kept = "".join(line.text[a:b] for line in lines for a, b in line.ranges)
    assert "".join(kept.split()) == "".join("".join(text.text[a:b] for a, b in text.ranges).split())
    # An ellipsis at the very end may hang over rather than stand alone.
    assert all(columns(line.text) <= width for line in lines if not line.text.endswith("…"))


@given(ANY, st.integers(4, 60))
@settings(deadline=None)
def test_a_cut_text_fits_and_says_that_it_is_cut(text: str, width: int) -> None:
    line = Marked(one_line(text, RICH))
    short = cut(line, width, "…")
    assert columns(short.text) <= width
    assert short == line or short.text.endswith("…")


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert columns("森田") == 4
    assert columns("e\u0301te\u0301") == 3
    assert [line.text for line in wrap(Marked("森田 森田"), 5)] == ["森田", "森田"]


def test_a_long_fragment_is_cut_around_its_marks() -> None:
    text = "one two three four five six seven eight nine ten"
    at = text.index("nine")
    shown = around(Marked(text, ((at, at + 4),)), 20, "…")
    assert columns(shown.text) <= 20
    assert [shown.text[a:b] for a, b in shown.ranges] == ["nine"]
    assert shown.text.startswith("…")


def test_the_headline_leaves_greetings_out() -> None:
    asked = "Hi Ottilie Brandt! 👋 Thanks for coming. How do engines learn?"
    assert headline(asked, 80) == "How do engines learn?"
    assert headline("Hello all,\n\nwhat is a tree?", 80) == "what is a tree?"
    assert headline("Thank you!", 80) == "Thank you!"
    assert headline("", 80) == ""
    assert headline("Higher or lower?", 80) == "Higher or lower?"


def test_the_headline_begins_where_something_is_asked() -> None:
    told = "We keep our tables in one bucket and our notes in quite another one. Then what?"
    assert headline(told, 40) == told, "too few words to stand alone"
    asked = told.replace("Then what?", "Which tool keeps them together?")
    assert headline(asked, 40) == "Which tool keeps them together?"
    assert headline(asked, 200) == asked


@given(ANY, st.integers(1, 200))
@settings(deadline=None)
def test_a_headline_is_part_of_the_question(text: str, room: int) -> None:
    assert "".join(text.split()).endswith("".join(headline(text, room).split()))
    assert headline(text, room) or not text.strip()

"""What a transcript says is shown letter for letter, and nothing in it is markup."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from searchqa.model import Span
from searchqa.results import Snippet
from searchqa.text.slack import clean
from searchqa.web.pages import marking

PIECES = st.sampled_from(
    [
        "<b>",
        "</p>",
        "&amp;",
        "&",
        "<script>",
        '"',
        "'",
        "`",
        "\n",
        "\n\n",
        " ",
        "word",
        "é",
        "🙂",
        "```\ncode <i>\n```",
        "`x<y`",
        "<https://example.org/a?b=c&d|words>",
        "- item",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def squeezed(text: str) -> str:
    return "".join(text.split())


@st.composite
def ranged(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Return a text and ranges in it, in order, never overlapping."""
    text = draw(TEXTS)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@given(ranged())
def test_marks_stand_where_they_were_asked_for(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, ranges = case
    # Elsewhere the parser would make one line end of several.
    soup = BeautifulSoup(f"<pre>{marking.marked(text, ranges)}</pre>", "html.parser")
    assert soup.get_text() == text
    assert {tag.name for tag in soup.find_all()} <= {"pre", "mark"}
    marked = "".join(mark.get_text() for mark in soup.find_all("mark"))
    assert squeezed(marked) == squeezed("".join(text[start:end] for start, end in ranges))


@given(ranged())
def test_a_message_says_all_its_letters(case: tuple[str, list[tuple[int, int]]]) -> None:
    cleaned = clean(case[0])
    ranges = [(start, end) for start, end in case[1] if end <= len(cleaned.text)]
    soup = BeautifulSoup(str(marking.message(cleaned.text, cleaned.spans, ranges)), "html.parser")
    assert squeezed(soup.get_text()) == squeezed(cleaned.text)
    assert {tag.name for tag in soup.find_all()} <= {"p", "pre", "code", "a", "mark"}
    for link in soup.find_all("a"):
        assert link["href"] == "https://example.org/a?b=c&d"
        assert link["rel"] == ["nofollow", "noopener", "noreferrer"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://a.example",
        "data:text/html,x",
        "vbscript:x",
        "//a.example",
        "/search",
        "https://a.example/\x01",
        "ftp://a.example",
    ],
)
def test_an_address_that_isnt_safe_is_words(url: str) -> None:
    span = Span(0, 4, "link", url)
    assert str(marking.message("here", [span], [])) == "<p>here</p>"


def test_code_stays_as_it_was_written() -> None:
    cleaned = clean("Try this:\n```\nif a < b:\n    return  a\n```\nand `x  y`.")
    soup = BeautifulSoup(str(marking.message(cleaned.text, cleaned.spans, [])), "html.parser")
    pre: Any = soup.find("pre")
    assert pre.get_text() == "if a < b:\n    return  a"
    assert [code.get_text() for code in soup.select("p code")] == ["x  y"]


def test_what_would_turn_the_text_around_is_shown_instead() -> None:
    assert "\u202e" not in marking.plain("a\u202eb\x00c")
    assert str(marking.plain("a\u202eb\x00c")) == "a�b�c"


def test_left_out_text_is_an_ellipsis() -> None:
    first = Snippet("text", "one <b>", ((0, 3),), before=True)
    last = Snippet("text", "two\nlines", ((0, 3),), after=True)
    soup = BeautifulSoup(str(marking.fragments((first, last))), "html.parser")
    assert soup.get_text() == "… one <b> … two lines …"
    assert [mark.get_text() for mark in soup.find_all("mark")] == ["one", "two"]

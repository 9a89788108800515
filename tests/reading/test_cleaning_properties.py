"""Cleaning holds its promises on any text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.text.slack import clean

MARKUP = r"``` ` * _ ~ : :smile: < > | [ ]( ) & &amp; &lt; &gt; <!channel> <b> </b> <br> <script>"
WORDS = "https://a.example <https://b.example|x> mailto: javascript:x word a_b 2*3"
INVISIBLE = ["\ufdd0", "\ufdd1", "\r\n", "\t", "\x00", "\x1b", "\u202e", "\ud800"]
MARKS = st.sampled_from([*f"{MARKUP} {WORDS}".split(), *INVISIBLE])
MESSY = st.lists(st.one_of(MARKS, st.text(max_size=4), st.just(" "), st.just("\n"))).map("".join)
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef]"
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(MESSY, st.text()))
def test_any_text_gives_orderly_spans_and_harmless_text(raw: str) -> None:
    cleaned = clean(raw)
    end = 0
    for span in cleaned.spans:
        assert end <= span.start < span.end <= len(cleaned.text)
        assert (span.kind == "link") == bool(span.url)
        end = span.end
    code = [cleaned.text[s.start : s.end] for s in cleaned.spans if s.kind == "code"]
    assert not CONTROL.search(cleaned.text.replace("\t", " ") if code else cleaned.text)
    cleaned.text.encode("utf-8")
    assert all(re.match(r"(?i)https?://|mailto:", url) for url in cleaned.links)
    assert list(cleaned.links) == list(dict.fromkeys(s.url for s in cleaned.spans if s.url))


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_cleaning_is_deterministic_and_trims(raw: str) -> None:
    cleaned = clean(raw)
    assert cleaned == clean(raw)
    outside = cleaned.text
    for span in reversed(cleaned.spans):
        outside = outside[: span.start] + "x" + outside[span.end :]
    assert "\n\n\n" not in outside
    assert not outside.endswith((" ", "\n"))


@settings(max_examples=200, deadline=None)
@given(st.text("abcdefgh .,!?'\n", max_size=80))
def test_plain_prose_keeps_each_word(raw: str) -> None:
    assert clean(raw).text.split() == raw.split()


@settings(max_examples=200, deadline=None)
@given(st.text("abc_*~:<>&;[]()1 ", min_size=1, max_size=40).filter(lambda t: t.strip()))
def test_code_is_left_whole(inside: str) -> None:
    cleaned = clean(f"see ```{inside.replace('&', '+')}``` there")
    assert cleaned.text.split() == ["see", *inside.replace("&", "+").split(), "there"]

"""Slack's Markdown made plain: what a reader sees of each kind of mark."""

from __future__ import annotations

import time

import pytest

from searchqa.model import Span
from searchqa.text.slack import clean


def code(raw: str) -> list[str]:
    """Return the pieces of a cleaned message that are marked as code."""
    cleaned = clean(raw)
    return [cleaned.text[s.start : s.end] for s in cleaned.spans if s.kind == "code"]


@pytest.mark.parametrize(
    ("raw", "text", "links"),
    [
        ("see <https://a.example/x|the guide>", "see the guide", ["https://a.example/x"]),
        ("see <https://a.example/x>.", "see https://a.example/x.", ["https://a.example/x"]),
        ("[https://a.example](https://a.example)", "https://a.example", ["https://a.example"]),
        ("<https://a.example|https://a.example>", "https://a.example", ["https://a.example"]),
        ("[a.example](http://a.example)!", "a.example!", ["http://a.example"]),
        ("[x](https://a.example/q_(r)) y", "x y", ["https://a.example/q_(r)"]),
        ("([https://a.example/](https://a.example/))", "(https://a.example/)", ["https://a.example/"]),
        ("[Book: [2nd ed.] notes](https://a.example)", "Book: [2nd ed.] notes", ["https://a.example"]),
        ("<mailto:ida@a.example|ida@a.example>", "ida@a.example", ["mailto:ida@a.example"]),
        ("at http://a.example/b?c=1&amp;d=2, or", "at http://a.example/b?c=1&d=2, or",
         ["http://a.example/b?c=1&d=2"]),
        ("[q](https://a.example/?a=1&amp;copy=2)", "q", ["https://a.example/?a=1&copy=2"]),
        ("(https://a.example/b).", "(https://a.example/b).", ["https://a.example/b"]),
        ("*<https://a.example|bold>*", "bold", ["https://a.example"]),
        ("[*_deep_* notes](https://a.example)", "deep notes", ["https://a.example"]),
        ("https://a.example/some_long_name_x here", "https://a.example/some_long_name_x here",
         ["https://a.example/some_long_name_x"]),
        ("here:https://a.example/b:c: x", "here:https://a.example/b:c: x", ["https://a.example/b:c"]),
        ("[https://a.example/long[…]end](https://a.example/long/the/end)",
         "https://a.example/long/the/end", ["https://a.example/long/the/end"]),
        ("&lt;https://a.example|the guide&gt; twice", "the guide twice", ["https://a.example"]),
        ("https://a.example and https://a.example", "https://a.example and https://a.example",
         ["https://a.example"]),
    ],
)  # fmt: skip
def test_links_become_their_words(raw: str, text: str, links: list[str]) -> None:
    cleaned = clean(raw)
    assert cleaned.text == text
    assert list(cleaned.links) == links
    assert [s.url for s in cleaned.spans if s.kind == "link"][: len(links)] == links


def test_a_link_span_covers_its_words() -> None:
    cleaned = clean("see <https://a.example/x|the guide> now")
    assert cleaned.spans == (Span(4, 13, "link", "https://a.example/x"),)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("call <tel:100-1000|100-1000>s of them", "call 100-1000s of them"),
        ("[run](javascript:alert(1)) me", "run me"),
        ("<ftp://a.example/x|files>", "<ftp://a.example/x|files>"),
        ("[part](file:///etc/passwd)", "part"),
        ("items[i](x) and [a](b)", "items[i](x) and [a](b)"),
    ],
)
def test_other_addresses_make_no_link(raw: str, text: str) -> None:
    cleaned = clean(raw)
    assert (cleaned.text, cleaned.links, cleaned.spans) == (
        text.replace("<ftp://a.example/x|files>", "files"),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &amp; b &lt; c", "a & b < c"),
        ("a &amp;amp; b &amp;lt; c", "a & b < c"),
        ("&amp;lt;your-name&amp;gt;", "<your-name>"),
        ("caf&#233; &#x41;&nbsp;b", "café A b"),
        ("AT&T; R&D &notanentity; &copy", "AT&T; R&D &notanentity; &copy"),
        ("&#27;[31mred &#8203;x", "[31mred x"),
    ],
)
def test_entities_are_resolved_twice(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("thanks :slightly_smiling_face:", "thanks 🙂"),
        ("thanks:smile:", "thanks😄"),
        (":tada::tada: done", "🎉🎉 done"),
        (":+1: and :100:", "👍 and 💯"),
        (":shield: :rocket:", "🛡️ 🚀"),
        (":wave::skin-tone-3: hi", "👋🏼 hi"),
        (":woman-shrugging::skin-tone-2:", "🤷🏻\u200d♀️"),
        (":man-facepalming:", "🤦\u200d♂️"),
        (":flag-no:", "🇳🇴"),
        (":our-own-parrot: :made_up:", ":our-own-parrot: :made_up:"),
        ("std::vector::iterator and a::key::b", "std::vector::iterator and a::key::b"),
        ("at 10:30:45, 1:100:2", "at 10:30:45, 1:100:2"),
        ("{a:key:b}", "{a:key:b}"),
        ("http://a.example:8080:x", "http://a.example:8080:x"),
        ("`:smile:` :smile:", ":smile: 😄"),
    ],
)
def test_emoji_shortcodes(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<!channel> hi", "@channel hi"),
        ("<!here|here> hi", "@here hi"),
        ("ask <@U012AB3CD|ida>", "ask @ida"),
        ("ask <@U012AB3CD>", "ask @someone"),
        ("in <#C012AB3CD|books>", "in #books"),
        ("<!subteam^S012AB|@editors> look", "@editors look"),
        ("on <!date^1392734382^{date}|Feb 18>", "on Feb 18"),
        ("&lt;!channel&gt; hi", "@channel hi"),
    ],
)
def test_mentions(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("*bold* _it_ ~no~", "bold it no"),
        ("*_both_* _*both*_", "both both"),
        ("**Markdown** too", "Markdown too"),
        ("“*quoted*” (_so_), *end*.", "“quoted” (so), end."),
        ("*Question 1*: why?", "Question 1: why?"),
        ("use snake_case_names and __init__", "use snake_case_names and __init__"),
        ("_use snake_case here_", "use snake_case here"),
        ("2*3*4 and a * b * c", "2*3*4 and a * b * c"),
        ("f(*args, **kwargs)", "f(*args, **kwargs)"),
        ("*.py and src/*.md", "*.py and src/*.md"),
        ("COUNT(*) + SUM(*)", "COUNT(*) + SUM(*)"),
        ("_A*_ search", "A* search"),
        ("~/notes and ~/work", "~/notes and ~/work"),
        ("~5 or ~10~ of them", "~5 or ~10~ of them"),
        ("* one\n* two", "* one\n* two"),
        ("*a\nb*", "*a\nb*"),
    ],
)
def test_emphasis_goes_only_where_it_is_emphasis(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_inline_code_loses_its_backticks_and_nothing_else() -> None:
    cleaned = clean("call `a_b(*x*)` and `&lt;T&gt;` or ``c`` now")
    assert cleaned.text == "call a_b(*x*) and <T> or c now"
    assert code("call `a_b(*x*)` and `&lt;T&gt;` or ``c`` now") == ["a_b(*x*)", "<T>", "c"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("the `DataFrame`s", ["DataFrame"]),
        ("do this instead`x = 1`", ["x = 1"]),
        ("the book`s end and the author`s", []),
        ("a lone ` tick", []),
        ("```never closed", []),
        ("` `", []),
    ],
)
def test_what_counts_as_inline_code(raw: str, found: list[str]) -> None:
    assert code(raw) == found


def test_fences_glued_to_the_line_become_paragraphs() -> None:
    raw = "Try this:```for i in x:\n    print(i)```and tell me."
    assert clean(raw).text == "Try this:\n\nfor i in x:\n    print(i)\n\nand tell me."
    assert code(raw) == ["for i in x:\n    print(i)"]


def test_a_fences_language_is_no_code_but_its_first_word_is() -> None:
    assert code("```python\nx = 1\n```") == ["x = 1"]
    assert code("```python -m x```") == ["python -m x"]


def test_addresses_in_code_are_as_typed() -> None:
    assert code("`pip install [https://a.example](https://a.example)`") == [
        "pip install https://a.example"
    ]
    assert code("`curl <http://a.example|a.example> | sh`") == ["curl a.example | sh"]
    assert clean("`https://a.example`").links == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a <b>bold</b> and<br>new", "a bold and\nnew"),
        ('see <a href="https://a.example/x">it</a>', "see it"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("use <code>a_b</code> & <i>x</i>", "use a_b & x"),
        ("<pre>x  =  1\n  y</pre>", "x  =  1\n  y"),
        ("List<String> or Map<K, V>", "List<String> or Map<K, V>"),
        ("vector<b> of <i> things", "vector<b> of <i> things"),
        ("hello <your-name>", "hello <your-name>"),
        ("<b>List<String></b> x", "List<String> x"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<script>alert(1)</script> hi", "alert(1) hi"),
        ("&lt;b&gt;as typed&lt;/b&gt;", "<b>as typed</b>"),
        ("`<b>x</b>` <b>y</b>", "<b>x</b> y"),
        ("<b>&lt;i&gt; 1 &amp; 2</b>", "<i> 1 & 2"),
    ],
)
def test_only_real_html_is_html(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_links_written_in_html_are_links() -> None:
    assert clean('<a href="https://a.example/?x=1&amp;y=2">it</a>').links == (
        "https://a.example/?x=1&y=2",
    )
    assert clean('<a href="javascript:alert(1)">it</a>') == clean("it")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("a\u200bb\ufeffc\u00add\x07e\x1bf", "abcdef"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("one\n \n\n\n two  words \n", "one\n\ntwo words"),
        ("- a\n    ◦ b\n\t- c", "- a\n    ◦ b\n    - c"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("&gt; quoted\nanswer", "> quoted\nanswer"),
        ("", ""),
        (" \n ", ""),
        ("+1", "+1"),
        ("🙂", "🙂"),
        ("plain words\nand lines\n\nand paragraphs", "plain words\nand lines\n\nand paragraphs"),
    ],
)
def test_white_space_and_invisible_characters(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "*a " * 60_000,
        "_a " * 60_000,
        "[a" * 60_000,
        "[a](http://" * 20_000,
        "`" * 60_001,
        "`a\n" * 60_000,
        "<b>" * 60_000,
        "<https://a" * 20_000,
        ":a" * 60_000,
        "&amp;" * 60_000,
        "```" * 40_001 + "x",
        "<a " * 60_000,
        "https://" + "(" * 20_000 + ")" * 20_000,
        "https://a/" + ")" * 40_000,
        " \n" * 60_000 + "\t" * 60_000,
        "<b>" * 1_900 + "x" + "</b>" * 90,
    ],
    ids=lambda raw: raw[:12],
)
def test_no_text_costs_the_square_of_its_length(raw: str) -> None:
    began = time.process_time()
    clean(raw)
    assert time.process_time() - began < 2.0

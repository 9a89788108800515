"""What a page shows becomes a message of the same words, links and code."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.text.slack import clean
from tests.support.pages import page, shown, thread


def test_only_what_a_reader_sees_becomes_text() -> None:
    tags = ("script", "style", "template", "noscript", "noindex", "svg", "textarea", "select")
    hidden = "".join(f"<{tag}>no</{tag}>" for tag in tags) + "<!-- no --><p hidden>no</p>"
    assert shown(f"One{hidden}two<?php no ?> <![CDATA[no]]>three") == "Onetwo three"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a\n   b\t c", "a b c"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a<p>b", "a\n\nb"),
        ("a<br>b<br/><br />c", "a\nb\n\nc"),
        ("a<ul><li>b</li><li>c</li></ul>d", "a\n\n- b\n- c\n\nd"),
        ("<ol><li>b<li>c<ul><li>d</ul></ol>", "1. b\n2. c\n  - d"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a b\nc d"),
        ("a <em>b</em> <strong>c</strong>d", "a b cd"),
        ("R&amp;D &lt;T&gt; &eacute; &#x1F642;", "R&D <T> é 🙂"),
        ("List&lt;String&gt; and &lt;br&gt; &lt;/div&gt;", "List<String> and <br> </div>"),
        ("R&D a&b", "R&D a&b"),
        ("2 < 3 and 4 > 3 <", "2 < 3 and 4 > 3 <"),
        ("use <code>a_b * c</code>.", "use a_b * c."),
        ("it`s <code>x</code> isn`t", "it`s x isn`t"),
        ("<code>&amp;lt;b&amp;gt;</code>", "&lt;b&gt;"),
        ("foo<code>bar</code>baz", "foobarbaz"),
        ("<pre>\n  a\n    b\n</pre>c", "  a\n    b\n\nc"),
        ("<pre>sql\nselect</pre>", "sql\nselect"),
        ("<pre>a<br>  b<b><br/>c</b></pre>", "a\n  b\nc"),
        ("<pre>a&lt;br /&gt;\nb&lt;br /&gt;\nc</pre>", "a\nb\nc"),
        ('<img alt=":)" src="x"> hi <img src="y">', ":) hi"),
        ("a <unknown>b</unknown>", "a b"),
    ],
)
def test_tags_become_what_they_show(html: str, text: str) -> None:
    assert shown(html) == text


@pytest.mark.parametrize(
    ("html", "text", "links"),
    [
        ('<a href="https://a.example/?x=1&amp;y=2">here</a>', "here", ["https://a.example/?x=1&y=2"]),
        ('<a href="https://a.example/">https://a.example/</a>.', "https://a.example/.", ["https://a.example/"]),
        ('<a href="mailto:a@b.example">write</a>', "write", ["mailto:a@b.example"]),
        ('<a href="javascript:alert(1)">here</a>', "here", []),
        ('<a href="java&#10;script:alert(1)">here</a>', "here", []),
        ('<a href="data:text/html,x">here</a>', "here", []),
        ('<a href="/about">here</a>', "here", ["https://site.example/about"]),
        ('<a href="#top">¶</a>', "¶", ["https://site.example/books/x.html#top"]),
        ('<a href="https://a.example/a b&lt;c|d">x</a>', "x", ["https://a.example/a%20b%3Cc%7Cd"]),
        ('<a href="https://a.example/|the page">https://a.example/|the page</a>', "the page", ["https://a.example/"]),
        ('<a href="https://a.example/"><b>a &lt;b&gt;</b> | c</a>', "a <b> | c", ["https://a.example/"]),
        ('<a name="x"></a>a', "a", []),
        ('<a href="https://a.example/"></a>a', "a", []),
        ('<a href="https://a.example/"><img src="i"></a>', "https://a.example/", ["https://a.example/"]),
        ('<a href="https://a.example/"><img alt="A" src="i"></a>', "A", ["https://a.example/"]),
        ('<a href="https://a.example/"><p>a</p><p>b</p></a>c', "a\n\nb\n\nhttps://a.example/\nc", ["https://a.example/"]),
        ("see https://a.example/x, or not", "see https://a.example/x, or not", ["https://a.example/x"]),
        ("&lt;https://a.example/x|the page&gt;", "the page", ["https://a.example/x"]),
        ('<a href="http://[bad">x</a>', "x", []),
    ],
)  # fmt: skip
def test_links_keep_their_words_and_only_good_ones_lead_somewhere(
    html: str, text: str, links: list[str]
) -> None:
    head = '<link rel="canonical" href="https://site.example/books/x.html">'
    transcript, _ = page(thread(f"<b>Ida</b> {html}"), head)
    found = clean(transcript.threads[0].head.text)
    assert (found.text, list(found.links)) == (text, links)


@given(st.text(alphabet="ab1 <>&#;=\"'/!-[]`\n", min_size=1, max_size=60))
def test_code_is_read_letter_by_letter(code: str) -> None:
    visible = "\n".join(line.rstrip(" ") for line in code.split("\n")).strip("\n")
    visible = visible if "\n" in visible else visible.strip()
    if visible.strip():
        found = shown(f"<pre><code>{escape(code)}</code></pre>")
        assert found == visible

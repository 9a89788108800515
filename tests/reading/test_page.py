"""Pages of a site: the same documents as from the transcripts it was made of, and no more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.errors import ConfigError, NoTranscriptError, ReadError
from searchqa.flatten import flatten
from searchqa.formats import FORMATS, Selectors, book_of
from searchqa.model import UNDATED, Document, Person, Problem, RawMessage, RawThread, Transcript
from searchqa.readers.page import read_page
from searchqa.readers.person import read_person
from searchqa.readers.table import read_as
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from searchqa.text.slack import clean
from tests.support.documents import SAMPLE, corpus
from tests.support.render_html import as_tags, as_typed, render

NAME = "books/20210927-engines.html"
DEFAULT = Selectors()


def page(body: str, head: str = "", name: str = NAME) -> tuple[Transcript, list[Problem]]:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    transcript, problems = read_page(html.encode(), name, DEFAULT)
    return transcript, list(problems)


def thread(text: str, *replies: str) -> str:
    inside = "".join(f'<div class="book-archive-reply">{reply}</div>' for reply in replies)
    return f'<div class="book-archive-thread">{text}{inside}</div>'


def said(transcript: Transcript) -> list[list[tuple[str, str]]]:
    return [[(m.name, m.text) for m in (t.head, *t.replies)] for t in transcript.threads]


def shown(body: str) -> str:
    """Return what is searched of a message whose HTML is ``body``."""
    transcript, _ = page(thread(f"<b>Ida</b> {body}"))
    return clean(transcript.threads[0].head.text).text


@cache
def read_with_pages(
    folder: Path, text: Callable[[str], str]
) -> tuple[tuple[tuple[Document, ...], tuple[Document, ...]], ...]:
    source = FolderSource(folder)

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    out = []
    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        if transcript.threads:
            flat = flatten(transcript, person)
            html = render(transcript, [author.name for author in flat.book.authors], text)
            read, _ = read_as(FORMATS["html"], html, f"{transcript.id}.html")
            out.append((flat.documents, flatten(read, lambda _: None).documents))
    return tuple(out)


@pytest.fixture(params=["sample", pytest.param("corpus", marks=pytest.mark.slow)])
def folder(request: pytest.FixtureRequest) -> Path:
    found = SAMPLE if request.param == "sample" else corpus()
    if found is None:
        pytest.skip("the large corpus isn't here; set SEARCHQA_CORPUS to its folder")
    return found


def test_a_page_that_keeps_what_people_typed_gives_the_very_same_documents(folder: Path) -> None:
    pairs = read_with_pages(folder, as_typed)
    assert len(pairs) > 10
    for documents, of_page in pairs:
        assert of_page == documents


def test_a_page_with_links_and_code_as_tags_gives_the_same_but_for_ids(folder: Path) -> None:
    """A thread's id is made of what was typed, which such a page doesn't show any more."""
    for documents, of_page in read_with_pages(folder, as_tags):
        same = [
            replace(one, id=other.id, thread=other.thread)
            for one, other in zip(of_page, documents, strict=True)
        ]
        assert tuple(same) == documents


@given(st.text(alphabet="ab <>&*_~`[]()|:/#!@.;-\n", max_size=80))
def test_whatever_was_typed_is_found_again_in_a_page_that_keeps_it(text: str) -> None:
    typed = RawThread(RawMessage("Noor", f"x{text}x", 1), ())
    known, _ = page(thread("<b>Noor</b> x"))
    html = render(replace(known, threads=(typed,)), [], as_typed)
    read, _ = read_page(html, NAME, DEFAULT)
    # Tags that somebody typed are shown as such by the page: they are words there.
    expected = {clean(f"x{text}x"), clean(f"x{text}x".replace("<", "&lt;"))}
    assert clean(read.threads[0].head.text) in expected


@given(st.text(alphabet="ab1 <>&#;=\"'/!-[]`\n", min_size=1, max_size=60))
def test_code_is_read_letter_by_letter(code: str) -> None:
    visible = "\n".join(line.rstrip(" ") for line in code.split("\n")).strip("\n")
    visible = visible if "\n" in visible else visible.strip()
    if visible.strip():
        found = shown(f"<pre><code>{escape(code)}</code></pre>")
        assert found == visible


def test_replies_in_replies_and_threads_in_threads_keep_their_own_words() -> None:
    inner = thread("<b>Ida</b> Inner?", "<b>Noor</b> Inner answer.")
    deep = '<div class="book-archive-reply"><b>Abe</b> Deep.</div>'
    transcript, _ = page(
        thread(f"<b>Noor</b> Outer? {inner} More.", f"<b>Ida</b> Yes. {deep} And no.")
    )
    assert said(transcript) == [
        [("Noor", "Outer?\n\nMore."), ("Ida", "Yes.\n\nAnd no."), ("Abe", "Deep.")],
        [("Ida", "Inner?"), ("Noor", "Inner answer.")],
    ]


def test_replies_beside_their_question_are_its_replies() -> None:
    body = """
    <div class="book-archive-thread"><b>Noor</b> Why?</div>
    <div class="book-archive-reply"><b>Ida</b> So.</div>
    <div class="book-archive-thread"><b>Abe</b> How?</div>
    """
    assert said(page(body)[0]) == [[("Noor", "Why?"), ("Ida", "So.")], [("Abe", "How?")]]


def test_a_reply_before_any_question_is_kept_and_said() -> None:
    transcript, problems = page('<div class="book-archive-reply"><b>Ida</b> So.</div>')
    assert said(transcript) == [[("Ida", "So.")]]
    assert "no-question" in [p.code for p in problems]


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


def test_title_authors_and_dates_stand_where_the_selectors_say() -> None:
    html = f"""<title>Site</title><h2>Engines</h2><p>by <i>Ida Brandt</i> and <i>Abe</i></p>
    <u>2021-09-28 10:00</u>{thread("<b>N</b> Why?")}"""
    chosen = replace(DEFAULT, title="h2", author="p > i", start="u", end="s")
    transcript, problems = read_page(html.encode(), NAME, chosen)
    assert transcript.title == "Engines"
    assert transcript.author_slugs == ("Ida Brandt", "Abe")
    assert (transcript.start, transcript.end) == (date(2021, 9, 28), date(2021, 10, 2))
    assert [p.code for p in problems] == ["date-mismatch"]


def test_where_the_selectors_find_nothing_the_head_of_the_page_says_it() -> None:
    head = """<meta name="author" content="Ida Brandt"><title> The
    Engines </title><meta property="og:description" content="About">
    <meta property="og:image" content="/x.jpg">
    <meta property="article:published_time" content="2022-01-02T03:04:05+00:00">"""
    transcript, problems = page(thread("<b>N</b> Why?"), head, "engines.html")
    assert (transcript.title, transcript.author_slugs) == ("The Engines", ("Ida Brandt",))
    assert (transcript.description, transcript.cover) == ("About", "/x.jpg")
    assert transcript.start == date(2022, 1, 2)
    assert problems == []


def test_a_page_without_anything_about_itself_is_called_after_its_file_and_undated() -> None:
    transcript, problems = page(thread("<b>N</b> Why?"), name="on-engines.html")
    assert (transcript.id, transcript.title) == ("on-engines", "on engines")
    assert (transcript.start, transcript.end) == (UNDATED, UNDATED)
    assert [(p.code, p.severity) for p in problems] == [
        ("no-date", "warning"),
        ("no-authors", "notice"),
    ]


@pytest.mark.parametrize(
    ("path", "book"),
    [
        ("20210927-x.html", "20210927-x"),
        ("books/20210927-x/index.html", "20210927-x"),
        ("INDEX.HTM", "INDEX"),
        ("_books/index.md", "index"),
        ("a/x.md.md", "x.md"),
    ],
)
def test_pages_called_index_have_the_name_of_their_folder(path: str, book: str) -> None:
    assert book_of(path) == book


def test_messages_without_name_or_words_are_kept_and_said_with_their_lines() -> None:
    html = f"<html>\n{thread('Why?', '<b>Ida</b>')}\n{thread('')}"
    transcript, problems = read_page(html.encode(), NAME, DEFAULT)
    assert said(transcript) == [[("", "Why?"), ("Ida", "")]]
    assert [(p.code, p.line) for p in problems if p.line] == [
        ("no-name", 2),
        ("empty-text", 2),
        ("empty-text", 3),
    ]


@pytest.mark.parametrize("body", ["", "<p>About us</p>", "<script>{</script>", "x" * 10_000])
def test_a_page_without_questions_says_so_in_a_line(body: str) -> None:
    with pytest.raises(NoTranscriptError, match="holds no questions"):
        page(body)


@pytest.mark.parametrize("selector", ["div[", "::", "a:nonsense", ">>", "p:has("])
def test_a_selector_that_is_none_is_named(selector: str) -> None:
    with pytest.raises(ConfigError, match="is no CSS selector") as caught:
        read_page(thread("<b>N</b> x").encode(), NAME, replace(DEFAULT, reply=selector))
    assert "\n" not in caught.value.message
    assert "reply" in caught.value.message


@pytest.mark.parametrize("selector", ["*", "html", "body", ":root", "div, b, p"])
def test_a_selector_that_takes_too_much_still_loses_no_word(selector: str) -> None:
    html = f"<html><body><p>Hello</p>{thread('<b>N</b> Why?', '<b>I</b> So.')}</body></html>"
    transcript, _ = read_page(html.encode(), NAME, replace(DEFAULT, thread=selector, name="i"))
    words = " ".join(text for one in said(transcript) for _, text in one).split()
    assert sorted(words) == ["Hello", "I", "N", "So.", "Why?"]


def test_the_text_can_have_a_place_of_its_own() -> None:
    html = thread("<b>N</b><time>yesterday</time><div class=t>Why <i>so</i>?</div>permalink")
    transcript, _ = read_page(html.encode(), NAME, replace(DEFAULT, text=".t"))
    assert said(transcript) == [[("N", "Why so?")]]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("<meta charset=utf-8>é".encode(), []),
        ("\ufeffé".encode(), []),
        ("é".encode("utf-16"), []),
        ("<meta charset=iso-8859-1>é".encode(), []),
        ("<meta charset=iso-8859-1>é".encode("latin-1"), []),
        ('<meta http-equiv=x content="text/html; charset=koi8-r">é'.encode(), []),
        ("<meta charset=iso-8859-5>\xe9".encode("latin-1"), []),
        ("<meta charset=zip>é".encode("cp1252"), ["not-utf8"]),
        ("<meta charset=utf-8>é“".encode("cp1252"), ["not-utf8"]),
        ("<meta charset=nonsense>é".encode("cp1252"), ["not-utf8"]),
    ],
)
def test_encodings_as_declared_and_as_they_are(data: bytes, codes: list[str]) -> None:
    whole = thread("<b>N</b> ?").encode()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data, whole = (data.decode("utf-16") + thread("<b>N</b> ?")).encode("utf-16"), b""
    html = data + b"<h1>" + (b"" if not whole else data.rpartition(b">")[2]) + b"</h1>" + whole
    if not whole:
        html = data
    transcript, problems = read_page(html, NAME, DEFAULT)
    assert said(transcript) == [[("N", "?")]]
    assert [p.code for p in problems if p.code == "not-utf8"] == codes


def test_a_declared_encoding_is_believed_when_the_bytes_are_no_utf8() -> None:
    html = f"<meta charset=koi8-r>{thread('<b>Н</b> Почему?')}".encode("koi8-r")
    assert said(read_page(html, NAME, DEFAULT)[0]) == [[("Н", "Почему?")]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "NUL"),
        (b"a" * 5_000_001, "bigger than"),
        (b"<div>" * 10_000 + b"x" + b"</div>" * 10_000, "nested deeper"),
        (b"<b>x</b>" * 60_000, "more markup"),
        (b"</b>" * 200_000, "more markup"),
        (b"<a " + b"b " * 100_000 + b">", "more markup"),
        (b"<a " + b"b='c' " * 100_000 + b">", "more markup"),
    ],
)
def test_what_is_no_page_is_refused_in_a_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read_page(data, NAME, DEFAULT)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("unit", ["<!--", "<a ", '<a "', "</", "<?", "<![CDATA[", "<", "<a '\"<"])
def test_marks_without_an_end_cost_no_more_than_their_length(unit: str) -> None:
    """Python's own parser takes hours for these: each begins a search through all the rest."""
    html = thread("<b>N</b> Why?") + unit * (120_000 // len(unit))
    transcript, _ = read_page(html.encode(), NAME, DEFAULT)
    assert said(transcript) == [[("N", "Why?")]]


def test_attributes_written_twice_and_tags_left_open_are_read_as_a_browser_would() -> None:
    html = '<div class="book-archive-thread" class="x" id=a id=b><b>N</b><p>Why<p>so<i>?'
    broken = '<div class=x"book-archive-thread"><b>N</b> no</div>'
    transcript, _ = page(broken + thread("<b>N</b><p>Why<p>so<i>?"))
    assert said(transcript) == [[("N", "Why\n\nso?")]]
    with pytest.raises(NoTranscriptError):
        page(html)


PIECES = """<div class=book-archive-thread>|<div class='book-archive-reply'>|</div>|<b>|</b>|<p>
|<pre>|</pre>|<code>|<a href=https://x.example>|</a>|<ul><li>|&lt;|<script>|</script>|<!--|-->|words
|<br>|&|<|>|"|é|`|<div itemscope itemtype="https://schema.org/Question">|[|{|\0
|<i itemprop="text name author">|<script type="application/ld+json">|{"@type":"Question","name":"x"}
""".split("|")  # noqa: SIM905 - thirty pieces in four lines


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=100))
def test_whatever_the_markup_a_page_or_one_error_comes_of_it(html: str) -> None:
    with suppress(ReadError):
        transcript, _ = read_page(html.encode("utf-8", "surrogatepass"), NAME, DEFAULT)
        flatten(transcript, lambda _: None)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_a_page_or_one_error_comes_of_them(data: bytes) -> None:
    for whole in (data, thread("<b>N</b> Why?").encode() + data):
        with suppress(ReadError):
            read_page(whole, NAME, DEFAULT)

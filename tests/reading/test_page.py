"""Pages of a site: which threads they hold, and what they say about their book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from searchqa.errors import ConfigError, NoTranscriptError
from searchqa.formats import book_of
from searchqa.model import UNDATED
from searchqa.readers.page.page import read_page
from tests.support.pages import DEFAULT, NAME, page, said, thread


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


def test_a_colon_behind_a_name_is_none_of_it() -> None:
    assert said(page(thread("<b> Ida  Brandt : </b> :wave: Hi"))[0]) == [
        [("Ida Brandt", ":wave: Hi")]
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

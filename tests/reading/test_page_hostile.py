"""Pages that are broken, huge, or meant to hurt."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.flatten import flatten
from searchqa.readers.page.page import read_page
from tests.support.pages import DEFAULT, NAME, page, said, thread


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


@pytest.mark.parametrize(
    "data", [b"https://a.example/x.html", b"page.html", b"<?xml version='1.0'?><a/>"]
)
def test_no_warning_of_the_parser_reaches_people(data: bytes) -> None:
    """Warnings are errors in tests."""
    with pytest.raises(NoTranscriptError):
        read_page(data, NAME, DEFAULT)


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

"""Any bytes in any place of a request: a page, or one sentence of what is wrong with them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.app import reindex, sample_config
from searchqa.config import Config
from searchqa.web import Settings, make_app
from tests.web.hostile.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATHS = (
    b"/",
    b"/search",
    b"/part/search",
    b"/threads/",
    b"/books/",
    b"/books",
    b"/authors/",
    b"/participants/",
    b"/covers/",
    b"/static/",
    b"/api/search",
    b"/api/threads/",
    b"/api/books/",
    b"/api/books",
    b"/api/facets/",
    b"/api/facets/author",
    b"/api/suggest",
    b"/api/export",
    b"/api/",
    b"/help",
    b"/feed.atom",
    b"/sitemap.xml",
    b"/robots.txt",
    b"/opensearch.xml",
    b"/healthz",
    b"/readyz",
    b"/metrics",
    b"/nothing/",
)
_NAMES = (
    b"q author book participant role kind year before after during sort group page find all"
    b" limit offset facets fragments format match unknown"
).split()
_ODD = (
    b"",
    b"%",
    b"%%",
    b"%f",
    b"%zz",
    b"%00",
    b"%0d%0aset-cookie:x",
    b"%ff%fe",
    b"%c0%af",
    b"%ed%a0%80",
    b"%f8%88%80%80%80",
    b"%u0041",
    b"\xff\xfe\x00",
    b"\xed\xa0\x80",
    b"..",
    b"../../../../etc/passwd",
    b"..%2f..%2f..%2fetc%2fpasswd",
    b"%2e%2e/%2e%2e",
    b"....//",
    b"a%2fb%5cc",
    b"a%252fb",
    b"//trap.invalid/",
    b";a=b",
    b"-1",
    b"0",
    b"9" * 30,
    b"9" * 5000,
    b"1e309",
    b"NaN",
    b"0x10",
    b"%D9%A3",
    b"%F0%9D%9F%99",
    b"None",
    b"true",
    b"[]",
    b"{}",
    b"a&a&a",
    b"=",
    b"&&&&",
    b"+" * 300,
    b"%22" * 300,
    b"(" * 500,
    b"a* " * 200,
    b"x" * 7000,
    "漢字🙂é".encode(),
    quote("漢字🙂é ﷽ e\u0301 \u202e \u2028").encode(),
    b"9999-99-99",
    b"0000",
    b"author:%22",
    b"is:%00",
)
_HEADERS = (
    b"host",
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"if-none-match",
    b"if-modified-since",
    b"range",
    b"content-length",
    b"content-type",
    b"cookie",
    b"origin",
    b"referer",
    b"user-agent",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"connection",
    b"upgrade",
    b"transfer-encoding",
    b"expect",
    b"te",
)
_VALUES = (
    b"",
    b" ",
    b"\xff\xfe\x80",
    b"[",
    b"[::1",
    b"a b",
    b"evil.invalid/x?y#z",
    b"127.0.0.1:99999",
    b"bytes=0-0,-1,5-2",
    b"bytes=99999999999999999999-",
    b"-1",
    b"1e3",
    b"99999999999999999999999999",
    b'"' * 2000,
    b'W/"x", *, ,,"',
    b"*/*;q=x, text/html;q=-1,,,",
    b"gzip;q=0, br;q=nan, \xc3\xa9",
    b"chunked, identity",
    b"100-continue",
    b"x" * 9000,
)
_METHOD_NAMES = "POST PUT PATCH DELETE OPTIONS TRACE CONNECT HEAD PROPFIND get G\u00e9T X"
_METHODS = _METHOD_NAMES.split()


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """The application on the sample."""
    folder = tmp_path_factory.mktemp("bytes")
    reindex(sample_config(Config(index=folder / "index")))
    found = Asking(make_app(Settings(folder / "index", (folder,))), folder)
    yield found
    found.close()


def test_the_checks_see_an_answer_that_is_right(asking: Asking) -> None:
    assert asking.ask(b"/").status == 200
    assert asking.ask(b"/search", b"q=data").status == 200
    assert asking.ask(b"/api/search", b"q=data").status == 200
    assert asking.ask(b"/nothing").status == 404
    assert asking.ask(b"/api/nothing").status == 404


@pytest.mark.parametrize("path", _PATHS, ids=bytes.decode)
def test_odd_values_in_paths_and_parameters(asking: Asking, path: bytes) -> None:
    for number, odd in enumerate(_ODD):
        if all(byte < 128 for byte in odd):
            asking.ask(path + odd.replace(b"?", b"%3F").replace(b"#", b"%23"))
        asking.ask(path, odd)
        name = _NAMES[number % len(_NAMES)]
        asking.ask(path, name + b"=" + odd + b"&q=data")
        asking.ask(path, b"q=" + odd)


def test_odd_values_in_every_parameter(asking: Asking) -> None:
    for path in (b"/search", b"/api/search", b"/api/export", b"/feed.atom"):
        for name in _NAMES:
            for odd in _ODD:
                asking.ask(path, name + b"=" + odd)


@pytest.mark.parametrize("name", _HEADERS, ids=bytes.decode)
def test_odd_headers(asking: Asking, name: bytes) -> None:
    for value in _VALUES:
        for path in (b"/", b"/search", b"/api/search", b"/books", b"/nothing", b"/robots.txt"):
            headers = [(name, value), (name, value)]
            if name == b"host":
                headers.reverse()
            asking.ask(path, b"q=data", headers=headers)


def test_a_host_that_is_none_is_not_repeated(asking: Asking) -> None:
    for value in _VALUES:
        if value.strip():
            answer = asking.ask(b"/threads/x/y.1", headers=[(b"host", value)])
            assert answer.headers["location"] == "/threads/x/y#m1"


@pytest.mark.parametrize("method", _METHODS)
def test_other_methods(asking: Asking, method: str) -> None:
    for path in (b"/", b"/search", b"/api/search", b"/static/x", b"/healthz", b"/nothing"):
        length = [(b"content-length", b"4")]
        status = asking.ask(path, method=method, headers=length, body=b"a=b&").status
        assert status in ((200, 404) if method == "HEAD" else (404, 405)), (path, status)


def test_bodies_that_lie_about_their_length(asking: Asking) -> None:
    for length in (b"0", b"3", b"16384", b"16385", b"-5", b"abc", b"", b"9" * 40):
        for kind in (b"application/json", b"multipart/form-data", b"text/xml", b"\xff"):
            headers = [(b"content-length", length), (b"content-type", kind)]
            for method in ("GET", "POST"):
                asking.ask(b"/search", b"q=a", method=method, headers=headers, body=b"{" * 10_000)


def test_very_many_and_very_long(asking: Asking) -> None:
    for path in (b"/search", b"/api/search", b"/", b"/nothing"):
        many = b"&".join(b"author=a%d" % number for number in range(1_000))
        assert asking.ask(path, many).status in (400, 414)
        assert asking.ask(path, b"q=" + b"x" * 10_000).status == 414
        asking.ask(path, b"&".join([b"author=x"] * 199))
        asking.ask(path, b"&" * 150)
    assert asking.ask(b"/" + b"a/" * 3_000).status == 404
    assert asking.ask(b"/" + b"../" * 2_000).status == 404
    assert asking.ask(b"/threads/" + b"%2e%2e%2f" * 500).status == 404
    assert asking.ask(b"/books/" + b"%00" * 500).status == 404


def test_letters_that_nobody_quoted_are_read_all_the_same(asking: Asking) -> None:
    for raw, shown in (("é".encode(), "é"), (b"\xff", "\ufffd")):
        page = asking.ask(b"/search", b"q=" + raw).body.decode()
        assert f'name="q" type="search" value="{shown}"' in page


def test_whoever_reads_pages_gets_a_page_that_says_what_is_wrong(asking: Asking) -> None:
    for path, query in ((b"/search", b"q=" + b"x" * 10_000), (b"/search", b"&" * 400)):
        answer = asking.ask(path, query)
        assert answer.headers["content-type"].startswith("text/html")
        answer = asking.ask(b"/api" + path, query)
        assert answer.headers["content-type"] == "application/problem+json"


def test_random_requests(asking: Asking) -> None:
    chance = random.Random(20_210_104)  # noqa: S311 (the same bytes each time)
    signs = b"%&=+/.;:?\"'<>()*~-\\ \x00\xff\xc3\xa9az09"
    for _ in range(1_500):
        path = chance.choice(_PATHS)
        value = bytes(chance.choice(signs) for _ in range(chance.randrange(1, 60)))
        other = chance.randbytes(chance.randrange(1, 40))
        name = chance.choice(_NAMES)
        query = name + b"=" + value.replace(b"\x00", b"") + b"&" + quote_from_bytes(other).encode()
        header = (chance.choice(_HEADERS[1:]), other.replace(b"\n", b"").replace(b"\r", b""))
        headers = [] if header[0] == b"content-length" else [header]
        asking.ask(path + quote_from_bytes(other).encode(), query, headers=headers)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(_PATHS),
    piece=st.binary(max_size=40),
    pairs=st.lists(st.tuples(st.sampled_from(_NAMES), st.binary(max_size=60)), max_size=6),
)
def test_any_bytes(
    asking: Asking, path: bytes, piece: bytes, pairs: list[tuple[bytes, bytes]]
) -> None:
    query = b"&".join(name + b"=" + quote_from_bytes(value).encode() for name, value in pairs)
    asking.ask(path + quote_from_bytes(piece).encode(), query)

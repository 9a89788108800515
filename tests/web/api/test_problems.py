"""Whatever is asked wrongly gets one clear sentence, as problem details."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.web.conftest import TestClient, ask_raw, scope_of

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "api.schema.json").read_text(encoding="utf-8")
)
PROBLEM = Draft202012Validator(SCHEMA["$defs"]["Problem"])
LONG = "x" * 301


def problem(answer: Any) -> dict[str, Any]:
    """Return the problem of an answer after its schema has seen it."""
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    PROBLEM.validate(found)
    assert found["status"] == answer.status_code
    assert answer.headers["cache-control"] == "no-store"
    return found


@pytest.mark.parametrize(
    ("address", "status", "detail", "hint"),
    [
        ("/api/search?autor=ada", 422, 'no parameter "autor"', '"author"'),
        ("/api/search?zzz=1", 422, 'no parameter "zzz"', "There are q, author"),
        ("/api/books?q=data", 422, 'no parameter "q"', "takes none"),
        ("/api/facets/author?mach=a", 422, 'no parameter "mach"', '"match"'),
        ("/api/search?limit=1001", 422, '"limit" is at most 1000', "Change"),
        ("/api/search?limit=-1", 422, '"limit" is at least 0', "Change"),
        ("/api/search?limit=ten", 422, '"limit" is a number', "Change"),
        ("/api/search?limit=1.5", 422, '"limit" is a number', "Change"),
        ("/api/search?offset=1000000001", 422, '"offset" is at most 1000000000', "Change"),
        (f"/api/search?limit={'9' * 5_000}", 422, '"limit"', "Change"),
        ("/api/search?sort=best", 422, "'relevance', 'newest' or 'oldest'", "Change"),
        ("/api/search?group=book", 422, "'thread' or 'none'", "Change"),
        ("/api/search?facets=autor", 422, "'author', 'book'", "Change"),
        ("/api/search?fragments=11", 422, '"fragments" is at most 10', "Change"),
        (f"/api/search?author={LONG}", 422, '"author" has at most 300 characters', "Change"),
        ("/api/search?" + "year=2021&" * 51, 422, '"year" has at most 50 values', "Change"),
        ("/api/search?" + "year=2021&" * 201, 400, "more than 200 parameters", "less"),
        (f"/api/search?q={'x' * 9_000}", 414, "longer than 8,192", "less"),
        ("/api/export?format=xls", 422, "'jsonl' or 'csv'", "Change"),
        ("/api/suggest?format=xml", 422, "'json' or 'opensearch'", "Change"),
        ("/api/facets/autor", 404, 'no facet "autor"', "author"),
        ("/api/facets/zzzzzzz", 404, "no facet", "The facets are author, book"),
        ("/api/books/20210412-the-leger-of-data", 404, "no book", "20210412-the-ledger-of-data?"),
        ("/api/books/zzz", 404, 'no book "zzz"', "/api/books"),
        (
            "/api/threads/20210412-the-ledger-of-data/1cb4fa20fa",
            404,
            "no thread",
            "20210412-the-ledger-of-data/1cb4fa20fb?",
        ),
        (
            "/api/threads/20210412-the-leger-of-data/x",
            404,
            "no thread",
            "20210412-the-ledger-of-data?",
        ),
        ("/api/threads/zzz", 404, 'no thread "zzz"', "/api/books"),
        ("/api/nothing", 404, "nothing at this address", "Search"),
    ],
)
def test_it_says_what_is_wrong_and_what_to_do(
    client: TestClient, address: str, status: int, detail: str, hint: str
) -> None:
    found = problem(client.get(address))
    assert found["status"] == status
    assert detail in found["detail"]
    assert found["detail"].endswith((".", "!", "?"))
    assert hint in found["hint"]
    assert "searchqa " not in found["hint"]


@pytest.mark.parametrize("address", ["/api/search", "/api/books", "/api/export", "/healthz"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_is_only_there_to_be_read(client: TestClient, address: str, method: str) -> None:
    answer = client.request(method, address)
    assert problem(answer)["status"] == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/api/search?q=data",
        "/api/books",
        "/api/export?q=data",
        "/healthz",
        "/robots.txt",
        "/api/zzz",
    ],
)
def test_a_head_is_a_get_without_its_body(client: TestClient, address: str) -> None:
    got = client.get(address)
    head = client.head(address)
    assert head.status_code == got.status_code
    assert head.content == b""
    changing = ("content-length", "date") if "took_ms" in got.text else ("date",)
    for name in set(got.headers) - set(changing):
        assert head.headers[name] == got.headers[name]


def test_a_sentence_has_an_end(client: TestClient) -> None:
    for address in ("threads", "books", "facets"):
        found = problem(client.get(f"/api/{address}/{'x' * 5_000}"))
        assert len(found["detail"]) < 600


def test_a_body_is_refused_when_it_is_large(client: TestClient) -> None:
    answer = client.request("GET", "/api/search", content=b"x" * 20_000)
    assert problem(answer)["status"] == 413
    assert client.request("GET", "/api/search?limit=1", content=b"x").status_code == 200


ADDRESSES = [
    b"/api/search",
    b"/api/threads/",
    b"/api/books/",
    b"/api/facets/",
    b"/api/suggest",
    b"/api/",
]
# Percent signs, NULs, halves of UTF-8 and of surrogate pairs, separators of every kind.
PIECES = (
    *(b"%", b"%00", b"%ff", b"%ED%A0%80", b"%0d%0a", b"%2e%2e%2f", b"\xff", b"\x00", b"../", b"#"),
    *(b"&", b"=", b";", b"+", b"[]", b'"', b"*", b"~2", b"q=", b"limit=", b"author=", b"sort="),
)
BYTES = st.binary(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(ADDRESSES), BYTES, BYTES)
def test_any_bytes_get_an_answer_or_a_sentence(
    client: TestClient, address: bytes, path: bytes, query: bytes
) -> None:
    status, headers, body = ask_raw(client, scope_of(address + path, query))
    # 307: a slash too many is led to the address without it.
    assert status in (200, 307, 400, 404, 414, 422), body
    if status >= 400:
        PROBLEM.validate(json.loads(body))
        assert headers["content-type"] == "application/problem+json"

"""/api/search is the terminal's JSON over HTTP, and its counts are true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator

from searchqa.cli import main
from searchqa.schema import FACETS
from tests.web.conftest import TestClient

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "results.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
TOOK = re.compile(rb'"took_ms": [0-9.e-]+')

# A query of the address, and what a person types for the same.
SAME: list[tuple[list[tuple[str, str]], list[str]]] = [
    ([], []),
    ([("q", "data versioning")], ["data", "versioning"]),
    ([("q", "versioning"), ("author", "zoe")], ["--author", "zoe", "versioning"]),
    ([("q", '"object versioning" -git')], ['"object versioning" -git']),
    (
        [("q", "data"), ("year", "2021"), ("year", "2022"), ("kind", "answer")],
        ["--year", "2021", "--year", "2022", "--kind", "answer", "data"],
    ),
    (
        [("q", "data"), ("sort", "oldest"), ("group", "none")],
        ["--sort", "oldest", "--group", "none", "data"],
    ),
    ([("q", "data"), ("limit", "3"), ("offset", "3")], ["--limit", "3", "--page", "2", "data"]),
    ([("q", "data"), ("facets", "none")], ["--no-facets", "data"]),
    ([("q", "databse"), ("author", "nobody")], ["--author", "nobody", "databse"]),
    (
        [("q", "data"), ("before", "2022"), ("after", "2020-06")],
        ["--before", "2022", "--after", "2020-06", "data"],
    ),
    ([("during", "2021-04-12"), ("role", "asker")], ["--during", "2021-04-12", "--role", "asker"]),
    ([("q", "zzzz")], ["zzzz"]),
    ([("q", "naïve — “quoted” 数据")], ["naïve — “quoted” 数据"]),
]


@pytest.mark.parametrize(("asked", "typed"), SAME)
def test_it_gives_the_terminals_bytes(
    client: TestClient,
    sample_index: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    asked: list[tuple[str, str]],
    typed: list[str],
) -> None:
    main(["query", "--index", str(sample_index), "--format", "json", *typed])
    answer = client.get(f"/api/search?{urlencode(asked)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    printed = capfdbinary.readouterr().out
    assert len(TOOK.findall(printed)) == 1
    assert TOOK.sub(b"", answer.content) == TOOK.sub(b"", printed)
    VALIDATOR.validate(answer.json())


@pytest.mark.parametrize("group", ["thread", "none"])
@pytest.mark.parametrize("extra", [{}, {"author": "Zoë Lindqvist-Marsh"}, {"kind": "answer"}])
def test_a_count_is_what_its_value_finds(
    client: TestClient, group: str, extra: dict[str, str]
) -> None:
    asked: dict[str, Any] = {"q": "data", "group": group, "limit": 0, **extra}
    facets = client.get("/api/search", params=asked).json()["facets"]
    assert list(facets) == list(FACETS)
    for name, buckets in facets.items():
        for bucket in buckets[:4]:
            other = {**asked, name: bucket["value"], "facets": name}
            narrowed = client.get("/api/search", params=other).json()
            assert narrowed["total"] == bucket["count"], (name, bucket)
            chosen = [one["value"] for one in narrowed["facets"][name] if one["selected"]]
            assert chosen == [bucket["value"]]


def test_only_the_facets_asked_for_are_counted(client: TestClient) -> None:
    asked = {"q": "data", "facets": ["year", "author"]}
    answer = client.get("/api/search", params=asked).json()
    assert set(answer["facets"]) == {"author", "year"}


def test_hits_are_shown_in_so_many_pieces(client: TestClient) -> None:
    def pieces(fragments: int) -> int:
        asked = {"q": "data model", "fragments": fragments, "facets": "none"}
        hits = client.get("/api/search", params=asked).json()["hits"]
        shown = [[one for one in hit["snippets"] if one["field"] == "text"] for hit in hits]
        return max(len(one) for one in shown)

    assert pieces(1) == 1 < pieces(10)


def test_pages_are_one_list(client: TestClient) -> None:
    def ids(**asked: Any) -> list[str]:
        hits = client.get("/api/search", params={"q": "data", **asked}).json()["hits"]
        return [hit["id"] for hit in hits]

    whole = ids(limit=20)
    assert [one for offset in range(0, 20, 5) for one in ids(limit=5, offset=offset)] == whole
    assert ids(offset=1_000_000_000) == []


def test_who_has_an_answer_isnt_sent_it_again(client: TestClient) -> None:
    first = client.get("/api/search?q=data")
    etag = first.headers["etag"]
    again = client.get("/api/search?q=data", headers={"if-none-match": f'"x", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    other = client.get("/api/search?q=date", headers={"if-none-match": etag})
    assert other.status_code == 200
    assert other.headers["etag"] != etag


def test_a_large_answer_is_sent_packed_to_who_can_unpack_it(client: TestClient) -> None:
    packed = client.get("/api/search?q=data", headers={"accept-encoding": "gzip"})
    plain = client.get("/api/search?q=data", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert "content-encoding" not in plain.headers
    assert TOOK.sub(b"", packed.content) == TOOK.sub(b"", plain.content)
    assert packed.headers["vary"].lower() == "accept-encoding"


def test_searches_are_counted(client: TestClient) -> None:
    def count() -> float:
        found = re.search(
            r'^searchqa_queries_total{door="api"} (\S+)', client.get("/metrics").text, re.MULTILINE
        )
        return float(found[1]) if found else 0

    before = count()
    client.get("/api/search?q=data")
    assert count() == before + 1
    assert 'route="/api/search",status="200"' in client.get("/metrics").text


def test_the_packages_schemas_are_those_of_the_docs() -> None:
    package = Path(__file__).parents[3] / "searchqa" / "web" / "api"
    for name in ("results.schema.json", "api.schema.json"):
        assert (package / name).read_bytes() == (DOCS / name).read_bytes()

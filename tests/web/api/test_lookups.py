"""Threads, books, facets and suggestions, each held against its schema and the index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from searchqa.app import Index, open_index
from searchqa.schema import FACETS
from tests.web.conftest import TestClient

DOCS = Path(__file__).parents[3] / "docs"
SCHEMAS = {
    name: json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("results", "api")
}
KNOWN: Registry[Any] = Registry().with_resources(
    [(one["$id"], Resource.from_contents(one)) for one in SCHEMAS.values()]
)
THREAD = "20210412-the-ledger-of-data/1cb4fa20fb"


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Index:
    return open_index(sample_index)


def checked(client: TestClient, address: str, schema: str, **asked: Any) -> Any:
    """Return an answer after its schema has seen it."""
    answer = client.get(address, params=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    whole = {"$ref": f"urn:searchqa:api#/$defs/{schema}"}
    Draft202012Validator(whole, registry=KNOWN).validate(found)
    return found


def test_each_thread_is_whole(client: TestClient, index: Index) -> None:
    for hit in index.search("", limit=1_000, facets=()).hits:
        found = checked(client, f"/api/threads/{hit.thread.id}", "Thread")
        view = index.thread(hit.thread.id)
        assert [one["text"] for one in found["messages"]] == [one.text for one in view.messages]
        assert (found["previous"], found["next"]) == (view.previous, view.next)
        assert found["book"]["id"] == hit.book.id
        for message in found["messages"]:
            for span in message["spans"]:
                assert 0 <= span["start"] < span["end"] <= len(message["text"])


@pytest.mark.parametrize("named", [THREAD, f"{THREAD}.2", "1cb4fa20fb", f" {THREAD} "])
def test_a_thread_is_found_by_any_of_its_ids(client: TestClient, named: str) -> None:
    assert checked(client, f"/api/threads/{named}", "Thread")["thread"]["id"] == THREAD


def test_books_are_all_there_newest_first(client: TestClient, index: Index) -> None:
    books = checked(client, "/api/books", "Books")["books"]
    assert {one["id"] for one in books} == set(index.books)
    starts = [one["start"] for one in books]
    assert starts == sorted(starts, reverse=True)
    ledger = next(one for one in books if one["title"] == "The Ledger of Data")
    assert ledger["authors"][0] == {"name": "Zoë Lindqvist-Marsh", "slug": "zoelindqvistmarsh"}


def test_a_book_lists_its_threads(client: TestClient, index: Index) -> None:
    seen = 0
    for book in index.books.values():
        found = checked(client, f"/api/books/{book.id}", "BookThreads")
        assert found["book"]["title"] == book.title
        assert [one["number"] for one in found["threads"]] == [*range(1, book.threads + 1)]
        for thread in found["threads"]:
            written = index.thread(thread["id"]).messages
            assert thread["answered"] == any(one.role == "author" for one in written)
            seen += not thread["answered"]
    assert seen > 0


@pytest.mark.parametrize("field", FACETS)
@pytest.mark.parametrize("group", ["thread", "none"])
def test_values_are_counted_as_a_search_counts(client: TestClient, field: str, group: str) -> None:
    asked = {"q": "data", "group": group, "year": ["2021", "2022"]}
    found = checked(client, f"/api/facets/{field}", "FacetValues", **asked, limit=1_000)
    searched = client.get("/api/search", params={**asked, "facets": field}).json()
    assert found["values"] == searched["facets"][field]
    assert found["total"] == len(found["values"])
    assert found["query"]["filters"] == searched["query"]["filters"]


def test_values_are_looked_through(client: TestClient) -> None:
    found = checked(client, "/api/facets/author", "FacetValues", match="ZOE")
    assert [one["label"] for one in found["values"]] == ["Zoë Lindqvist-Marsh"]
    some = checked(client, "/api/facets/participant", "FacetValues", limit=2)
    assert len(some["values"]) == 2 < some["total"]
    assert checked(client, "/api/facets/author", "FacetValues", match="qqq")["values"] == []


def test_suggestions_complete_the_last_word(client: TestClient) -> None:
    found = checked(client, "/api/suggest", "Suggestions", q="data versi")["suggestions"]
    assert [one["text"] for one in found][:2] == ["data version", "data versioning"]
    kinds = {
        one["kind"]
        for one in checked(client, "/api/suggest", "Suggestions", q="l", limit=20)["suggestions"]
    }
    assert {"word", "author"} <= kinds
    assert checked(client, "/api/suggest", "Suggestions")["suggestions"] == []


def test_browsers_get_opensearchs_array(client: TestClient) -> None:
    answer = client.get("/api/suggest?q=versi&format=opensearch&limit=3")
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    typed, found = answer.json()
    ours = client.get("/api/suggest?q=versi&limit=3").json()["suggestions"]
    assert typed == "versi"
    assert found == [one["text"] for one in ours]
    assert len(found) == 3

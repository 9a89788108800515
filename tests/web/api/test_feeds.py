"""Feeds and what browsers and crawlers ask for: well-formed, and true to the index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from searchqa.app import open_index
from searchqa.web.feeds import sitemap
from searchqa.web.feeds.xml import put, root, without_forbidden
from tests.web.conftest import Serve, TestClient, build

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client: TestClient, address: str, media_type: str, **asked: Any) -> ET.Element:
    answer = client.get(address, params=asked or None)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    return ET.fromstring(answer.content)  # noqa: S314 (our own)


def one(element: ET.Element, name: str) -> str:
    """Return the text of the only child of a name."""
    (found,) = element.findall(name)
    return found.text or ""


def test_a_feed_is_a_search_newest_first(client: TestClient) -> None:
    feed = read(client, "/feed.atom", "application/atom+xml", q="data", sort="oldest", page="2")
    asked = {"q": "data", "sort": "newest", "limit": 50, "facets": "none"}
    hits = client.get("/api/search", params=asked).json()["hits"]
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(hits) > 20
    for entry, hit in zip(entries, hits, strict=True):
        (link,) = entry.findall(f"{ATOM}link")
        permalink = f"http://testserver/threads/{hit['thread']['id']}#m{hit['position']}"
        assert (link.get("rel"), link.get("href")) == ("alternate", permalink)
        assert one(entry, f"{ATOM}id") == permalink.partition("#")[0]
        assert one(entry, f"{ATOM}author/{ATOM}name") == hit["participant"]
        assert one(entry, f"{ATOM}updated") == f"{hit['book']['end']}T00:00:00Z"
        assert one(entry, f"{ATOM}summary").startswith(hit["snippets"][0]["text"][:20])
        assert 0 < len(one(entry, f"{ATOM}title")) <= 160


def test_a_feed_has_what_the_specification_asks_for(client: TestClient) -> None:
    for asked in ({}, {"q": "data"}, {"q": "zzzz"}, {"group": "none"}):
        feed = read(client, "/feed.atom", "application/atom+xml", **asked)
        links = {link.get("rel"): str(link.get("href")) for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == one(feed, f"{ATOM}id")
        assert urlsplit(links["alternate"]).path == "/search"
        assert one(feed, f"{ATOM}title")
        ids = [one(entry, f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) <= 50
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            when = datetime.fromisoformat(one(element, f"{ATOM}updated").replace("Z", "+00:00"))
            assert when.year >= 2018


def test_a_feed_can_be_asked_about(client: TestClient) -> None:
    etag = client.get("/feed.atom?q=data").headers["etag"]
    again = client.get("/feed.atom?q=data", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_what_xml_forbids_is_left_out() -> None:
    text = "".join(map(chr, (*range(0x2100), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1F600)))
    element = root("a", "urn:x")
    put(element, "b", text, c=text)
    again = ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314 (our own)
    # Line ends are made one by whoever reads XML.
    said = (again[0].text or "").replace("\r", "\n")
    assert said == without_forbidden(text).replace("\r", "\n")
    assert "\U0001f600" in said
    assert not {"\x00", "\x1b", "\ud800", "\uffff"} & set(said)


def test_hostile_texts_stay_texts(tmp_path: Path, serve: Serve) -> None:
    books = tmp_path / "site" / "_books"
    books.mkdir(parents=True)
    (books / "20240101-a-book.md").write_text(
        """---
title: "A <b>book</b> & ]]> more"
start: 2024-01-01
end: 2024-01-05
authors: [ada]
archive:
  - name: "\\x1b<script>"
    text: "Why &amp;lt; \\x08 and ]]>?"
    replies:
      - {name: Ada, text: "<![CDATA[ because"}
---
""",
        encoding="utf-8",
    )
    build(tmp_path / "index", tmp_path / "site")
    client = serve(tmp_path / "index")
    feed = read(client, "/feed.atom", "application/atom+xml")
    (entry,) = feed.findall(f"{ATOM}entry")
    (category,) = entry.findall(f"{ATOM}category")
    assert category.get("term") == open_index(tmp_path / "index").books["20240101-a-book"].title
    assert "script" in client.get("/feed.atom").text
    assert "<script" not in client.get("/feed.atom").text


def test_browsers_are_told_where_to_ask(serve: Serve) -> None:
    client = serve(title="A rather long title", url="https://qa.example.org/x")
    found = read(client, "/opensearch.xml", "application/opensearchdescription+xml")
    assert one(found, f"{OPENSEARCH}ShortName") == "A rather long ti"
    urls = {
        str(url.get("type")): str(url.get("template")) for url in found.findall(f"{OPENSEARCH}Url")
    }
    assert set(urls) == {
        "text/html",
        "application/x-suggestions+json",
        "application/atom+xml",
        "application/opensearchdescription+xml",
    }
    for media_type, template in urls.items():
        assert template.startswith("https://qa.example.org/x/")
        if "{searchTerms}" in template and media_type != "text/html":
            asked = template.removeprefix("https://qa.example.org/x").replace(
                "{searchTerms}", "data"
            )
            answer = client.get(asked)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == media_type


def locations(element: ET.Element) -> list[str]:
    return [loc.text or "" for loc in element.iter(f"{MAP}loc")]


def test_the_sitemap_has_each_book_and_thread_once(client: TestClient, sample_index: Path) -> None:
    found = locations(read(client, "/sitemap.xml", "application/xml"))
    with open_index(sample_index) as index:
        pages = {f"books/{book}" for book in index.books}
        pages |= {f"threads/{hit.thread.id}" for hit in index.search(limit=1_000).hits}
    assert len(found) == len(set(found))
    assert set(found) == {f"http://testserver/{page}" for page in ("", "books", *pages)}


@pytest.mark.parametrize("most", [1, 13, 14, 15, 100, 139, 140])
def test_a_long_sitemap_comes_in_parts(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    whole = locations(read(client, "/sitemap.xml", "application/xml"))
    monkeypatch.setattr(sitemap, "MOST", most)
    top = read(client, "/sitemap.xml", "application/xml")
    if most >= len(whole):
        assert locations(top) == whole
        return
    assert top.tag == f"{MAP}sitemapindex"
    parts = [urlsplit(address).path for address in locations(top)]
    assert len(parts) == -(-len(whole) // most)
    pages = [locations(read(client, part, "application/xml")) for part in parts]
    assert [len(page) for page in pages[:-1]] == [most] * (len(parts) - 1)
    assert [address for page in pages for address in page] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_crawlers_leave_alone_what_has_no_end(client: TestClient, serve: Serve) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    kept = {line.partition(": ")[2] for line in lines if line.startswith("Disallow: ")}
    assert kept == {"/search", "/api/", "/feed.atom"}
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    under = serve(url="https://qa.example.org/x", root_path="/x").get("/robots.txt").text
    assert "Sitemap: https://qa.example.org/x/sitemap.xml" in under


def test_a_stranger_doesnt_choose_our_address(client: TestClient) -> None:
    answer = client.get("/robots.txt", headers={"host": "evil.example/<x>"})
    assert "evil" not in answer.text

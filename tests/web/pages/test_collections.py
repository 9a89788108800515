"""Weeks and talks in one index, as a browser and a program get them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.talks import TALK, UNDATED_TALK, build_mixed
from tests.web.api.test_lookups import checked
from tests.web.api.test_search import VALIDATOR as SEARCH
from tests.web.conftest import TestClient, serving

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        build_mixed(folder / "index", folder / "talks", patch)
    with serving(folder / "index") as client:
        yield client


def link(page: str, id_: str) -> str:
    """Return where the link of an id leads."""
    found = re.search(rf'<a id="{re.escape(id_)}"[^>]*href="([^"]*)"', page)
    assert found is not None, id_
    return unescape(found[1])


def total(page: str) -> str:
    found = re.search(r'class="total"><strong>([^<]*)<', page)
    assert found is not None
    return found[1]


def talk_thread(client: TestClient, book: str = TALK) -> str:
    thread: str = client.get(f"/api/books/{book}").json()["threads"][0]["id"]
    return thread


def xml(client: TestClient, address: str) -> ET.Element:
    return ET.fromstring(client.get(address).content)  # noqa: S314 (our own)


def test_a_page_shows_both_collections_on_top_and_one_click_widens(client: TestClient) -> None:
    page = client.get("/search?q=versioning").text
    facets = re.findall(r'data-facet="(\w+)"', page)
    assert facets[0] == "collection"
    assert ">in books " in page
    narrow = total(page)
    assert "2 more in talks" in page
    for way in ("everywhere", "f-collection-books", "chip-collection-in%20books"):
        assert link(page, way) == "/search?q=versioning&collection=all"
    wide = client.get(link(page, "everywhere")).text
    assert int(total(wide).split()[0]) == int(narrow.split()[0]) + 2
    assert "more in talks" not in wide
    both = client.get(link(page, "f-collection-talks")).text
    assert total(both) == total(wide)
    assert total(client.get(link(page, "in-talks")).text) == "2 threads"


def test_all_collections_can_be_left_again(client: TestClient) -> None:
    wide = client.get("/search?q=versioning&collection=all").text
    assert ">all collections " in wide
    assert link(wide, "chip-collection-all%20collections") == "/search?q=versioning"
    assert link(wide, "f-collection-talks") == "/search?q=versioning&collection=talks"


def test_another_choice_keeps_the_address_free_of_what_nobody_chose(client: TestClient) -> None:
    page = client.get("/search?q=versioning").text
    author = re.search(r'<a id="f-author-[^"]*"[^>]*href="([^"]*)"', page)
    assert author is not None
    assert "collection" not in author[1]
    assert 'id="clear"' not in page, "nothing that anybody chose could be cleared"


def test_a_collection_without_hits_stays_in_sight(client: TestClient) -> None:
    page = client.get("/search?q=kubernetes").text
    assert 'id="f-collection-talks"' in page
    assert "more in talks" not in page


def test_nothing_in_books_leads_to_the_talks(client: TestClient) -> None:
    page = client.get("/search?q=zebrafish").text
    assert "Nothing found" in page
    found = re.search(r'<a href="([^"]*)" data-go>in all collections</a>', page)
    assert found is not None
    assert total(client.get(unescape(found[1])).text) == "2 threads"


def test_a_conversation_shows_when_where_and_how_it_was_liked(client: TestClient) -> None:
    page = client.get(f"/threads/{talk_thread(client)}").text
    assert 'datetime="2022-03-09T23:12:33Z">9 Mar 2022, 23:12 UTC</time>' in page
    assert ">3 reactions<" in page
    places = re.findall(r'<li class="place"><a href="([^"]*)"[^>]*>([^<]*)</a>', page)
    assert [(unescape(url), words) for url, words in places] == [
        ("https://video.example.org/watch?v=abc&t=754", "at 12:34 in the recording"),
        ("https://video.example.org/watch?v=abc#t=4530", "at 1:15:30 in the recording"),
    ]
    assert "ftp:" not in page
    assert "1 Mar 2022 ·" in page, "a talk has one day"


def test_what_nobody_dated_says_so_everywhere(client: TestClient) -> None:
    thread = talk_thread(client, UNDATED_TALK)
    for address in (
        f"/threads/{thread}",
        f"/books/{UNDATED_TALK}",
        "/books",
        "/authors/Pella%20Van",
    ):
        page = client.get(address).text
        assert "undated" in page, address
        assert "Jan 1<" not in page
        assert "0001" not in page
    shown = client.get(f"/api/books/{UNDATED_TALK}").json()["book"]
    assert (shown["start"], shown["end"], shown["collection"]) == (None, None, "talks")


def test_the_first_page_is_about_what_is_searched_and_leads_to_the_rest(
    client: TestClient,
) -> None:
    page = client.get("/").text
    assert "12 books, 126 threads" in page
    assert TALK not in page
    assert '<a href="/search?collection=talks">talks</a> <span class="about">2</span>' in page
    books = client.get("/books").text
    assert books.index(">books <") < books.index(">talks <")
    assert f"/books/{TALK}" in books


def test_people_of_talks_have_pages_whose_links_find_them(client: TestClient) -> None:
    page = client.get("/participants/Orla%20Finn").text
    assert "2 questions" in page
    assert f"/threads/{talk_thread(client)}" in page
    within = client.get("/search", params={"q": "zebrafish", "book": TALK})
    assert total(within.text) == "1 thread"


def test_the_api_has_the_default_in_its_echo(client: TestClient) -> None:
    found = client.get("/api/search?q=zebrafish").json()
    assert found["query"]["filters"] == {"collection": ["books"]}
    assert [(b["value"], b["count"]) for b in found["facets"]["collection"]] == [
        ("talks", 2),
        ("books", 0),
    ]
    talks = client.get("/api/search?q=axolotl&kind=answer&collection=talks").json()
    (hit,) = talks["hits"]
    assert (hit["sent"], hit["reactions"]) == ("2022-03-09T23:12:33Z", 3)
    assert client.get("/api/facets/collection?q=zebrafish").json()["total"] == 2


def test_answers_about_talks_keep_the_contract(client: TestClient) -> None:
    found = client.get("/api/search?collection=all&group=none&limit=1000").json()
    SEARCH.validate(found)
    assert any(hit["sent"] for hit in found["hits"])
    assert any(hit["book"]["start"] is None for hit in found["hits"])
    checked(client, f"/api/books/{UNDATED_TALK}", "BookThreads")
    checked(client, "/api/books", "Books")
    checked(client, f"/api/threads/{talk_thread(client)}", "Thread")
    checked(client, "/api/facets/collection", "FacetValues")
    checked(client, "/api/suggest?q=collection:t", "Suggestions")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("during=2022-03-09", 2),
        ("during=2022-03", 4),
        ("after=2022-03-01", 2),
        ("before=2022-03-09", 2),
        ("before=2100", 4),
        ("year=2022", 3),
    ],
)
def test_dates_go_by_the_messages_own_day(client: TestClient, asked: str, found: int) -> None:
    address = f"/api/search?collection=talks&group=none&{asked}"
    assert client.get(address).json()["total"] == found


def test_a_feed_has_the_moments(client: TestClient) -> None:
    feed = xml(client, "/feed.atom?q=axolotl+zebrafish&collection=talks&group=none")
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}updated") for entry in entries} == {
        "2022-03-09T23:12:33Z",
        "2022-03-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
    }
    assert feed.findtext(f"{ATOM}updated") == "2022-03-09T23:12:33Z"
    via = [one.get("href") for one in feed.iter(f"{ATOM}link") if one.get("rel") == "via"]
    assert "https://video.example.org/watch?v=abc&t=754" in via
    assert not any("ftp" in str(one) for one in via)


def test_the_map_has_talks_and_no_date_of_the_undated(client: TestClient) -> None:
    urls = {
        url.findtext(f"{MAP}loc", ""): url.findtext(f"{MAP}lastmod")
        for url in xml(client, "/sitemap.xml")
    }
    dated = talk_thread(client)
    assert urls[f"http://testserver/threads/{dated}"] == "2022-03-01"
    assert urls[f"http://testserver/threads/{talk_thread(client, UNDATED_TALK)}"] is None
    assert urls[f"http://testserver/books/{UNDATED_TALK}"] is None


def test_a_table_has_them_in_its_last_columns(client: TestClient) -> None:
    text = client.get("/api/export?q=everything&collection=talks&group=none&format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0])[-4:] == ["collection", "sent", "url", "reactions"]
    assert "2022-03-09T23:12:33Z" in {row["sent"] for row in rows}


def test_an_index_of_one_collection_shows_no_such_facet(sample_index: Path) -> None:
    with serving(sample_index) as client:
        page = client.get("/search?q=versioning").text
        assert 'data-facet="collection"' not in page
        assert "chip-collection" not in page
        assert "Also here" not in client.get("/").text
        assert (
            client.get("/api/search?q=versioning").json()["facets"]["collection"][0]["value"]
            == "books"
        )
        assert client.get("/api/search?q=versioning").json()["query"]["filters"] == {}

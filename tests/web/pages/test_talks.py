"""A talk is called a talk on each page, and its chapters by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from searchqa.app import reindex
from searchqa.config import Config, SourceConfig
from searchqa.formats import FORMATS
from tests.support.talks import SAMPLE
from tests.web.conftest import TestClient, serving

TALK = "s01e01-drawers-of-tape"
TITLE = "Thanks & tapes: what a drawer remembers"
_TALK = """---
title: Drawers of Tape
dateadded: 2022-03-01
guests: [pellavan]
links: {youtube: "https://video.example.org/watch?v=abc"}
transcript:
- header: "Thanks & tapes: what a drawer remembers"
- line: Is a zebrafish good for anything? Tell us of it.
  who: Orla
  sec: 5
- line: For keeping tapes, an axolotl is better.
  who: Pella
  sec: 9
- line: Is it?
  who: Orla
  sec: 11
- header: "Second drawer"
- line: The second drawer keeps what the axolotl forgot.
  who: Pella
  sec: 83
- header: "Third drawer"
- line: We are out of tape.
  who: Orla
  sec: 95
---
"""
_SILENCE = """---
title: Silence
dateadded: 2022-03-08
guests: [ilkastumm]
transcript:
- line: Ilka doesn't hear us, it seems.
  who: Orla
---
"""


def folder(place: Path) -> Path:
    (place / "_podcast").mkdir(parents=True)
    (place / "_people").mkdir()
    (place / "_podcast" / f"{TALK}.md").write_text(_TALK, encoding="utf-8")
    (place / "_podcast" / "s01e02-silence.md").write_text(_SILENCE, encoding="utf-8")
    (place / "_people" / "ilkastumm.md").write_text(
        "---\ntitle: Ilka Stumm\n---\n", encoding="utf-8"
    )
    person = "---\ntitle: Pella Van\n---\n"
    (place / "_people" / "pellavan.md").write_text(person, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = tmp_path_factory.mktemp("talks")
    talks = SourceConfig(folder(place / "site"), "talks", FORMATS["talks"])
    index = place / "index"
    assert reindex(Config(index=index, sources=(SourceConfig(SAMPLE, "weeks"), talks))).published
    with serving(index) as client:
        yield client


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = tmp_path_factory.mktemp("alone")
    talks = SourceConfig(folder(place / "site"), "talks", FORMATS["talks"])
    assert reindex(Config(index=place / "index", sources=(talks,))).published
    with serving(place / "index") as client:
        yield client


def words(page: str) -> str:
    """Return what a page's main part says, on one line."""
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def thread(client: TestClient, number: int) -> str:
    id_: str = client.get(f"/api/books/{TALK}").json()["threads"][number]["id"]
    return id_


def test_a_hit_in_a_talk_is_a_chapter_with_its_title_and_its_guest(client: TestClient) -> None:
    page = client.get("/search?q=axolotl&collection=talks").text
    said = words(page)
    titles = re.findall(r'<a class="question"[^>]*>(.*?)</a>', page)
    assert sorted(re.sub("<[^>]*>", "", unescape(one)) for one in titles) == [
        "Second drawer",
        TITLE,
    ]
    assert '<span class="badge">guest</span>' in page
    assert "asked by" not in said
    assert "author" not in said.lower()
    assert said.count("Second drawer ") == 1, "the fragments don't tell the title again"
    assert "the guest" in said


def test_a_word_of_a_title_is_marked_in_the_title(client: TestClient) -> None:
    page = client.get("/search?q=second&collection=talks").text
    assert "<mark>Second</mark> drawer</a>" in page
    assert "who began" in words(client.get("/search?q=tape&collection=talks&group=none").text)


def test_a_weeks_words_stay(client: TestClient) -> None:
    said = words(client.get("/search?q=versioning").text)
    assert "asked by" in said
    assert "the author" in said
    assert "guest" not in said


def test_a_chapters_page_is_headed_by_its_title(client: TestClient) -> None:
    page = client.get(f"/threads/{thread(client, 0)}").text
    said = words(page)
    assert f"<h1>{TITLE.replace('&', '&amp;')}</h1>" in page
    assert "The talk" in said
    assert "Chapter 1 of 3 in Drawers of Tape" in said
    assert "with Pella Van" in said
    assert "the chapter after" in said
    assert "Orla begins" in said
    assert '<span class="badge">guest</span>' in page
    for word in ("asked", "asks", "The book", "author", "thread"):
        assert word not in said, word
    assert "chapter 1 of 3" in page.partition("</head>")[0]
    assert "without the guest" in words(client.get(f"/threads/{thread(client, 2)}").text)


def test_a_talks_page_lists_chapters(client: TestClient) -> None:
    page = client.get(f"/books/{TALK}").text
    said = words(page)
    assert "3 chapters · 5 messages" in said
    assert "Chapters 1 without the guest" in said
    assert 'placeholder="In this talk"' in page
    assert TITLE in said
    assert f"{TITLE} Is a zebrafish" not in said


def test_a_feed_calls_chapters_by_their_titles(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/feed.atom?q=axolotl&collection=talks").content)  # noqa: S314 (our own)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = {entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")}
    assert titles == {TITLE, "Second drawer"}


def test_a_guest_of_one_word_has_their_own_answers_and_nobody_elses(client: TestClient) -> None:
    page = client.get("/authors/Pella%20Van").text
    said = words(page)
    assert "Pella Van guest 1 talk · 1 answer · everything they wrote here" in said
    assert "Drawers of Tape 1 Mar 2022 · 3 chapters" in said
    others = set(re.findall(r'href="/books/([^"]*)"', page)) - {TALK}
    assert not others
    (own,) = re.findall(r'href="(/participants/[^"]*)"', page)
    assert "1 question · 1 answer as the guest" in words(client.get(own).text)


def test_a_guest_who_never_speaks_has_no_answers(client: TestClient) -> None:
    said = words(client.get("/authors/Ilka%20Stumm").text)
    assert "Ilka Stumm guest 1 talk · 0 answers" in said
    assert said.endswith("No answers of theirs were kept.")


def test_an_index_of_talks_alone_speaks_of_talks(alone: TestClient) -> None:
    start = words(alone.get("/").text)
    assert "Ask what a guest already answered" in start
    assert "2 talks, 4 chapters, 1 answer by their guests." in start
    assert "Newest talks" in start
    assert "2 talks" in words(alone.get("/books").text)
    assert "3 chapters" in words(alone.get("/books").text)
    assert "Guest Pella Van" in words(alone.get("/search?q=axolotl").text)

"""Equal work: who is asked what, and that Whoosh with our fields finds what we find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import whoosh.searching

import searchqa
from benchmarks.parts.base import Run, asks
from benchmarks.parts.check import miscounted, misgrouped
from benchmarks.peers.base import FACETS
from benchmarks.peers.ours import Ours
from benchmarks.peers.registry import PEERS
from benchmarks.peers.whoosh_fields import AND, WhooshFields
from benchmarks.peers.whoosh_own import WhooshOwn
from benchmarks.queries import QUERIES, Query
from benchmarks.store import Store
from searchqa.model import Document
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.support.brute import BruteSearcher
from tests.support.documents import documents_by_book


class Some:
    """What a peer asks an archive for, of the test documents."""

    def __init__(self) -> None:
        self.all = [d for documents in documents_by_book().values() for d in documents]
        self.facts: dict[str, Any] = {
            "values": {
                "author": [a for d in self.all for a in d.authors],
                "book": [d.book for d in self.all],
                "participant": [d.participant_key for d in self.all if d.participant_key],
            }
        }

    def documents(self) -> list[Document]:
        return self.all


@pytest.fixture(scope="module")
def some() -> Any:
    return Some()


@pytest.fixture(scope="module")
def index(some: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whoosh-fields")
    peer = WhooshFields()
    peer.build(peer.rows(some), folder, peer.builds[0])
    return folder


def test_whoosh_with_our_fields_finds_what_plain_loops_find(some: Any, index: Path) -> None:
    peer = WhooshFields()
    reader = peer.open(index)
    brute = BruteSearcher(some.documents())
    known = {document.id for document in some.documents()}
    found = 0
    for query, ask in asks(peer, reader, "facets", some).items():
        parsed = parse(query.typed(some.facts["values"]))
        request = Request(tree=parsed.tree, filters=parsed.filters, group="none", facets=FACETS)
        right, answer = brute.search(request), ask()
        assert not miscounted(peer.name, query, answer, right.total), query.typed()
        assert not misgrouped(peer.name, query, answer, right), query.typed()
        assert {hit.id for hit in answer.hits} <= known
        found += answer.total or 0
    assert found > 100
    reader.close()


def test_what_is_shown_of_a_hit(some: Any, index: Path) -> None:
    reader = WhooshFields().open(index)
    documents = {document.id: document for document in some.documents()}
    for query in (Query("one word", words=("data",)), Query("prefix", prefix="dat")):
        first = reader.prepare(query, "plain", {})().hits[0]
        document = documents[first.id]
        assert (first.title, first.question) == (document.title, document.question)
        assert first.participant == document.participant_key
        assert "</b>" in first.snippet
    reader.close()


def test_browsing_gives_the_newest_first(some: Any, index: Path) -> None:
    reader = WhooshFields().open(index)
    days = {document.id: document.start for document in some.documents()}
    hits = reader.prepare(Query("browse"), "plain", {})().hits
    newest = sorted(days.values(), reverse=True)[: len(hits)]
    assert [days[hit.id] for hit in hits] == newest
    reader.close()


def test_authors_are_told_apart(some: Any) -> None:
    assert all(AND not in name for document in some.documents() for name in document.authors)
    rows = WhooshFields().rows(some)
    assert any(AND in row["_stored_author"] for row in rows)


def test_a_hit_of_ours_has_one_fragment_beside_a_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    class Opened:
        def search(self, text: str, **options: Any) -> Any:
            asked.append(options)
            raise LookupError

    monkeypatch.setattr(searchqa, "open", lambda _: Opened())
    reader = Ours().open(Path("nowhere"))
    for mode in ("plain", "facets", "threads"):
        with pytest.raises(LookupError):
            reader.prepare(QUERIES[0], mode, {})()
    assert [options.get("fragments", 3) for options in asked] == [1, 1, 3]


def test_whoosh_is_asked_for_one_fragment(
    some: Any, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tops: list[int | None] = []

    def highlights(*_: Any, top: int | None = None, **__: Any) -> str:
        tops.append(top)
        return "x"

    monkeypatch.setattr(whoosh.searching.Hit, "highlights", highlights)
    own = WhooshOwn()
    own.build(own.rows(some), tmp_path, own.builds[0])
    for peer, folder in ((own, tmp_path), (WhooshFields(), index)):
        reader = peer.open(folder)
        reader.prepare(Query("one word", words=("data",)), "plain", {})()
        reader.close()
    assert len(tops) > 10
    assert set(tops) == {1}


def test_who_is_asked_at_which_size(tmp_path: Path) -> None:
    settings = Run(
        *(tmp_path, (5_000, 100_000), 5, 1.0, tmp_path, Store(tmp_path)),
        peers=("whoosh-fields", "tantivy"),
        whoosh_limit=20_000,
        smoke=False,
    )
    assert settings.all_sizes() == (5_000, 20_000, 100_000)
    assert settings.peers_at(5_000) == ("whoosh-fields", "tantivy")
    assert settings.peers_at(20_000) == ("whoosh-fields",)
    assert settings.peers_at(100_000) == ("tantivy",)
    # Whoosh's writing, memory and start are those of the other peer with it.
    assert settings.engines_at(5_000) == ("tantivy",)
    assert settings.engines_at(20_000) == ()
    assert "whoosh-fields" in PEERS

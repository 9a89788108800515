"""A query may read only so many postings; what is left out is said, the rest is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchqa.engines.arrays import execute
from searchqa.engines.base import Searcher
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.query.parser import parse
from searchqa.query.request import Request
from tests.support.documents import documents_by_book


@pytest.fixture
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("budget")
    writer = WhooshEngine().writer(folder)
    for documents in documents_by_book().values():
        writer.add(documents)
    writer.commit()
    opened = WhooshEngine().open(folder)
    yield opened
    opened.close()


def test_words_beyond_the_budget_are_left_out_with_a_notice(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "MAX_QUERY_POSTINGS", 20)
    whole = searcher.search(Request(tree=parse("data").tree))
    cut = searcher.search(Request(tree=parse("data model").tree))
    assert whole.messages > 20
    assert cut.messages == whole.messages
    assert any('"model" was left out' in notice for notice in cut.notices)
    assert not whole.notices


def test_expansions_beyond_the_budget_are_left_out_with_a_notice(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = searcher.search(Request(tree=parse("dep*").tree))
    monkeypatch.setattr(execute, "MAX_QUERY_POSTINGS", 6)
    cut = searcher.search(Request(tree=parse("dep*").tree))
    assert len(cut.words) < len(free.words)
    assert any("dep*" in notice for notice in cut.notices)


def test_what_is_required_is_never_left_out(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = searcher.search(Request(tree=parse("+data +model").tree))
    monkeypatch.setattr(execute, "MAX_QUERY_POSTINGS", 1)
    assert searcher.search(Request(tree=parse("+data +model").tree)).messages == free.messages

"""Collections, messages with a day of their own, books without one: each engine and kernel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.engines.arrays.own import own_record
from searchqa.engines.base import Answer, Engine, Searcher
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.engines.whoosh_engine.form import ARRAYS
from searchqa.model import UNDATED, Document
from searchqa.query.merge import Given, filters_from
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.schema import GROUPINGS, SORTS
from tests.support.brute import BruteEngine
from tests.support.mixed import mixed

if TYPE_CHECKING:
    from searchqa.engines.arrays.kernels.choose import Wish

KERNELS: tuple[Wish, ...] = ("numpy", "plain", "once")
QUERIES = ("", "data", "data -during:2021", "model OR after:2023-01", "before:2021-06-14")
DATES: tuple[dict[str, Given], ...] = (
    {},
    {"before": "2021-06"},
    {"after": "2022-05-16"},
    {"during": "2021-09"},
    {"during": ["2021-04-14", "2021-03-04"]},
    {"year": ["2021", "2023"]},
    {"collection": "talks"},
    {"collection": ["books", "talks"], "after": "2021"},
    {"collection": "talks", "during": "2022-06", "kind": "answer"},
    {"collection": "nowhere"},
)


def written(engine: Engine, folder: Path) -> Searcher:
    writer = engine.writer(folder)
    for documents in mixed().values():
        writer.add(documents)
    writer.commit()
    return engine.open(folder)


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Searcher]]:
    folder = tmp_path_factory.mktemp("own")
    opened = [written(WhooshEngine(), folder)]
    opened += [WhooshEngine(kernel).open(folder) for kernel in KERNELS]
    yield [*opened, written(BruteEngine(), tmp_path_factory.mktemp("brute"))]
    for one in opened:
        one.close()


def told(answer: Answer) -> tuple[object, ...]:
    """Return what differs when an engine means something else."""
    facets = {
        name: [(b.value, b.label, b.count, b.selected) for b in buckets]
        for name, buckets in answer.facets.items()
    }
    ids = [(match.document.id, match.more, round(match.score, 4)) for match in answer.matches]
    return answer.total, answer.messages, ids, facets


@pytest.mark.parametrize("text", QUERIES)
def test_all_engines_answer_alike(searchers: Sequence[Searcher], text: str) -> None:
    tree = parse(text).tree
    for sort, group, dates in product(SORTS, GROUPINGS, DATES):
        filters, _ = filters_from(**dates)  # type: ignore[arg-type]
        request = Request(tree, filters, sort, group, limit=1_000)
        *ours, brute = (told(one.search(request)) for one in searchers)
        for one in ours:
            assert one == brute, (sort, group, dates)


@pytest.mark.parametrize("text", ["", "data"])
def test_the_oldest_are_paged_past_where_dates_end(
    searchers: Sequence[Searcher], text: str
) -> None:
    for group in GROUPINGS:
        request = Request(parse(text).tree, sort="oldest", group=group, limit=1_000, facets=())
        whole = told(searchers[-1].search(request))
        for searcher in searchers[:-1]:
            found: list[object] = []
            while True:
                page = Request(
                    parse(text).tree, sort="oldest", group=group, offset=len(found), limit=7
                )
                some = told(searcher.search(page))[2]
                assert isinstance(some, list)
                if not some:
                    break
                found += some
            assert found == whole[2]


def test_what_nobody_dated_is_in_no_year_and_last_in_either_order(
    searchers: Sequence[Searcher],
) -> None:
    undated = {d.book for documents in mixed().values() for d in documents if d.start == UNDATED}
    assert undated
    for searcher in searchers:
        assert "1" not in {bucket.value for bucket in searcher.values("year")}
        assert "0" not in {bucket.value for bucket in searcher.values("year")}
        for sort in ("newest", "oldest"):
            request = Request(sort=sort, limit=1_000, facets=())
            books = [match.document.book for match in searcher.search(request).matches]
            first = next(place for place, book in enumerate(books) if book in undated)
            assert set(books[first:]) == undated
            assert first


def test_each_message_comes_back_as_it_was(searchers: Sequence[Searcher]) -> None:
    expected = {d.id: d for documents in mixed().values() for d in documents}
    assert any(d.sent and d.url and d.reactions for d in expected.values())
    for searcher in searchers:
        assert {d.id: d for d in searcher.documents()} == expected
        assert searcher.collections() == ("books", "talks")


def test_an_index_without_arrays_has_them_all_the_same(tmp_path: Path) -> None:
    written(WhooshEngine(), tmp_path).close()
    (tmp_path / ARRAYS).unlink()
    searcher = WhooshEngine().open(tmp_path)
    expected = {d.id: d for documents in mixed().values() for d in documents}
    assert {d.id: d for d in searcher.documents()} == expected


def test_an_index_that_grew_is_the_one_made_at_once(tmp_path: Path) -> None:
    """Days and collections are numbered anew when books come and go."""
    grown, fresh = tmp_path / "grown", tmp_path / "fresh"
    books = mixed()
    for folder in (grown, fresh):
        folder.mkdir()
    for part in (list(books)[::2], list(books)[1::2]):
        writer = WhooshEngine().writer(grown)
        writer.remove(next(iter(books)))
        for book in {*part, next(iter(books))}:
            writer.add(books[book])
        writer.commit()
    written(WhooshEngine(), fresh).close()
    assert (grown / ARRAYS).read_bytes() == (fresh / ARRAYS).read_bytes()


def test_a_message_with_nothing_of_its_own_takes_no_room() -> None:
    plain: Document = next(iter(mixed().values()))[0]
    assert own_record(plain) == ""

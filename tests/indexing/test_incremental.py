"""An index that grew answers exactly as one built at once from the same files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchqa
from searchqa.engines.base import Engine, Searcher
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.presenters import jsonout
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.report import ReindexOptions
from searchqa.schema import FACETS, Grouping, Sort
from searchqa.sources.folder import FolderSource
from tests.indexing.fake_engine import FakeEngine
from tests.indexing.site import Site, holds, threads_of
from tests.support.documents import corpus

QUERIES = (
    "",
    "data versioning",
    '"pattern card"',
    "ver*",
    "tabel~",
    "table -loom",
    "role:author version",
    "year:2021 how do you",
    "is:unanswered",
    "edition",
)
ORDERS: tuple[tuple[Grouping, Sort], ...] = (("thread", "relevance"), ("none", "newest"))
BOOKS = [f"2021{month:02}04-book{month}" for month in range(1, 6)]
# A file that never was good: of one that was, the last version stays, as nothing fresh has it.
SPOILT = "20211204-spoilt"

book = st.sampled_from(BOOKS)
EDITS = st.one_of(
    st.tuples(st.just("write"), book, st.integers(0, 4), st.integers(0, 9)),
    st.tuples(st.just("remove"), book),
    st.tuples(st.just("person"), st.sampled_from(["annloom", "tomreed"]), st.integers(0, 2)),
    st.tuples(st.just("rename"), book, book),
    st.tuples(st.just("move"), book),
    st.tuples(st.sampled_from(["spoil", "move", "remove"]), st.just(SPOILT)),
    st.tuples(st.just("reindex"), book),
    st.tuples(st.just("author"), book, st.sampled_from(["annloom", "tomreed", "nobody"])),
)


def edit(site: Site, change: tuple[Any, ...]) -> None:
    what, name, *values = change
    if what == "write":
        take_away(site, name)
        site.write(name, threads_of(values[0], values[1]))
    elif what == "remove":
        take_away(site, name)
    elif what in ("rename", "move"):
        move(site, name, values[0] if values else None)
    elif what == "spoil":
        take_away(site, name)
        site.spoil(name)
    elif what == "author":
        take_away(site, name)
        site.write(name, threads_of(2, len(name)), authors=values)
    elif values[0]:
        site.person(name, f"{'Ann Loom' if name == 'annloom' else 'Tom Reed'}{' B.' * values[0]}")
    else:
        (site.path / "_people" / f"{name}.md").unlink(missing_ok=True)


def find(site: Site, book: str) -> Path | None:
    return next((site.path / "_books").rglob(f"{book}.md"), None)


def take_away(site: Site, book: str) -> None:
    for file in (site.path / "_books").rglob(f"{book}.md"):
        file.unlink()


def move(site: Site, book: str, name: str | None) -> None:
    """Give a file another name, or take it into a folder and out again."""
    file = find(site, book)
    if file is None or name == book:
        return
    if name is not None:
        take_away(site, name)
        file.rename(file.with_name(f"{name}.md"))
        return
    books = site.path / "_books"
    target = books / "old" if file.parent == books else books
    target.mkdir(exist_ok=True)
    file.rename(target / file.name)


def answers(searcher: Searcher) -> list[object]:
    """Return all that a person can see of an index."""
    said: list[object] = [replace(searcher.statistics(), segments=0)]
    said += [searcher.values(facet) for facet in FACETS]
    said += [searcher.near_words(word) for word in ("tabel", "lom", "versionning")]
    for text in QUERIES:
        tree, filters = parse(text).tree, parse(text).filters
        for request in (
            Request(tree, filters, limit=1000),
            Request(tree, filters, group="none", sort="newest", limit=1000),
        ):
            answer = searcher.search(request)
            said.append(answer)
            said += [searcher.explain(request, m.document.id) for m in answer.matches[:3]]
    return said


def said(index: Path) -> list[str]:
    """Return the JSON of answers, but for what tells one index from another."""
    with searchqa.open(index) as opened:
        found = [
            opened.search(text, group=group, sort=sort, limit=1000)
            for text in QUERIES
            for group, sort in ORDERS
        ]
    return [jsonout.render(replace(one, took_ms=0.0, generation="")) for one in found]


def compare(grown: Path, fresh: Path, engine: Engine) -> None:
    assert holds(grown, engine) == holds(fresh, engine)
    assert verify(grown, engine) == verify(fresh, engine)
    one, two = open_index(grown, engine), open_index(fresh, engine)
    try:
        assert one.catalog == two.catalog
        assert one.manifest.transcripts == two.manifest.transcripts
        if isinstance(engine, WhooshEngine):
            for ours, theirs in zip(answers(one.searcher), answers(two.searcher), strict=True):
                assert ours == theirs
    finally:
        one.close()
        two.close()
    if isinstance(engine, WhooshEngine):
        assert said(grown) == said(fresh)


@pytest.mark.parametrize("engine_of", [FakeEngine, WhooshEngine])
@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_incremental_is_fresh(
    engine_of: type[FakeEngine | WhooshEngine], rounds: list[list[tuple[Any, ...]]]
) -> None:
    engine = engine_of()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        site.write("20200101-always", threads_of(2, 3))
        grown = Path(folder) / "grown"
        reindex(site.sources, grown, engine)
        for changes in rounds:
            for change in changes:
                if change[0] == "reindex":
                    reindex(site.sources, grown, engine)
                else:
                    edit(site, change)
            reindex(site.sources, grown, engine)
            reindex(site.sources, Path(folder) / "fresh", engine)
            compare(grown, Path(folder) / "fresh", engine)
            shutil.rmtree(Path(folder) / "fresh")


def test_many_small_runs_are_one_large_one(tmp_path: Path) -> None:
    """More runs than the engine keeps segments, so that they are merged on the way."""
    engine = WhooshEngine()
    site = Site(tmp_path / "site")
    for number in range(14):
        site.write(f"2021{number % 12 + 1:02}11-book{number}", threads_of(2, number))
        if number % 3 == 2:
            site.write("20210111-book0", threads_of(1, number))
        reindex(site.sources, tmp_path / "grown", engine)
    reindex(site.sources, tmp_path / "fresh", engine)
    compare(tmp_path / "grown", tmp_path / "fresh", engine)


def test_a_full_run_over_an_old_index_is_a_fresh_one(site: Site, index: Path) -> None:
    engine = WhooshEngine()
    reindex(site.sources, index, engine)
    site.write("20210104-alpha", threads_of(3, 8))
    reindex(site.sources, index, engine)
    reindex(site.sources, index, engine, ReindexOptions(full=True))
    reindex(site.sources, index.with_name("fresh"), engine)
    compare(index, index.with_name("fresh"), engine)


@pytest.mark.slow
def test_the_large_corpus_grown_book_by_book_in_parts(tmp_path: Path) -> None:
    large = corpus()
    if large is None:
        pytest.skip("the large corpus isn't on this machine (SEARCHQA_CORPUS)")
    engine = WhooshEngine()
    part = tmp_path / "part"
    shutil.copytree(large / "_people", part / "_people")
    (part / "_books").mkdir()
    files = sorted((large / "_books").glob("[!_]*.md"))
    for third in range(3):
        for file in files[third::3]:
            shutil.copyfile(file, part / "_books" / file.name)
        reindex((FolderSource(part, "site"),), tmp_path / "grown", engine)
    reindex((FolderSource(large, "site"),), tmp_path / "fresh", engine)
    compare(tmp_path / "grown", tmp_path / "fresh", engine)

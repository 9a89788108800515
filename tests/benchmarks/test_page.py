"""The page says what was measured, and nothing better."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from benchmarks.page import sections, targets
from benchmarks.page.figures import Figures
from benchmarks.page.losses import losses
from benchmarks.page.report import write_report
from benchmarks.page.svg import Series, bars, lines
from benchmarks.page.targets import MISSED, REACHED, STATED, UNKNOWN, at_least, at_most
from benchmarks.page.wording import milliseconds, number, table
from benchmarks.store import Store


def answered(ours: float, peer: float, *, left: bool = False) -> dict[str, Any]:
    query = {"kind": "one word", "query": "data", "totals": [1, 1], "pairs": [[ours, peer]] * 3}
    query["first"] = [ours, peer * 1.5]
    out = [{"kind": "fuzzy", "query": "dat~", "why": "it has no slips"}] if left else []
    return {"rounds": 3, "queries": [query], "left_out": out}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return figures in which tantivy wins at 5,000 messages and loses at 100,000."""
    store = Store(tmp_path / "figures")
    for size, peer in ((5_000, 0.001), (100_000, 0.004)):
        store.write("latency", size, "tantivy-plain", answered(0.002, peer))
        store.write("latency", size, "tantivy-facets", answered(0.002, peer * 2))
        store.write("latency", size, "fts5-plain", answered(0.002, 0.02, left=True))
    written = {"seconds": 2.0, "bytes": 1_000, "megabytes": 50.0}
    ways = {
        "ours: files, 1 process": [written],
        "ours: files, 2 processes": [{**written, "seconds": 1.0}],
        "ours: documents": [written],
        "whoosh: plain schema": [{**written, "seconds": 7.0}],
        "whoosh: our fields": [{"left_out": "there is no such schema"}],
        "tantivy: all threads": [{**written, "seconds": 1.0}],
        "tantivy: 1 thread, one segment": [{**written, "bytes": 500}],
        "yaml: yaml": [{**written, "seconds": 1.0}],
    }
    store.write("index", 5_000, "all", ways)
    store.write(
        "memory", 5_000, "ours", {"private": 20.0, "shared": 5.0, "alone": 22.0, "before": 9.0}
    )
    store.write("memory", 5_000, "tantivy", None)
    rates = {"threads": {"1": 100.0, "2": 150.0}, "processes": {"1": 100.0}}
    store.write("throughput", 5_000, "ours", rates)
    store.write("throughput", 5_000, "tantivy", {"threads": {"1": 400.0, "2": 100.0}})
    store.write("command", 5_000, "all", [[0.01, 0.06]] * 3)
    store.write("worst", 5_000, "all", [{"what": "a*", "seconds": [0.2, 0.4, 0.3], "total": 7}])
    step = {"kept": 2.0, "new": 30.0}
    store.write("steps", 5_000, "query", {"sum impacts": step, "all of it": {"kept": 400.0}})
    store.write("steps", 5_000, "command", {"start Python": 0.01, "the whole command": 0.06})
    first = {"open": 0.1, "first": 0.01, "second": 0.001}
    store.write("first", 5_000, "all", {"ours": [first], "tantivy": [first]})
    return store


@pytest.mark.parametrize(
    ("wanted", "measured", "verdict"),
    [(1.5, 1.5, REACHED), (1.5, 1.499, MISSED), (None, 0.1, STATED), (1.5, None, UNKNOWN)],
)
def test_a_verdict_on_a_lower_bound(
    wanted: float | None, measured: float | None, verdict: str
) -> None:
    assert at_least("x", 5_000, wanted, measured).verdict == verdict


@pytest.mark.parametrize(
    ("wanted", "measured", "verdict"),
    [(0.3, 0.3, REACHED), (0.3, 0.3001, MISSED), (None, 9.0, STATED), (0.3, None, UNKNOWN)],
)
def test_a_verdict_on_an_upper_bound(
    wanted: float | None, measured: float | None, verdict: str
) -> None:
    assert at_most("x", 5_000, wanted, measured, "s").verdict == verdict


def test_the_targets_judge_the_figures(store: Store) -> None:
    rows = targets.targets(Figures(store), (5_000, 100_000), 20_000)
    verdicts = {(row.what, row.size): row.verdict for row in rows}
    assert verdicts["tantivy, no facets", 5_000] == MISSED
    assert verdicts["tantivy, no facets", 100_000] == REACHED
    assert verdicts["tantivy, with facets", 5_000] == MISSED
    assert verdicts["SQLite FTS5, tuned, no facets", 5_000] == REACHED
    assert verdicts["SQLite FTS5, tuned, with facets", 5_000] == UNKNOWN
    assert verdicts["Whoosh's own searcher, a tutorial's fields, no facets", 20_000] == UNKNOWN
    assert verdicts["Whoosh's own searcher, our fields, no facets", 20_000] == UNKNOWN
    writing = "indexing in {}, Whoosh's default writer with {}"
    assert verdicts[writing.format("one process", "plain schema"), 5_000] == MISSED
    assert verdicts[writing.format("two processes", "plain schema"), 5_000] == REACHED
    assert verdicts[writing.format("one process", "our fields"), 5_000] == UNKNOWN
    assert verdicts["the whole command, in starts of Python", 5_000] == MISSED
    assert verdicts["the worst query", 5_000] == REACHED
    assert verdicts["private memory of a server", 5_000] == STATED


def test_each_promise_is_listed_at_each_size(tmp_path: Path) -> None:
    rows = targets.targets(Figures(Store(tmp_path)), (5_000, 100_000, 500_000), 20_000)
    promised = {(row.what, row.size): row.wanted for row in rows}
    wanted: dict[tuple[str, int], str] = {}
    for size in (5_000, 20_000):
        for fields in ("a tutorial's fields", "our fields"):
            wanted[f"Whoosh's own searcher, {fields}, no facets", size] = "at least 50"
            wanted[f"Whoosh's own searcher, {fields}, with facets", size] = "at least 200"
        for schema in ("plain schema", "our fields"):
            for how, least in (("one process", 5), ("two processes", 8)):
                what = f"indexing in {how}, Whoosh's default writer with {schema}"
                wanted[what, size] = f"at least {least}"
    bounds = {5_000: ("at least 1.5", "at least 2"), 100_000: ("at least 1", "at least 1.5")}
    bounds[500_000] = ("stated", "at least 1.2")
    slowest = {5_000: "at most 300 ms", 100_000: "stated", 500_000: "at most 1.00 s"}
    for size, (plain, facets) in bounds.items():
        wanted["tantivy, no facets", size], wanted["tantivy, with facets", size] = plain, facets
        wanted["SQLite FTS5, tuned, no facets", size] = "at least 5"
        wanted["SQLite FTS5, tuned, with facets", size] = "at least 20"
        for name in ("bm25s", "bm25s-numba"):
            wanted[f"{name}, ranking alone", size] = "at least 1"
        wanted["the whole command, in starts of Python", size] = "at most 5"
        wanted["the worst query", size] = slowest[size]
        private = "at most 400 MB" if size == 500_000 else "stated"
        wanted["private memory of a server", size] = private
        wanted["the default view, in ungrouped ones", size] = "at most 2"
    assert promised == wanted


def test_a_missed_target_stands_in_the_page_as_missed(store: Store, tmp_path: Path) -> None:
    page = write_report(store, (5_000, 100_000), 20_000, tmp_path).read_text(encoding="utf-8")
    assert "| tantivy, no facets | 5,000 | at least 1.5 | 0.50 | **MISSED** |" in page
    assert "| tantivy, no facets | 100,000 | at least 1 | 2.00 | reached |" in page
    assert "at most 20,000 messages" in page
    assert "fuzzy: it has no slips" in page


def test_a_missed_target_stands_beside_where_our_time_goes(store: Store, tmp_path: Path) -> None:
    page = write_report(store, (5_000, 100_000), 20_000, tmp_path).read_text(encoding="utf-8")
    section = page.partition("## Where our time goes")[2].partition("\n## ")[0]
    assert "| sum impacts | 2.00 / 30.0 |" in section
    assert "| all of it | 400 |" in section
    assert "| start Python | 10.0 ms |" in section
    assert "| tantivy, no facets | 5,000 | 2.00 ms | 1.00 ms |" in section
    # Reached, or at a size where nothing is promised of it.
    assert "| tantivy, no facets | 100,000" not in section
    assert "FTS5" not in section


def test_every_ratio_below_one_is_a_loss(store: Store) -> None:
    found = {(one.what, one.peer, one.size): one.ratio for one in losses(Figures(store), (5_000,))}
    assert found == {
        ("no facets: all kinds", "tantivy", 5_000): 0.5,
        ("no facets: one word", "tantivy", 5_000): 0.5,
        ("no facets: each the first time", "tantivy", 5_000): 0.75,
        ("writing prepared documents", "tantivy", 5_000): 0.5,
        ("size on disk", "tantivy", 5_000): 0.5,
        ("answers a second, 1 thread", "tantivy", 5_000): 0.25,
    }
    assert "| tantivy |" in sections.losses(losses(Figures(store), (5_000,)))


def test_a_ratio_just_below_one_does_not_look_like_one(store: Store) -> None:
    store.write("latency", 5_000, "tantivy-plain", answered(1.0, 0.9991))
    shown = sections.losses(losses(Figures(store), (5_000,)))
    assert "| 0.999 |" in shown


def test_each_plot_is_xml_and_stands_in_the_page(store: Store, tmp_path: Path) -> None:
    page = write_report(store, (5_000, 100_000), 20_000, tmp_path).read_text(encoding="utf-8")
    drawn = sorted((tmp_path / "benchmarks").iterdir())
    assert [path.name for path in drawn] == [
        "facets.svg",
        "indexing.svg",
        "latency-facets.svg",
        "latency-plain.svg",
        "throughput.svg",
    ]
    for path in drawn:
        assert ET.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
        assert f"(benchmarks/{path.name})" in page


def test_an_empty_store_makes_a_page(tmp_path: Path) -> None:
    page = write_report(Store(tmp_path / "none"), (5_000,), 20_000, tmp_path)
    assert "not measured" in page.read_text(encoding="utf-8")


def test_plots_bear_any_names_and_numbers() -> None:
    odd = Series('<&">', ((5_000.0, 0.3), (500_000.0, 310.0)))
    one = Series("one point", ((5_000.0, 1.0),))
    for svg in (
        lines("a < b", "x & y", "y", [odd, one]),
        lines("flat", "x", "y", [Series("flat", ((1.0, 2.0), (2.0, 2.0)))]),
        bars("c", "", "y", ["<one>", "two"], [odd, Series("none", ((0, None), (1, 5.0)))]),
    ):
        assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own
        assert "nan" not in svg


def test_numbers_and_tables() -> None:
    assert [number(v) for v in (0.123, 1.5, 12.34, 1234.5)] == ["0.12", "1.50", "12.3", "1,234"]
    assert [milliseconds(v) for v in (0.0001, 0.02, 1.5)] == ["0.10 ms", "20.0 ms", "1.50 s"]
    assert table(["a", "b"], [["x|y", "1"]]) == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |"


def test_figures_come_back_as_they_were_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("memory", 5_000, "bm25s-numba", {"private": 1.5})
    store.write("memory", 100_000, "ours", None)
    assert store.read("memory", 5_000, "bm25s-numba") == {"private": 1.5}
    assert store.read("memory", 5_000, "ours") is None
    assert store.all("memory", 5_000) == {"bm25s-numba": {"private": 1.5}}
    assert store.sizes() == (5_000, 100_000)


def test_figures_of_different_code_are_told_apart(store: Store, tmp_path: Path) -> None:
    facts = dict.fromkeys(("processor", "cores", "system", "python", "sqlite", "corpus"), "x")
    machine = {**facts, "packages": {"numba": None}, "date": "2026-01-02", "command": "c"}
    for part, code in (("index", "a"), ("latency", "a"), ("memory", "b")):
        store.write("machine", 5_000, part, {**machine, "code": code})
    page = write_report(store, (5_000,), 20_000, tmp_path).read_text(encoding="utf-8")
    assert "but with 2: index at 5,000, latency at 5,000; memory at 5,000." in page
    assert "numba absent" in page
    store.write("machine", 5_000, "memory", {**machine, "code": "a"})
    page = write_report(store, (5_000,), 20_000, tmp_path).read_text(encoding="utf-8")
    assert "state of searchqa's code" not in page

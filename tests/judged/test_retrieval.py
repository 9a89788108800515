"""Ranking stays as good as docs/retrieval.md says, and the figures are computed right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.judgements import Figures, Judged, Outcome, figures, read_figures, read_judged
from benchmarks.retrieval import BASELINE, REPORT, VARIANTS, build_sample, run, run_baseline
from benchmarks.retrieval_report import report, table
from searchqa.app import open_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.app import Index

# One query of some hundred may move by a change that helps more than it harms.
SLACK = 0.01


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(build_sample(tmp_path_factory.mktemp("judged") / "index")) as opened:
        yield opened


def outcome(*found: str, relevant: tuple[str, ...] = ("a#1",)) -> Outcome:
    return Outcome(Judged("q", "words", relevant), found)


def test_figures_follow_their_formulas() -> None:
    outcomes = (
        outcome("a#1", "b#1"),
        outcome("b#1", "b#2", "b#3", "a#1"),
        outcome("b#1", "b#2", "b#3", "b#4", "b#5", "b#6", "b#7", "a#1"),
        outcome("b#1"),
    )
    expected = Figures(hits1=0.25, hits5=0.5, hits10=0.75, mrr=(1 + 1 / 4 + 1 / 8) / 4)
    assert figures(outcomes) == expected


def test_the_first_of_several_relevant_threads_counts() -> None:
    assert outcome("c#1", "b#1", "a#1", relevant=("a#1", "b#1")).rank == 2
    assert outcome().rank is None


def test_a_table_reads_back() -> None:
    measured = {"one": Figures(0.5, 0.75, 1.0, 0.625), "two words": Figures(0.0, 0.0, 0.0, 0.0)}
    assert read_figures(table(measured)) == measured


def test_the_report_names_what_was_missed_and_what_came_instead() -> None:
    missed = Outcome(Judged("q7", "how to fly", ("a#1",)), ("b#2",))
    questions = {"a#1": "Wings,\nor `rotors`?", "b#2": "Which boat?"}
    page = report({"as typed": figures((missed,))}, (missed,), questions)
    assert "**how to fly** (q7)" in page
    assert r"not among the first ten: Wings, or \`rotors\`? `a#1`" in page
    assert "came first: Which boat? `b#2`" in page


def test_ranking_is_as_good_as_the_report_says(index: Index) -> None:
    written = read_figures(REPORT.read_text(encoding="utf-8"))
    assert set(written) == {*VARIANTS, BASELINE}
    measured = figures(run(index, read_judged()))
    assert measured.hits5 >= written["as typed"].hits5 - SLACK
    assert measured.mrr >= written["as typed"].mrr - 2 * SLACK


def test_optional_words_find_more_than_required_ones(index: Index) -> None:
    judged = read_judged()
    optional, required = (
        figures(run(index, judged, n)) for n in ("as typed", "all words required")
    )
    assert optional.hits5 > required.hits5


def test_ranks_better_than_whoosh_as_it_comes(index: Index) -> None:
    judged = read_judged()
    assert figures(run(index, judged)).mrr > figures(run_baseline(judged)).mrr

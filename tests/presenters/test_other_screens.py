"""Threads, facets, statistics, problems, reports and explanations on a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from searchqa.engines.base import Statistics
from searchqa.model import Author, Book, Document, Problem, Span
from searchqa.presenters.explain import render_explain
from searchqa.presenters.facets import render_facet, render_facets
from searchqa.presenters.marked import columns
from searchqa.presenters.problems import render_problems, render_report, summary
from searchqa.presenters.stats import render_statistics
from searchqa.presenters.terminal import Terminal
from searchqa.presenters.thread import render_thread
from searchqa.report import Report
from searchqa.results import ScorePart, ThreadRef, ThreadView
from tests.presenters.answers import FACETS

Golden = Callable[[str, str], None]
ID = "20210927-patient-data-engines/3f9c2a1b04"
BOOK = Book(
    "20210927-patient-data-engines",
    "Patient Data Engines",
    "",
    "",
    date(2021, 9, 27),
    date(2021, 10, 1),
    (Author("ottiliebrandt", "Ottilie Brandt"),),
    (),
    9,
    40,
)
CODE = (
    "for run in runs:\n    print(run.hash, run.size, run.started, run.finished, run.owner, run.x)"
)
QUESTION = (
    "Hi Ottilie!\nHow do you version data and models together? We have tried three ways so far:\n"
    "- copying every table into a folder of its own, which filled the disk within a week of work\n"
    "- writing the dates down"
)
ANSWER = f"Look here:\n\n{CODE}\n\nThen read the manual, it is short."


def document(position: int, text: str, **changes: object) -> Document:
    values: dict[str, object] = {
        "id": f"{ID}.{position}",
        "thread": ID,
        "book": BOOK.id,
        "position": position,
        "number": 4,
        "size": 3,
        "kind": "question" if position == 0 else "answer",
        "role": "asker" if position == 0 else "author",
        "participant": "Pim Okafor" if position == 0 else "Ottilie Brandt",
        "participant_key": "",
        "text": text,
        "spans": (),
        "links": (),
        "question": QUESTION,
        "asker": "Pim Okafor",
        "title": BOOK.title,
        "authors": ("Ottilie Brandt",),
        "start": BOOK.start,
        "end": BOOK.end,
        "answered": True,
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


begin = ANSWER.index(CODE)
VIEW = ThreadView(
    ThreadRef(ID, 4, QUESTION, "Pim Okafor", 3),
    BOOK,
    (
        document(0, QUESTION),
        document(
            1,
            ANSWER,
            spans=(Span(begin, begin + len(CODE), "code"),),
            links=("https://example.org/manual",),
        ),
        document(2, "", role="other", participant="", kind="reply"),
    ),
    (("20220314-other/3f9c2a1b04", "Another Week"),),
    "20210927-patient-data-engines/0000000001",
    None,
)


@pytest.mark.parametrize("width", [80, 140])
def test_a_thread_looks_as_reviewed(golden: Golden, width: int) -> None:
    golden(f"thread-{width}.txt", render_thread(VIEW, Terminal(width)))


def test_a_thread_in_a_pipe_and_in_colour_looks_as_reviewed(golden: Golden) -> None:
    golden("thread-piped.txt", render_thread(VIEW, Terminal(80, piped=True)))
    golden("thread-color.txt", render_thread(VIEW, Terminal(80, color=True)))


def test_a_thread_leaves_nothing_out() -> None:
    text = render_thread(VIEW, Terminal(60))
    for line in CODE.split("\n"):
        assert f"│ {line}\n" in text, "code is neither wrapped nor moved"
    for word in QUESTION.split():
        assert word in text
    assert "https://example.org/manual" in text
    assert "(no name)" in text
    assert "(no words)" in text
    assert "searchqa thread 20220314-other/3f9c2a1b04  Another Week" in text
    assert "searchqa thread 20210927-patient-data-engines/0000000001" in text


def test_a_list_hangs_under_its_mark() -> None:
    lines = render_thread(VIEW, Terminal(60)).splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("- copying"))
    assert lines[at].startswith("   - copying")
    assert lines[at + 1].startswith("     ")


def test_code_of_a_stranger_does_nothing_to_the_terminal() -> None:
    text = "run\n\x1b]0;title\x07\x1b[2J"
    hostile = document(1, text, spans=(Span(0, len(text), "code"),), participant="a\x1bb")
    shown = render_thread(replace(VIEW, messages=(hostile,)), Terminal(80))
    assert "\x1b" not in shown
    assert "␛[2J" in shown


def test_facets_look_as_reviewed(golden: Golden) -> None:
    golden("facets.txt", render_facets(FACETS, Terminal(80), each=3))
    golden("facets-piped.txt", render_facets(FACETS, Terminal(80, piped=True)))


def test_a_facet_shows_what_to_type() -> None:
    text = render_facet("participant", FACETS["participant"], Terminal(80))
    assert "Pim (Small)  Pim @ 20200106-small" in text
    assert render_facet("year", (), Terminal(80)) == "No year here.\n"


def test_statistics_look_as_reviewed(golden: Golden) -> None:
    statistics = Statistics(98, 1881, 5415, 576, 16203, 1)
    golden("statistics.txt", render_statistics(statistics, Terminal(80), FACETS, "000012"))


def test_an_explanation_adds_up(golden: Golden) -> None:
    parts = (
        ScorePart("version", "body", 2, 131, 5.5),
        ScorePart("data", "body", 3, 1201, 2.25),
        ScorePart("data version", "pairs", 1, 14, 0.25),
    )
    text = render_explain(parts, Terminal(80), f"{ID}.2")
    golden("explain.txt", text)
    assert "8.0000  in all" in text
    assert "0" in render_explain((), Terminal(80))


NOTHING = Report(
    added=(),
    changed=(),
    removed=(),
    unchanged=("a", "b", "c"),
    kept=(),
    failed=(),
    problems=(),
    counts={"threads": 1881, "messages": 5415},
    seconds=3.21,
    generation="000013",
    published=False,
)


PROBLEMS = (
    Problem("_books/_t.md", None, "skipped: a template", "", "notice", "template"),
    Problem(
        "_books/20210503-x.md",
        7,
        'date "3 May" isn\'t YYYY-MM-DD',
        "write 2021-05-03",
        "warning",
        "date",
    ),
    Problem(
        "_books/20210510-y.md", 12, "the front matter isn't YAML", "mend line 12", "error", "y"
    ),
)


def test_a_report_looks_as_reviewed(golden: Golden) -> None:
    report = replace(
        NOTHING,
        added=tuple(f"2021010{n}-book-{n}" for n in range(1, 9)),
        changed=("20210927-patient-data-engines",),
        kept=("20210503-x",),
        failed=("20210510-y",),
        problems=PROBLEMS,
        published=True,
        rebuilt="the index was written with another analyzer; everything was read again",
    )
    golden("report.txt", render_report(report, Terminal(80)))
    golden("report-piped.txt", render_report(report, Terminal(80, piped=True)))
    golden("report-nothing.txt", render_report(NOTHING, Terminal(80)))


def test_problems_say_the_place_and_what_to_do_worst_first() -> None:
    text = render_problems(PROBLEMS, Terminal(80, piped=True))
    assert [line.split(":")[0] for line in text.splitlines()] == ["error", "warning", "notice"]
    assert (
        'warning: _books/20210503-x.md:7: date "3 May" isn\'t YYYY-MM-DD; write 2021-05-03' in text
    )
    assert summary(PROBLEMS) == "1 error, 1 warning, 1 notice"
    assert summary(()) == "no problems"
    assert render_problems((), Terminal(80)) == ""


@pytest.mark.parametrize("width", [60, 80, 120])
def test_these_screens_stay_inside_the_terminal(width: int) -> None:
    terminal = Terminal(width)
    report = replace(NOTHING, added=("20210101-x",), problems=PROBLEMS, published=True)
    texts = [
        render_facets(FACETS, terminal),
        render_problems(PROBLEMS, terminal),
        render_report(report, terminal),
    ]
    for text in texts:
        assert all(columns(line) <= width for line in text.splitlines()), text

"""JSON, lines of JSON, CSV and Markdown: what programs and documents get."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from searchqa.presenters.formats import FORMATS, present
from searchqa.presenters.terminal import Terminal
from tests.presenters.answers import ANSWER, NOTHING, QUESTION, results, snippet

HOSTILE = replace(
    ANSWER,
    participant="=HYPERLINK(0)",
    snippets=(snippet("+1 <b>[bold]</b> & `code` \x1b[31m* \u202e\udcff | x"),),
    thread=replace(ANSWER.thread, question="@here # what\n\n1. *is* &amp; [a](b)?"),
)
TERMINAL = Terminal(100)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md"])
def test_the_formats_look_as_reviewed(golden: Callable[[str, str], None], form: str) -> None:
    golden(f"answer.{form}", present(results(ANSWER, QUESTION), form, TERMINAL))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written_to_a_terminal(form: str) -> None:
    text = present(results(HOSTILE), form, TERMINAL)
    text.encode("utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text or form == "csv"
    assert text.endswith("\n")


def test_json_is_the_contracts_shape() -> None:
    answer = results(HOSTILE)
    assert json.loads(present(answer, "json", TERMINAL)) == answer.to_dict()


def test_lines_are_hits() -> None:
    answer = results(ANSWER, HOSTILE)
    lines = present(answer, "jsonl", TERMINAL).split("\n")
    assert [json.loads(line) for line in lines[:-1]] == [hit.to_dict() for hit in answer.hits]
    assert lines[-1] == ""
    assert present(NOTHING, "jsonl", TERMINAL) == ""


def test_no_cell_begins_a_formula() -> None:
    for start in ("=1+1", "+1", "-1", "@x", "  =1", "\t=1", "＝1"):
        hit = replace(ANSWER, participant=start, snippets=(snippet(start),))
        table = csv.DictReader(io.StringIO(present(results(hit), "csv", TERMINAL)))
        cells = next(iter(table))
        assert cells["participant"].startswith("'")
        assert cells["text"].startswith("'")
        assert cells["score"] == "11.25"


def test_a_table_has_a_row_a_hit_whatever_the_text_holds() -> None:
    hit = replace(ANSWER, snippets=(snippet('line one\nline "two", with commas;'),))
    rows = list(csv.DictReader(io.StringIO(present(results(hit, hit), "csv", TERMINAL))))
    assert [row["text"] for row in rows] == ['line one\nline "two", with commas;'] * 2
    assert rows[0]["question"] == ANSWER.thread.question


def test_markdown_of_a_transcript_stays_text() -> None:
    text = present(results(HOSTILE), "md", TERMINAL)
    assert "\\<b\\>**bold**\\</b\\>" in text
    assert "\\`code\\`" in text
    assert "\\*is\\* \\&amp; \\[a\\](b)" in text
    assert "<b>" not in text


def test_markdown_says_what_to_drop() -> None:
    text = present(NOTHING, "md", TERMINAL)
    assert '- without "zebra": 12 threads' in text
    assert "Did you mean" in text


def test_there_is_no_other_format() -> None:
    with pytest.raises(ValueError, match="pdf"):
        present(results(), "pdf", TERMINAL)

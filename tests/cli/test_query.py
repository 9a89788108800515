"""`searchqa query`: what is typed, what comes back, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

import searchqa
from searchqa.cli.typed import query_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def answer(run: Run, *args: str) -> dict[str, Any]:
    done = run("query", "--format", "json", *args)
    assert done.err == ""
    found: dict[str, Any] = json.loads(done.out)
    assert done.code == (0 if found["hits"] else 1)
    return found


def test_hits_give_0_and_the_numbers_that_thread_takes(run: Run) -> None:
    done = run("query", "data", "versioning", "--limit", "3")
    assert done.code == 0
    assert done.err == ""
    begins = [line[:2] for line in done.out.splitlines() if line[:2].strip().isdigit()]
    assert begins[:3] == [" 1", " 2", " 3"]


def test_no_hits_give_1_and_say_so(run: Run) -> None:
    done = run("query", "zzqxwv")
    assert done.code == 1
    assert "Nothing found" in done.out


def test_no_words_browse_the_newest(run: Run) -> None:
    dates = [hit["book"]["start"] for hit in answer(run)["hits"]]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 10


def test_json_is_what_python_gives(run: Run, sample_index: Path) -> None:
    shown = answer(run, "data", "versioning", "--year", "2021", "--limit", "4")
    with searchqa.open(sample_index) as index:
        mine = index.search("data versioning", year="2021", limit=4).to_dict()
    del shown["took_ms"], mine["took_ms"]
    assert shown == mine


def test_options_may_stand_before_between_and_after_the_words(run: Run) -> None:
    one = answer(run, "--limit", "2", "data", "versioning")
    two = answer(run, "data", "--limit", "2", "versioning")
    three = answer(run, "data versioning", "--limit", "2")
    assert one["hits"] == two["hits"] == three["hits"]


def test_words_with_a_minus_go_after_two_of_them(run: Run) -> None:
    without = answer(run, "--", "versioning", "-git")
    assert 0 < without["total"] < answer(run, "versioning")["total"]
    slip = run("query", "versioning", "-git")
    assert (slip.code, slip.out) == (2, "")
    assert "searchqa query -- data -mining" in slip.err


@pytest.mark.parametrize("by", ["author", "book", "participant", "role", "kind", "year"])
def test_a_bucket_typed_as_a_filter_finds_its_count(run: Run, by: str) -> None:
    bucket = answer(run, "data")["facets"][by][0]
    found = answer(run, "data", f"--{by}", bucket["value"])
    assert found["total"] == bucket["count"]
    assert found["query"]["filters"] == {by: [bucket["value"]]}


def test_values_of_one_filter_are_or(run: Run) -> None:
    one, two = (answer(run, "data", "--year", year)["total"] for year in ("2021", "2022"))
    assert answer(run, "data", "--year", "2021", "--year", "2022")["total"] == one + two


def test_dates_narrow(run: Run) -> None:
    early = answer(run, "--before", "2022")["total"]
    late = answer(run, "--after", "2021")["total"]
    assert early + late == answer(run)["total"]
    week = answer(run, "--during", "2021-04-13", "--during", "2021-06", "--limit", "99")
    assert {hit["book"]["start"][:7] for hit in week["hits"]} == {"2021-04", "2021-06"}


def test_pages_follow_each_other(run: Run) -> None:
    whole = answer(run, "data", "--limit", "6")["hits"]
    pages = [answer(run, "data", "--limit", "3", "--page", page)["hits"] for page in "12"]
    assert pages[0] + pages[1] == whole


def test_a_page_past_the_end_gives_1_and_says_so(run: Run) -> None:
    done = run("query", "data", "--page", "999")
    assert done.code == 1
    assert "past the last" in done.out


def test_a_limit_of_0_only_counts(run: Run) -> None:
    done = run("query", "data", "--limit", "0")
    assert done.code == 0
    assert "threads" in done.out


def test_sort_and_group(run: Run) -> None:
    old = [hit["book"]["start"] for hit in answer(run, "data", "--sort", "oldest")["hits"]]
    assert old == sorted(old)
    each = answer(run, "data", "--group", "none")
    assert each["total"] == each["messages"] > answer(run, "data")["total"]


def test_facets_can_be_left_out(run: Run) -> None:
    assert answer(run, "data", "--no-facets")["facets"] == {}
    assert "author  " not in run("query", "data", "--no-facets").out


def test_jsonl_csv_and_markdown(run: Run) -> None:
    hits = answer(run, "data", "--limit", "3")["hits"]
    lines = run("query", "data", "--limit", "3", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == hits
    table = run("query", "data", "--limit", "3", "--format", "csv").out
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [h["id"] for h in hits]
    assert hits[0]["thread"]["id"] in run("query", "data", "--format", "md").out


def test_notices_go_to_stderr_where_the_format_has_no_place(run: Run) -> None:
    done = run("query", "nofield:data", "--format", "jsonl")
    assert all(json.loads(line) for line in done.out.splitlines())
    assert done.err.startswith("searchqa: ")
    assert "nofield" in done.err
    assert "nofield" in run("query", "nofield:data").out
    assert run("query", "nofield:data", "--format", "json").err == ""


def test_explain_shows_what_a_score_is_made_of(run: Run) -> None:
    done = run("query", "data", "--explain", "--limit", "1")
    score = answer(run, "data", "--limit", "1")["hits"][0]["score"]
    assert f"{score:.4f}  in all" in done.out
    assert run("query", "data", "--explain", "--format", "csv").code == 2


def test_open_prints_the_page_of_a_hit(run: Run) -> None:
    hits = answer(run, "ledger", "--limit", "2")["hits"]
    assert hits[0]["book"]["id"] == "20210412-the-ledger-of-data"
    done = run("query", "ledger", "--open", "1")
    assert (done.code, done.out) == (0, "https://books.example.org/ledger-of-data\n")


def test_open_uses_the_configured_page(run: Run, home: Path) -> None:
    (home / "searchqa.yaml").write_text("page: https://here.example/{book}.html", encoding="utf-8")
    done = run("query", "ledger", "--open", "1")
    assert done.out == "https://here.example/20210412-the-ledger-of-data.html\n"


def test_open_without_words_means_the_last_answer(run: Run) -> None:
    assert run("query", "--open", "1").code == 2
    run("query", "ledger")
    done = run("query", "--open", "1")
    assert done.out == "https://books.example.org/ledger-of-data\n"


def test_open_of_a_hit_that_is_not_there(run: Run) -> None:
    done = run("query", "ledger", "--open", "900")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("searchqa: there is no hit 900\n  ")


def test_what_the_shell_could_not_decode_is_no_trouble(run: Run) -> None:
    broken = os.fsdecode(b"data\xff\xfe")
    done = run("query", "--format", "json", broken, "--author", broken)
    assert done.code in (0, 1)
    assert json.loads(done.out)["query"]["text"] == "data\ufffd\ufffd"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["data", "versioning"], "data versioning"),
        (["author:Zoë Marsh", "versioning"], 'author:"Zoë Marsh" versioning'),
        (["-Book:A b", "x"], '-Book:"A b" x'),
        (['author:"Zoë Marsh"', "x"], 'author:"Zoë Marsh" x'),
        (["author:Zoë data"], "author:Zoë data"),
        (["what is: this", "x"], "what is: this x"),
        (["a phrase", "x"], "a phrase x"),
    ],
)
def test_quotes_that_the_shell_took_are_put_back_for_fields(words: list[str], text: str) -> None:
    assert query_text(words) == text

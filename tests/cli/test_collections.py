"""Weeks and talks in one index, asked on the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.talks import TALK, build_mixed


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        build_mixed(folder / "index", folder / "talks", patch)
    return folder / "index"


@pytest.fixture
def ask(run: Run, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SEARCHQA_INDEX", os.fspath(mixed))
    return run


def test_an_answer_says_what_else_there_is_and_how_to_get_it(ask: Run) -> None:
    done = ask("query", "versioning")
    assert "2 more in talks: --collection all" in done.out
    wide = ask("query", "versioning", "--collection", "all")
    assert "--collection" not in wide.out
    assert "Keeping Everything" in wide.out


def test_what_only_talks_have_is_offered(ask: Run) -> None:
    done = ask("query", "zebrafish")
    assert done.code == 1
    assert "in all collections (--collection all)   2 threads" in done.out
    assert ask("query", "--collection=talks", "zebrafish").code == 0


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_where_a_format_has_no_place_it_is_said_aside(ask: Run, form: str) -> None:
    done = ask("query", "--format", form, "versioning")
    assert "searchqa: 2 more in talks: --collection all" in done.err
    assert ask("query", "--format", form, "versioning", "--collection", "all").err == ""


def test_json_echoes_what_nobody_chose(ask: Run) -> None:
    found = json.loads(ask("query", "--format", "json", "versioning").out)
    assert found["query"]["filters"] == {"collection": ["books"]}


def test_a_talk_is_read_with_its_moments_and_places(ask: Run) -> None:
    thread = json.loads(ask("query", "zebrafish", "--book", TALK, "--format", "jsonl").out)
    shown = ask("thread", thread["thread"]["id"]).out
    assert " 1 Mar 2022 · chapter 1 of 1 · 3 messages" in shown
    assert "Pella Van  guest  9 Mar 2022, 23:12 UTC · 3 reactions" in shown
    assert "↗ at 12:34 in the recording  https://video.example.org/watch?v=abc&t=754" in shown
    assert "ftp:" not in shown


def test_collections_are_listed(ask: Run) -> None:
    assert ask("facets", "collection").out.split() == [
        "400",
        "books",
        "books",
        "6",
        "talks",
        "talks",
    ]
    assert "talks" in ask("facets").out


def test_one_collection_is_no_facet_of_an_overview(run: Run) -> None:
    assert "books\tbooks" not in run("facets").out
    assert run("facets", "collection").out.split() == ["400", "books", "books"]

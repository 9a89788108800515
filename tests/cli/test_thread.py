"""`searchqa thread`: numbers of the last answer and ids, and where they are kept."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_a_number_means_the_hit_of_the_last_answer(run: Run) -> None:
    found = json.loads(run("query", "versioning", "--format", "json").out)["hits"]
    run("query", "versioning")
    done = run("thread", "2")
    assert done.code == 0
    assert found[1]["thread"]["id"] in done.out
    assert found[1]["thread"]["asker"] in done.out


def test_numbers_count_on_over_pages(run: Run) -> None:
    third = json.loads(run("query", "data", "--format", "json").out)["hits"][2]["thread"]["id"]
    run("query", "data", "--limit", "2", "--page", "2")
    assert third in run("thread", "3").out
    gone = run("thread", "1")
    assert gone.err == "searchqa: the last answer has no hit 1\n  its hits are 3 to 4\n"
    assert gone.code == 2


@pytest.mark.parametrize("form", ["{id}", "{id}.1", "{short}", "{short}.0", " {id} "])
def test_an_id_may_be_short_or_a_message(run: Run, form: str) -> None:
    whole = json.loads(run("query", "versioning", "--format", "json").out)["hits"][0]["thread"][
        "id"
    ]
    done = run("thread", form.format(id=whole, short=whole.rpartition("/")[2]))
    assert done.code == 0
    assert whole in done.out


@pytest.mark.parametrize("wrong", ["0000000000", "20210412-the-ledger-of-data/0123456789", "x y"])
def test_an_id_that_is_not_there(run: Run, wrong: str) -> None:
    done = run("thread", wrong)
    assert (done.code, done.out) == (2, "")
    assert wrong in done.err
    assert len(done.err.splitlines()) == 2


def test_without_a_last_answer_a_number_means_nothing(run: Run) -> None:
    done = run("thread", "1")
    assert done.code == 2
    assert "no last answer is known" in done.err


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"index": 1}', '{"index": "x", "threads": {"a": 1}}', "\x00"]
)
def test_a_spoilt_state_file_counts_as_none(run: Run, tmp_path: Path, content: str) -> None:
    run("query", "data")
    state = tmp_path / "state" / "searchqa" / "last.json"
    assert state.exists()
    state.write_text(content)
    assert "no last answer is known" in run("thread", "1").err


def test_the_state_is_private_and_only_answers_for_people_are_kept(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "state" / "searchqa"
    run("query", "data", "--format", "json")
    assert not folder.exists()
    run("query", "data")
    assert [path.name for path in folder.iterdir()] == ["last.json"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_written_is_no_trouble(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    done = run("query", "data")
    assert (done.code, done.err) == (0, "")


def test_the_last_answer_remembers_its_index(
    run: Run, home: Path, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("query", "versioning", "--index", str(sample_index))
    monkeypatch.delenv("SEARCHQA_INDEX")
    assert run("thread", "1").code == 0
    other = run("thread", "1", "--index", "elsewhere")
    assert other.code == 2
    assert "another index" in other.err


def test_open_prints_the_book_page(run: Run) -> None:
    run("query", "ledger")
    assert run("thread", "1", "--open").out == "https://books.example.org/ledger-of-data\n"

"""`searchqa stats` and `config` on reindexing and the webhook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from searchqa.indexing.status import read_status, stamp, write_status
from searchqa.report import LastRun, Reached, Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SECRET = "a secret that nobody guesses"  # noqa: S105 (of this test alone)


@pytest.fixture
def built(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the sample that a test may speak for."""
    monkeypatch.setenv("SEARCHQA_INDEX", "built")
    assert run("index", "--sample").code == 0
    return home / "built"


def standing(run: Run) -> list[str]:
    """Return what the text says below the facets."""
    return run("stats").out.rpartition("\n\n")[2].splitlines()


def test_after_an_index_it_says_when_and_what(run: Run, built: Path) -> None:
    last = read_status(built).last
    assert last is not None
    when = f"{last.began[:10]} {last.began[11:16]} UTC"
    source, run_ = standing(run)
    assert source.startswith(" source       sample, looked at 20")
    assert run_.startswith(f" last run     {when}, ")
    assert run_.endswith(" s, 12 added")


def test_all_that_is_known_is_shown(run: Run, built: Path) -> None:
    last = LastRun(
        stamp(0), 0.5, problems=23, first=tuple(f"error: {n}.md:1: x" for n in range(20))
    )
    sources = (
        Reached("weeks", COMMIT, stamp(60)),
        Reached("more", problem="error: more: nothing is there"),
    )
    status = Status(7, "reading", stamp(120), last, 0, sources, 60.0, stamp(180))
    write_status(built, status)
    lines = standing(run)
    assert lines[:3] == [
        " source       weeks, at 0123456789ab, looked at 1970-01-01 00:01 UTC",
        " source       more, never reached; now out of reach: error: more: nothing is there",
        " last run     1970-01-01 00:00 UTC, 0.50 s, nothing changed",
    ]
    assert lines[3:8] == [f" problem      error: {n}.md:1: x" for n in range(5)]
    assert lines[-3:] == [
        " problem      and 18 more: searchqa check lists them all",
        " now          reading, process 7 since 1970-01-01 00:02 UTC",
        " next run     1970-01-01 00:03 UTC, which is overdue",
    ]
    found = json.loads(run("stats", "--format", "json").out)
    assert found["sources"][0] == {
        "name": "weeks",
        "revision": COMMIT[:12],
        "reached": stamp(60),
        "problem": None,
    }
    assert found["reindex"]["overdue"]
    assert found["reindex"]["next_run"] == stamp(180)
    assert found["reindex"]["last_run"]["problems"] == 23
    assert len(found["reindex"]["last_run"]["first_problems"]) == 20


def test_a_run_that_failed_says_why_and_how_often(run: Run, built: Path) -> None:
    write_status(
        built, Status(1, last=LastRun(stamp(0), 1.0, error="no\n\x1b[2Jspace"), failures=3)
    )
    first, second = standing(run)
    assert first.startswith(" last run     1970-01-01 00:00 UTC, 1.0 s, failed: no ")
    assert "\x1b" not in first
    assert second == " failed       3 times in a row"


@pytest.mark.parametrize("data", [None, b"", b"{}", b"\xff\xff"])
def test_what_cannot_be_told_is_said_and_the_rest_is_shown(
    run: Run, built: Path, data: bytes | None
) -> None:
    (built / "status.json").unlink()
    if data is not None:
        (built / "status.json").write_bytes(data)
    done = run("stats")
    assert (done.code, done.err) == (0, "")
    assert "400" in done.out
    assert standing(run)[0].startswith(" last run     unknown: ")
    found = json.loads(run("stats", "--format", "json").out)
    assert (found["messages"], found["reindex"]["state"]) == (400, "unknown")


@pytest.mark.parametrize("how", ["file", "environment", "secret file"])
def test_config_shows_that_there_is_a_secret_and_not_which(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    (home / "secret").write_text(SECRET)
    settings = {"file": f"hook_secret: {SECRET}", "secret file": "hook_secret_file: secret"}
    (home / "searchqa.yaml").write_text(f"server: {{{settings.get(how, '')}}}\n")
    if how == "environment":
        monkeypatch.setenv("SEARCHQA_HOOK_SECRET", SECRET)
    for done in (run("config"), run("config", "--format", "json")):
        assert done.code == 0
        assert SECRET not in done.out + done.err
        assert ("hook_secret_file" if how == "secret file" else "(not shown)") in done.out


def test_a_secret_that_is_too_short_is_said_without_saying_it(run: Run, home: Path) -> None:
    (home / "searchqa.yaml").write_text("server:\n  hook_secret: swordfish\n")
    done = run("config")
    assert done.code == 2
    assert "searchqa.yaml:2: the secret of hook_secret is shorter than 12 characters" in done.err
    assert "swordfish" not in done.err

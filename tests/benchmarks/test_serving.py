"""The server's benchmark measures, and its soak tells a mixture from an answer."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.serving import asked, client, soak, weight
from benchmarks.serving.memory import Watch, grown
from benchmarks.serving.server import Served

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.serving", *args]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


@pytest.mark.slow
def test_it_measures_and_nothing_fails(tmp_path: Path) -> None:
    done = run("--seconds", "2", "--out", str(tmp_path / "speed.md"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    report = (tmp_path / "speed.md").read_text(encoding="utf-8")
    assert "| failed | 0 |" in report
    assert "isn't there" not in report
    assert str(tmp_path) not in report


@pytest.mark.slow
def test_the_short_soak_finds_nothing_wrong() -> None:
    done = run("soak", "--minutes", "0.33", "--publish-every", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout
    assert done.stdout.endswith("nothing was wrong\n")


@pytest.mark.parametrize(
    ("question", "body", "wrong"),
    [
        ("exports", "soakmark3 and soakmark3", False),
        ("exports", "soakmark3 and soakmark4", True),
        ("searches", json.dumps({"generation": "000003", "hits": ["soakmark3"]}), False),
        ("searches", json.dumps({"generation": "000004", "hits": ["soakmark3"]}), True),
        ("searches", json.dumps({"generation": "000004", "hits": []}), False),
    ],
)
def test_the_soak_knows_a_mixture(question: str, body: str, *, wrong: bool) -> None:
    asking = soak.Asking(Served(0, 0, Path()))
    path, judge = soak.QUESTIONS[question]
    asking._judged(path, judge(body))
    assert bool(asking.problems) is wrong


def test_growth_is_told_with_its_slope() -> None:
    mb = 2**20
    samples: Sequence[tuple[float, int, int]] = [
        (float(at), 50 * mb + at * 1_024, 9) for at in range(61)
    ]
    told = grown(Watch(list(samples)))
    assert "50.0 MB at the start" in told
    assert "+60 KB a minute" in told
    assert "open files 9, 9 at most, 9 at the end" in told


def test_addresses_are_those_of_the_queries() -> None:
    assert asked.api(["data versioning", '"a b" -c']) == [
        "/api/search?q=data+versioning",
        "/api/search?q=%22a+b%22+-c",
    ]
    assert all(text and '"' not in text for text in asked.words())


def test_what_a_page_brings_along_is_seen() -> None:
    page = (
        '<link rel="stylesheet" href="/static/a.css"><link rel="icon" href="/static/i.svg">'
        '<script src="/static/a.js" defer></script><img class="c" src="/covers/b">'
        '<a href="/search">x</a><link rel="search" href="/opensearch.xml">'
    )
    assert set(weight._BROUGHT.findall(page)) == {
        "/static/a.css",
        "/static/i.svg",
        "/static/a.js",
        "/covers/b",
    }


def test_nobody_there_is_a_failure_and_no_silence() -> None:
    told = asyncio.run(client.load(1, ["/"], 10, 0.3))
    assert told["times"] == []
    assert len(told["failed"]) == 3

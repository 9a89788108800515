"""Each command of the guides is run, and shows what the guide says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import console

pytest.importorskip("pty", reason="the guides are run on a terminal, which needs pty")

ROOT = Path(__file__).parents[2]
GUIDES = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if console.steps(path.read_text(encoding="utf-8"))
]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SEARCHQA_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_there_are_commands_to_run() -> None:
    assert GUIDES


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_commands_of_a_guide_show_what_it_says(guide: Path, tmp_path: Path) -> None:
    console.run("searchqa index --sample", tmp_path)
    wrong = []
    for step in console.steps(guide.read_text(encoding="utf-8")):
        shown = console.run(step.command, tmp_path)
        if not console.same(step.expected, shown):
            wrong.append(f"{guide.name}:{step.line}: $ {step.command}\n{shown}")
    assert wrong == []


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ("a\nb", "a  \r\nb\n".replace("\r", "")),
        ("1 thread · 0.4 ms", "1 thread · 12.75 ms"),
        ("a\n...\nz", "a\nm\nn\nz\n"),
        ("a ... z", "a b c z\n"),
    ],
)
def test_what_counts_as_the_same(expected: str, shown: str) -> None:
    assert console.same(expected, shown)


@pytest.mark.parametrize(
    ("expected", "shown"),
    [("a", "b"), ("a", "a\nb"), ("a\nb", "a"), ("2 threads · 1 ms", "3 threads · 1 ms"), ("", "a")],
)
def test_what_counts_as_different(expected: str, shown: str) -> None:
    assert not console.same(expected, shown)


def test_the_steps_of_a_guide() -> None:
    text = "# T\n\n```console\n$ one\nout\n$ two \\\n>   more\n```\n\n```sh\n$ no\n```\n"
    assert console.steps(text) == [
        console.Step(4, "one", "out"),
        console.Step(6, "two more", ""),
    ]

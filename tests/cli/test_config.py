"""`searchqa config`, `facets`, `stats` and `completion`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from searchqa.cli.completing import SHELLS
from searchqa.schema import FACETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run


def test_config_tells_who_said_what(run: Run, home: Path, sample_index: Path) -> None:
    (home / "searchqa.yaml").write_text("sources:\n  - {path: site, name: weeks}\n")
    lines = [line.split() for line in run("config").out.splitlines()]
    assert ["file", "searchqa.yaml"] in lines
    assert ["index", str(sample_index), "environment", "SEARCHQA_INDEX"] in lines
    assert ["sources", "site", "(weeks)", "searchqa.yaml:1"] in lines
    assert ["aliases", "none", "default"] in lines
    found = json.loads(run("config", "--index", "typed", "--format", "json").out)
    assert found["index"] == str(home / "typed")
    assert found["origins"]["index"] == "option --index"
    form = {"format": "transcripts", "collection": "books"}
    assert found["sources"] == [{"path": str(home / "site"), "name": "weeks", **form}]
    assert found["collections"] == ["books"]


def test_facets_lists_and_matches(run: Run) -> None:
    every = json.loads(run("facets", "--format", "json").out)
    assert list(every) == list(FACETS)
    people = json.loads(run("facets", "participants", "--match", "ZOE", "--format", "json").out)
    assert [bucket["label"] for bucket in people["participant"]] == ["Zoë Lindqvist-Marsh"]
    text = run("facets", "author")
    assert text.code == 0
    assert "Zoë Lindqvist-Marsh" in text.out


def test_a_facet_without_values_gives_1(run: Run) -> None:
    done = run("facets", "author", "--match", "zzqx")
    assert (done.code, done.err) == (1, "")
    assert done.out.strip()


def test_stats_counts_the_sample(run: Run) -> None:
    found = json.loads(run("stats", "--format", "json").out)
    assert (found["threads"], found["messages"]) == (126, 400)
    assert found["generation"] == "000001"
    assert "400" in run("stats").out


@pytest.fixture
def offered(home: Path) -> Callable[..., list[str]]:
    """Return what the shell's question gets, as its lines."""

    def ask(*words: str, **env: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "searchqa"],
            env={
                **os.environ,
                "_SEARCHQA_COMPLETE": "bash_complete",
                "COMP_WORDS": " ".join(("searchqa", *words)),
                "COMP_CWORD": str(len(words)),
                **env,
            },
            cwd=home,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    return ask


def test_completion_offers_commands_options_and_values(offered: Callable[..., list[str]]) -> None:
    assert offered("qu") == ["query"]
    assert offered("query", "--ye") == ["--year"]
    assert offered("query", "--author", "zoe") == ["Zoë Lindqvist-Marsh"]
    assert offered("query", "--author", "lindq") == ["Zoë Lindqvist-Marsh"]
    assert offered("query", "--book", "2021041") == ["20210412-the-ledger-of-data"]
    assert offered("query", "--book", "'The Led") == ["20210412-the-ledger-of-data"]
    assert offered("query", "--year", "202") == ["2021", "2023", "2022", "2024"]
    assert offered("query", "--collection", "b") == ["books"]
    assert offered("query", "--collection", "a") == ["all"]
    assert offered("query", "--sort", "n") == ["newest"]
    assert offered("facets", "a") == ["author"]


def test_completion_is_silent_when_there_is_no_index(offered: Callable[..., list[str]]) -> None:
    assert offered("query", "--author", "z", SEARCHQA_INDEX="none") == []
    assert offered("query", "--author", "z", SEARCHQA_INDEX="", SEARCHQA_CONFIG="none") == []
    assert offered("query", "--index", "none", "--author", "z") == []
    assert offered("qu", _SEARCHQA_COMPLETE="tcsh_complete") == []
    assert offered("qu", _SEARCHQA_COMPLETE="bash_complete", COMP_CWORD="x") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_says_where_to_keep_it(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert f"searchqa completion {shell} > ~/" in done.out
    assert f"{shell}_complete" in done.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.out, text=True, check=True)


def test_the_shell_in_use_is_the_default(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").out == run("completion", "fish").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert run("completion").code == 2


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("Zo", "Zoë\\ Lindqvist-Marsh"),
        ("'Zo", "Zoë Lindqvist-Marsh"),
        ("zoe", "Zoë\\ Lindqvist-Marsh"),
    ],
)
def test_bash_quotes_what_it_completes(
    run: Run, home: Path, tmp_path: Path, typed: str, completed: str
) -> None:
    program = tmp_path / "searchqa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searchqa "$@"\n')
    program.chmod(0o755)
    (home / "script").write_text(run("completion", "bash").out)
    line = (
        'source ./script; COMP_WORDS=(searchqa query --author "$1"); COMP_CWORD=3; '
        f'_searchqa_complete {program}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", line, "bash", typed],
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert (done.stdout, done.stderr) == (f"{completed}\n", "")

"""How commands begin and end, whatever happens: two lines, an exit code, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.cli import run as door
from searchqa.cli.group import COMMANDS
from searchqa.version import __version__

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Spawn

SEARCHQA = [sys.executable, "-m", "searchqa"]


def test_without_a_command_the_help_is_shown(spawn: Spawn) -> None:
    done = spawn()
    assert done.code == 0
    assert all(f"\n  {name} " in done.out for name in COMMANDS)
    assert done == spawn("--help") == spawn("-h")


def test_the_version(spawn: Spawn) -> None:
    assert spawn("--version").out == f"searchqa {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_examples(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert "\nExamples:\n  searchqa " in done.out
    assert max(map(len, done.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["qurey", "x"], 'there is no command "qurey"; did you mean "query"?'),
        (["versioning"], 'there is no command "versioning"'),
        (["query", "x", "--sort", "best"], "'best' is not one of 'relevance', 'newest', 'oldest'"),
        (["query", "x", "--limit", "many"], "--limit"),
        (["query", "x", "--limit", "-1"], "--limit"),
        (["query", "x", "--page", "0"], "--page"),
        (["query", "x", "--autor", "y"], "--autor"),
        (["thread"], "ID"),
        (["facets", "autor"], 'there is no facet "autor"; did you mean "author"?'),
        (["facets", "zzzzzz"], "there are author, book, participant, role, kind, year"),
        (["query", "x", "--index", "none"], "there is no index in none yet"),
        (["thread", "a/b", "--index", "none"], "there is no index in none yet"),
        (["facets", "--index", "none"], "there is no index in none yet"),
        (["stats", "--index", "none"], "there is no index in none yet"),
        (["query", "x", "--config", "none.yaml"], "--config names none.yaml, which is not a file"),
        (["config", "--config", "none.yaml"], "--config names none.yaml, which is not a file"),
        (["index"], "no source of transcripts was named"),
        (["index", "nowhere"], "there is nothing at nowhere"),
        (["index", "--sample", "folder"], "--sample and SOURCE exclude each other"),
        (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
    ],
)
def test_trouble_is_two_lines_and_2(run: Run, args: list[str], message: str) -> None:
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith("searchqa: ")
    assert message in first
    assert second.startswith("  ")
    assert second.strip()


def test_a_folder_of_something_else_is_refused_and_left_alone(run: Run, home: Path) -> None:
    (home / "mine").mkdir()
    (home / "mine" / "letter.txt").write_text("dear")
    for args in (["stats"], ["query", "x"], ["check"], ["index", "--sample"]):
        done = run(*args, "--index", "mine")
        assert done.code == 2
        assert "letter.txt" in done.err
    assert [path.name for path in (home / "mine").iterdir()] == ["letter.txt"]


def test_a_wrong_file_is_told_by_each_command_that_reads_it(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEARCHQA_INDEX")
    (home / "searchqa.yaml").write_text("indx: here\n")
    for args in (["query", "x"], ["stats"], ["config"], ["check"], ["index", "--sample"]):
        done = run(*args)
        assert done.code == 2
        assert done.err.startswith(
            'searchqa: searchqa.yaml:1: unknown setting "indx"; did you mean'
        )


def test_a_pipe_that_closes_early_is_no_trouble(home: Path) -> None:
    command = " ".join([*SEARCHQA, "query", "data", "--limit", "60", "--format", "json"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -c 10; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
    )
    assert done.stdout == '{\n  "query0\n'
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*SEARCHQA, "query", "data"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("searchqa: No space left")
    assert len(done.stderr.splitlines()) == 2


def test_ctrl_c_ends_with_one_line_and_130(home: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "_books" / "20210104-slow.md"
    pipe.parent.mkdir()
    for number in range(400):
        text = "\n".join(f"- name: A B\n  text: words number {n}" for n in range(40))
        start = "title: T\nstart: 2021-01-04\nend: 2021-01-08\nauthors: [x]"
        file = pipe.with_name(f"20210104-slow-{number}.md")
        file.write_text(f"---\n{start}\narchive:\n{text}\n---\n")
    process = subprocess.Popen(
        [*SEARCHQA, "index", str(tmp_path), "--index", "slow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
    )
    while not (home / "slow" / "generations").is_dir() and process.poll() is None:
        pass
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "searchqa: stopped\n")
    assert not (home / "slow" / "CURRENT").exists()


def test_what_nobody_foresaw_is_two_lines_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: list[str]) -> int:
        msg = "a strange thing"
        raise LookupError(msg)

    monkeypatch.setattr(door, "_run", broken)
    done = run("query", "x")
    assert done.code == 2
    assert done.err.startswith("searchqa: unexpected LookupError: a strange thing\n  ")
    monkeypatch.setenv("SEARCHQA_DEBUG", "1")
    with pytest.raises(LookupError):
        run("query", "x")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_old_terminal_gets_what_it_can_show(spawn: Spawn, encoding: str) -> None:
    done = subprocess.run(
        [*SEARCHQA, "query", "versioning", "--author", "Zoë"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)


def test_json_is_utf_8_whatever_the_locale(spawn: Spawn) -> None:
    plain = spawn("query", "ledger", "--format", "jsonl", "--limit", "2")
    ascii_ = spawn(
        "query", "ledger", "--format", "jsonl", "--limit", "2", env={"PYTHONIOENCODING": "ascii"}
    )
    assert "Zoë" in plain.out
    assert ascii_.out == plain.out


def test_width_and_colour(spawn: Spawn) -> None:
    piped = spawn("query", "versioning")
    assert "\x1b" not in piped.out
    colored = spawn("query", "versioning", "--color", "always")
    assert "\x1b[" in colored.out
    assert "\x1b" not in spawn("query", "versioning", "--color", "never").out


ENDING = """
import atexit, sys
from searchqa.cli import main
atexit.register(print, "report", file=sys.stderr)
sys.argv = ["searchqa", "query", "versioning", "--limit", sys.argv[1]]
{before}
sys.exit(main())
"""


@pytest.mark.parametrize("before", ["", "sys.setprofile(lambda *_: None)"])
@pytest.mark.parametrize(("limit", "code"), [("2", 0), ("many", 2)])
def test_what_was_left_for_the_end_is_done_and_all_text_is_out(
    home: Path, before: str, limit: str, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDING.format(before=before), limit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.splitlines()[-1] == "report"
    assert done.stdout.endswith("\n") == (code == 0)

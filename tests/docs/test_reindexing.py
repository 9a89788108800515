"""What docs/reindexing.md and its files say works: commands, units, the cron line, the script."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from searchqa.cli.group import cli
from searchqa.config import load
from searchqa.indexing.status import is_asked
from tests.indexing.site import Site, threads_of
from tests.upkeep.conftest import A, environment
from tests.web.serving.conftest import Server

DOCS = Path(__file__).parents[2] / "docs"
FILES = DOCS / "serving"
PAGE = (DOCS / "reindexing.md").read_text(encoding="utf-8")
UNITS = ["searchqa-reindex.service", "searchqa-reindex.timer", "searchqa-reindex.path"]
PROGRAM = "/opt/searchqa/bin/searchqa"
SECRET = "a secret that nobody guesses"  # noqa: S105 (of this test alone)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return each searchqa command line of the page and its files."""
    texts = [*blocks("sh"), *blocks("cron")]
    texts += [(FILES / name).read_text(encoding="utf-8") for name in (*UNITS, "transcripts.yml")]
    found = []
    for text in texts:
        for line in text.splitlines():
            if not line.lstrip().startswith("#"):
                found += re.findall(r"(?:^|[\s=/])searchqa ((?!>)[a-z][^#>\n]*)", line)
    return [line.strip() for line in found]


COMMANDS = sorted(set(commands()))


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 6


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_is_one_that_can_be_typed(line: str) -> None:
    name, *args = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, line
    if name == "check" and "--format" in args and "--format" not in options(command):
        pytest.skip("this searchqa check has no --format")
    command.make_context(name, args)


def options(command: click.Command) -> set[str]:
    return {name for option in command.params for name in option.opts}


def test_the_first_steps(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.write(A, threads_of(1))
    site.person("annloom", "Ann Loom")
    (tmp_path / "searchqa.yaml").write_text("sources: site\nindex: index\n")
    (first,) = (block for block in blocks("sh") if "searchqa check" in block)
    shown = []
    for line in (*first.splitlines()[:2], "searchqa reindex"):
        done = run(shlex.split(line, comments=True)[1:], tmp_path)
        assert done.returncode == 0, done.stderr
        shown += [done.stdout] if "reindex" in line else []
    # The page has the same lines, with other numbers.
    told = re.findall(r"^2026-\S+Z .*$", PAGE, re.MULTILINE)
    assert [shape(one) for one in shown] == [shape(one) for one in told[:2]]


def shape(line: str) -> str:
    return re.sub(r"\d+(\.\d+)?", "N", line.strip())


def run(args: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "searchqa", *args],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_each_configuration_of_the_page_is_understood(tmp_path: Path) -> None:
    known = blocks("yaml")
    assert len(known) >= 3
    for text in known:
        (tmp_path / "searchqa.yaml").write_text(text)
        found = load(tmp_path, {})
        assert found.sources or found.server.reindex_every


def systemd(*args: str) -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze isn't installed here, and it alone knows its files")
    done = subprocess.run([program, *args], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        text = (FILES / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    told = systemd("verify", "--man=no", *(str(tmp_path / name) for name in UNITS))
    assert [line for line in told.splitlines() if "searchqa" in line] == []


@pytest.mark.parametrize(
    ("key", "microseconds"),
    [("OnUnitActiveSec", 900_000_000), ("OnBootSec", 60_000_000), ("AccuracySec", 10_000_000)],
)
def test_the_timer_s_times_are_what_they_look_like(key: str, microseconds: int) -> None:
    text = (FILES / "searchqa-reindex.timer").read_text(encoding="utf-8")
    (value,) = re.findall(rf"^{key}=(.+)$", text, re.MULTILINE)
    assert f"μs: {microseconds}" in systemd("timespan", value)


def test_the_path_unit_looks_for_what_the_webhook_leaves() -> None:
    text = (FILES / "searchqa-reindex.path").read_text(encoding="utf-8")
    assert "PathExists=/var/lib/searchqa/index/reindex.request" in text
    assert "index: /var/lib/searchqa/index" in PAGE


RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


def test_the_cron_line_runs_and_mails_only_what_is_wrong(tmp_path: Path) -> None:
    (line,) = blocks("cron")
    *fields, command = line.strip().split(None, 5)
    for field, (least, most) in zip(fields, RANGES.values(), strict=True):
        found = re.fullmatch(r"(?:\*|(\d+))(?:/(\d+))?", field)
        assert found, field
        assert all(least <= int(number) <= most for number in found.groups() if number)
    # cron takes a percent sign for the end of the line.
    assert "%" not in command
    site = Site(tmp_path / "site")
    site.write(A, threads_of(1))
    (tmp_path / "searchqa.yaml").write_text("sources: site\nindex: index\n")
    program = tmp_path / "searchqa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searchqa "$@"\n')
    program.chmod(0o755)
    for ours, here in (
        ("/etc/searchqa.yaml", tmp_path / "searchqa.yaml"),
        (PROGRAM, program),
        ("/var/lib/searchqa", tmp_path),
    ):
        assert ours in command
        command = command.replace(ours, str(here))
    assert mailed(command) == (0, "")
    site.spoil(A)
    code, mail = mailed(command)
    assert code == 2
    assert f"error: _books/{A}.md:" in mail
    assert mailed(command) == (2, "")


def mailed(command: str) -> tuple[int, str]:
    """Return the exit code of a command of cron's, and what cron would mail."""
    # cron's own environment is as bare; where Python finds the package is ours to say.
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def workflow() -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((FILES / "transcripts.yml").read_text(encoding="utf-8"))
    return found


def test_the_workflow_checks_each_change_and_calls_after_a_push() -> None:
    found = workflow()
    # YAML 1.1 takes the key `on` for yes.
    assert found[True]["push"]["branches"] == ["main"]
    assert "pull_request" in found[True]
    assert found["permissions"] == {"contents": "read"}
    runs = {
        name: [s["run"] for s in job["steps"] if "run" in s] for name, job in found["jobs"].items()
    }
    assert runs["check"][-1] == "searchqa check . --format github"
    assert found["jobs"]["publish"]["needs"] == "check"
    assert "ask-reindex.sh" in runs["publish"][-1]
    # A secret stands in the environment, never in a command.
    assert all("secrets." not in run for runs_ in runs.values() for run in runs_)


@pytest.mark.parametrize(
    ("secret", "code", "told"), [(SECRET, 0, '"status": "asked"'), ("another secret", 22, "403")]
)
def test_the_script_calls_a_server(tmp_path: Path, secret: str, code: int, told: str) -> None:
    for program in ("curl", "python3"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} isn't installed here, and the script needs it")
    Site(tmp_path / "site").write(A, threads_of(1))
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "searchqa.yaml").write_text(
        "sources: site\nindex: index\nserver: {hook_secret_file: secret}\n"
    )
    server = Server(tmp_path, "--port", "0")
    try:
        # As the workflow and the page call it, with a body and without.
        for body in ("< body.json", "< /dev/null"):
            (tmp_path / "body.json").write_bytes('{"ref": "é\n"}'.encode())
            done = subprocess.run(
                [
                    "sh",
                    "-c",
                    f'sh "$0" "$1" {body}',
                    str(FILES / "ask-reindex.sh"),
                    f"{server.address}hooks/reindex",
                ],
                cwd=tmp_path,
                env={**os.environ, "SEARCHQA_HOOK_SECRET": secret, "no_proxy": "127.0.0.1"},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert done.returncode == code, done.stderr
            assert told in done.stdout + done.stderr
        assert is_asked(tmp_path / "index") == (code == 0)
    finally:
        server.end()


def test_the_script_needs_its_secret(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(FILES / "ask-reindex.sh"), "http://127.0.0.1:9/"],
        env={k: v for k, v in os.environ.items() if k != "SEARCHQA_HOOK_SECRET"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0

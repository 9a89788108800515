"""Each example of each help page works on the sample."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from searchqa.cli.group import COMMANDS, cli

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SAMPLE = Path(str(files("searchqa"))) / "sample"
# A server runs until it is told to end; tests/web/serving has its examples, tests/upkeep
# runs those of reindex that do.
UNENDING = "serve"
EXAMPLES = [
    example.line
    for name in COMMANDS
    if name != UNENDING
    if (command := cli.get_command(click.Context(cli), name)) is not None
    for example in command.examples
    if not {"--every", "--watch"} & {*example.line.split()}
]


def test_each_command_has_examples() -> None:
    assert {line.split()[1] for line in EXAMPLES} == {*COMMANDS} - {UNENDING}


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_works(run: Run, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program, *args = shlex.split(line)
    assert program == "searchqa"
    if args[0] in ("index", "reindex"):  # the sample's own index stays as other tests expect it
        monkeypatch.delenv("SEARCHQA_INDEX")
        monkeypatch.setenv("SEARCHQA_SOURCE", str(SAMPLE))
    run("query", "versioning")
    done = run(*args)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()

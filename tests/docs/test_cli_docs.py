"""docs/cli.md is made from the commands, and nothing of them is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from searchqa.cli.group import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_page_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_cli.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_has_help_and_is_on_the_page(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.short_help
    section = PAGE.partition(f"## searchqa {name}\n")[2].partition("\n## ")[0]
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert all(f"`{text}" in section for text in option.opts[:1]), option.name

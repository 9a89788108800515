"""``searchqa completion``: the script that lets a shell complete our commands.

In: a shell's name. Out: its script. Never: changes a file of the user's.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.completing import SHELLS, script


@click.command(
    cls=Command,
    short_help="Print the completion script of a shell.",
    examples=[
        Example("searchqa completion bash", "the script, with a comment on where to keep it"),
    ],
)
@click.argument("shell", required=False, type=click.Choice(SHELLS), metavar="[SHELL]")
def completion(shell: str | None) -> int:
    """Print the script that completes commands, options, authors, books and people.

    SHELL is bash, zsh or fish; by default the one in the variable SHELL.
    """
    if shell is None:
        shell = Path(os.environ.get("SHELL", "")).name
        if shell not in SHELLS:
            raise click.UsageError(
                f"name your shell: {', '.join(SHELLS)}", click.get_current_context()
            )
    output.write(script(shell))
    return 0

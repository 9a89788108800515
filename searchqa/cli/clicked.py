"""A command line as click reads it.

In: arguments. Out: an exit code; click's errors as ours.
Never: lets click end the process or word the second line of an error.
"""

from __future__ import annotations

import click

from searchqa.cli.base import UnknownCommandError
from searchqa.cli.group import cli
from searchqa.errors import SearchqaError


def run(args: list[str]) -> int:
    """Run a command without click's own endings.

    Raises:
        SearchqaError: The line can't be understood, or the command failed.
        KeyboardInterrupt: Somebody stopped it.
    """
    try:
        with cli.make_context("searchqa", args) as context:
            code: int | None = cli.invoke(context)
            return code or 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        raise SearchqaError(_sentence(error), _hint(error)) from error


def _sentence(error: click.ClickException) -> str:
    return " ".join(error.format_message().split())


def _hint(error: click.ClickException) -> str:
    """Return the next step after a slip of the fingers."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "searchqa"
    if isinstance(error, UnknownCommandError):
        return "searchqa query TEXT searches; searchqa --help shows the commands"
    short = isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--")
    if short and path.endswith(" query"):
        return (
            f"{path} --help shows the options; "
            "words that begin with a minus go after --, as in: searchqa query -- data -mining"
        )
    return f"{path} --help shows what can be typed"

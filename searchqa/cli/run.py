"""One command: arguments in, an exit code out.

In: ``sys.argv``. Out: 0 hits or done, 1 nothing found, 2 trouble, 130 stopped.
Never: shows a traceback, or lets a broken pipe look like an error.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from searchqa.cli import output
from searchqa.cli.base import UnknownCommandError
from searchqa.cli.group import cli
from searchqa.errors import SearchqaError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPLETE_VARIABLE = "_SEARCHQA_COMPLETE"
DEBUG_VARIABLE = "SEARCHQA_DEBUG"
FOUND, NOTHING, TROUBLE, STOPPED = 0, 1, 2, 130


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        args: The arguments after the program's name; None takes ``sys.argv``.
    """
    if instruction := os.environ.get(COMPLETE_VARIABLE):
        # Only a shell that completes a line comes here; a query needn't load it.
        from searchqa.cli.completing import complete

        return complete(cli, instruction)
    output.use_encodings()
    try:
        code = _run(list(sys.argv[1:] if args is None else args))
        sys.stdout.flush()
    except KeyboardInterrupt:
        output.complain("stopped")
        return STOPPED
    except BrokenPipeError:
        return _hush()
    except Exception as error:  # noqa: BLE001 (the last resort: people see two lines, never a traceback)
        return _unexpected(error)
    return code


def _run(args: list[str]) -> int:
    """Run click without its own endings, and put its errors into our two lines."""
    try:
        with cli.make_context("searchqa", args) as context:
            code: int | None = cli.invoke(context)
            return code or FOUND
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        output.complain(_sentence(error), _hint(error))
    except SearchqaError as error:
        output.complain_about(error)
    return TROUBLE


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


def _unexpected(error: Exception) -> int:
    """Word what nobody foresaw; with SEARCHQA_DEBUG set, show where it was."""
    if os.environ.get(DEBUG_VARIABLE):
        raise error
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        output.complain(f"{where}{error.strerror or error}", "check the disk and the permissions")
    else:
        output.complain(
            f"unexpected {type(error).__name__}: {error}",
            f"a fault of searchqa: {DEBUG_VARIABLE}=1 shows the place; please report it",
        )
    _silence()
    return TROUBLE


def _hush() -> int:
    """End quietly when the reader of our pipe has gone: it had what it wanted."""
    _silence()
    return FOUND


def _silence() -> None:
    """Point stdout at nothing, so that the interpreter's last flush can't fail again."""
    try:
        sys.stdout.flush()
    except OSError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)

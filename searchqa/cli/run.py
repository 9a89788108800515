"""One command: arguments in, an exit code out.

In: ``sys.argv``. Out: 0 hits or done, 1 nothing found, 2 trouble, 130 stopped.
Never: shows a traceback, or lets a broken pipe look like an error.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from searchqa.cli import output
from searchqa.cli.quick import read_query
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
        from searchqa.cli.group import cli

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
    """Do what was typed, and put errors into our two lines."""
    try:
        asked = read_query(args)
        if asked is not None:
            # Where each command takes what it works with; help and completion don't need it.
            from searchqa.cli.asking import ask

            return ask(**asked)
        # A plain query does without click, whose import takes as long as an answer.
        from searchqa.cli.clicked import run

        return run(args)
    except SearchqaError as error:
        output.complain_about(error)
        return TROUBLE


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

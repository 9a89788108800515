"""The door of the command line, before anything else is read.

In: ``sys.argv``. Out: the exit code. Never: knows a command, or changes how a
process works that isn't ours alone.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many objects are made between two looks for unreachable ones; a query makes fewer.
_SELDOM: Final = 100_000
# numpy's library for matrices, which we have none of, starts a thread for each core.
_THREADS: Final = "OPENBLAS_NUM_THREADS"
_WATCHERS: Final = range(6)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        args: The arguments after the program's name; None takes ``sys.argv``, and
            means that the process ends with the command.
    """
    ends = args is None
    if ends:
        # Of what modules consist nothing becomes unreachable: looking takes a tenth of a query.
        gc.set_threshold(_SELDOM)
        os.environ.setdefault(_THREADS, "1")
    # Behind the lines above; with it comes all that every command needs.
    from searchqa.cli.run import main as run

    code = run(args)
    if ends and not _watched() and _settled():
        # The system takes everything back at once; the interpreter would go through it before,
        # which takes two milliseconds, and several times that where numpy was imported.
        os._exit(code)
    return code


def _watched() -> bool:
    """Say whether a debugger, a profiler or a person wants to see the interpreter's own end."""
    if sys.gettrace() or sys.getprofile() or sys.flags.inspect:
        return True
    monitoring = getattr(sys, "monitoring", None)  # since Python 3.12
    return monitoring is not None and any(map(monitoring.get_tool, _WATCHERS))


def _settled() -> bool:
    """Do what was left for the end; say whether all text is out."""
    # As the interpreter does, and multiprocessing: who measures writes his report there.
    atexit._run_exitfuncs()  # noqa: SLF001
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        # A stream is gone, closed or full: the interpreter has its own words for that.
        return False
    return True

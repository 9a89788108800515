"""The door of the command line, before anything else is read.

In: ``sys.argv``. Out: the exit code. Never: knows a command, or changes how a
process works that isn't ours alone.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many objects are made between two looks for unreachable ones; a query makes fewer.
_SELDOM: Final = 100_000


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
    # Behind the line above; with it come click and all that every command needs.
    from searchqa.cli.run import main as run

    code = run(args)
    if ends:
        # The system takes everything back at once; the interpreter would go through it before.
        gc.freeze()
    return code

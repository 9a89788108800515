"""Reindexing in a process of its own, beside whoever started it.

In: where the configuration is, and how often. Out: lines through a pipe.
Never: outlives its parent, or takes the processor from somebody who answers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchqa.config import Options, load
from searchqa.errors import SearchqaError
from searchqa.upkeep.keeper import Keeper, Schedule
from searchqa.upkeep.parent import end_with_parent
from searchqa.upkeep.said import Line
from searchqa.upkeep.stopping import Stopping

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from searchqa.report import Progress

# As `nice` does unless told: whoever answers goes first.
_NICE: Final = 10


def keep_beside(
    index: str, file: str | None, schedule: tuple[float | None, bool], saying: Connection
) -> None:
    """Keep an index up to date until the parent ends, or says so with SIGTERM.

    Args:
        index: The index's folder.
        file: The configuration file, None for the one that is found from here.
        schedule: Seconds between runs or None, and whether to watch.
        saying: Takes (level, text) of each line.
    """
    if hasattr(os, "nice"):
        os.nice(_NICE)

    def say(line: Line) -> None:
        try:
            saying.send((line.level, line.text))
        except OSError:
            # Nobody listens any longer: the parent is gone, and we are about to hear of it.
            return

    with Stopping() as stopping:
        end_with_parent()
        try:
            config = load(Path(), os.environ, Options(index=index, config=file))
            Keeper(config, Schedule(*schedule), stopping, say, _nothing).run()
        except SearchqaError as error:
            hint = f"; {error.hint}" if error.hint else ""
            say(Line("error", f"{error.message}{hint}"))
            sys.exit(2)


def _nothing(_: Progress) -> None:
    """Show no progress: the status has the stage, and nobody looks at a line here."""

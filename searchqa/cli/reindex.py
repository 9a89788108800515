"""``searchqa reindex``: bring the index up to date with the configured sources, once or for good.

In: options, the configuration. Out: one line a run on stdout, what is wrong on stderr.
Never: reindexes by itself, or shows the same problem again and again.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import index_options
from searchqa.cli.places import configuration, require_sources
from searchqa.cli.progress import progress_line
from searchqa.config.durations import seconds_of
from searchqa.indexing.status import now
from searchqa.upkeep.once import run_once
from searchqa.upkeep.said import said_of
from searchqa.upkeep.stopping import Stopped, Stopping

if TYPE_CHECKING:
    from searchqa.config import Config
    from searchqa.report import Progress
    from searchqa.upkeep.said import Line


@click.command(
    cls=Command,
    short_help="Bring the index up to date, once or again and again.",
    examples=[
        Example("searchqa reindex", "once; for a timer or cron"),
        Example("searchqa reindex --every 15m", "now and every quarter of an hour"),
        Example("searchqa reindex --watch", "as soon as a file changes"),
    ],
)
@click.option("--once", is_flag=True, help="Run once and end. This is the default.")
@click.option(
    "--every",
    metavar="TIME",
    help="Run now and so often, until SIGTERM or Ctrl-C: 30s, 15m, 2h, 1d.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Run as soon as a source's folder changes; other sources are asked every minute, or "
    "as --every says.",
)
@index_options
def reindex(
    *, once: bool, every: str | None, watch: bool, index: str | None, config: str | None
) -> int:
    """Read what changed in the configured sources, and publish it.

    One line a run says what was done. What is wrong with a file is told when it
    is new, not with each run. With --every and --watch a run that fails as a whole is
    tried again after a while that doubles; whoever puts a file
    `reindex.request` into the index's folder gets a run at once
    (docs/reindexing.md).

    Exit code: 0 when all went well, 2 when a file or a source was bad (the good
    ones are published all the same) or nothing could be done; with --every and
    --watch 0 when it was told to end.
    """
    if once and (every or watch):
        raise click.UsageError(
            "--once and --every or --watch exclude each other", click.get_current_context()
        )
    found = configuration(index, config)
    require_sources(found)
    seconds = seconds_of(every) if every else None
    if every or watch:
        return _keep(found, seconds, watch=watch)
    return _once(found)


def _once(found: Config) -> int:
    with Stopping() as stopping, progress_line() as tell:

        def step(progress: Progress) -> None:
            stopping.step(progress)
            tell(progress)

        try:
            outcome = run_once(found, step)
        except Stopped:
            raise KeyboardInterrupt from None
    for line in said_of(outcome, all_=sys.stdout.isatty()):
        _show(line)
    return outcome.exit_code


def _keep(found: Config, seconds: float | None, *, watch: bool) -> int:
    # A single run has no use for it.
    from searchqa.upkeep.keeper import Keeper, Schedule

    with Stopping() as stopping, progress_line() as tell:
        Keeper(found, Schedule(seconds, watch), stopping, _show, tell).run()
    return 0


def _show(line: Line) -> None:
    """Write a line where it belongs, at once: with its time where no terminal has it in sight."""
    on_terminal = sys.stdout.isatty()
    begin = f"{time.strftime('%H:%M:%S')} " if on_terminal else f"{now()} "
    text = line.text if line.level == "info" else f"{line.level}: {line.text}"
    if line.level == "info":
        output.write(begin + text)
        sys.stdout.flush()
    else:
        output.note(begin + text)

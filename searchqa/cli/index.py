"""``searchqa index``: read transcripts, build and publish an index.

In: sources and options. Out: progress while it works, a report at the end;
exit code 2 when a file was bad. Never: builds by itself.
"""

from __future__ import annotations

import click

from searchqa.app.jobs import reindex
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, index_options
from searchqa.cli.places import configuration
from searchqa.cli.progress import progress_line
from searchqa.cli.reported import sampled, write_report
from searchqa.presenters.problems import render_report
from searchqa.report import ReindexOptions


@click.command(
    cls=Command,
    short_help="Read transcripts and build the index.",
    examples=[
        Example("searchqa index --sample", "build an index of the sample that comes with searchqa"),
        Example("searchqa index --sample --dry-run", "only tell what would change"),
        Example("searchqa index --sample --full", "read everything again"),
    ],
)
@click.argument("source", nargs=-1, metavar="[SOURCE]...", type=click.Path())
@click.option("--sample", is_flag=True, help="Index the built-in sample instead of a source.")
@click.option("--full", is_flag=True, help="Read everything again, not only what changed.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--strict", is_flag=True, help="Publish nothing when any file is bad.")
@click.option("--verbose", is_flag=True, help="List notices too, which need nobody's hand.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 64),
    default=1,
    help="Processes that read and write. Default: 1.",
)
@color_option
@index_options
def index(  # noqa: PLR0913 (one parameter an option)
    *,
    source: tuple[str, ...],
    sample: bool,
    full: bool,
    dry_run: bool,
    strict: bool,
    verbose: bool,
    jobs: int,
    color: str,
    index: str | None,
    config: str | None,
) -> int:
    """Build the index of each SOURCE, or bring it up to date.

    SOURCE is a site's checkout (with _books and _people), a folder of
    transcripts, one file, or the address of a git repository; without one,
    the sources of the configuration count. What the sources no longer hold is
    removed. Only what changed is read; the old index answers until the new
    one is complete.

    Exit code: 0 when all went well, 2 when a file was bad. The good ones are
    published all the same, and a bad one keeps its last good version.
    """
    found = sampled(configuration(index, config, source), source, sample=sample)
    with progress_line() as tell:
        report = reindex(found, ReindexOptions(full, dry_run, strict, jobs), tell)
    write_report(report, render_report, output.terminal(color), verbose=verbose)
    return report.exit_code

"""``searchqa export``: what was read, as files that editors commit.

In: sources and a folder. Out: transcripts in the folder, a report; exit code 2
when a file couldn't be read or written. Never: writes by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchqa.app import export as run_export
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, options_of
from searchqa.cli.places import configuration
from searchqa.cli.reported import sampled, write_report
from searchqa.cli.table import CONFIG
from searchqa.presenters.exported import render_export

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import ExportReport


@click.command(
    cls=Command,
    short_help="Write what was read as transcripts to commit.",
    examples=[
        Example("searchqa export --sample site", "the built-in sample, as files in site"),
        Example("searchqa export --sample site --dry-run", "only tell what would change"),
    ],
)
@click.argument("source", nargs=-1, metavar="[SOURCE]...", type=click.Path())
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(("transcripts",)),
    default="transcripts",
    help="What is written: transcripts, as a site has them. Default: transcripts.",
)
@click.option("--sample", is_flag=True, help="Export the built-in sample instead of a source.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and write nothing.")
@click.option("--force", is_flag=True, help="Overwrite files that are no transcripts, too.")
@click.option("--verbose", is_flag=True, help="List notices too, which need nobody's hand.")
@color_option
@options_of((CONFIG,))
def export(  # noqa: PLR0913 (one parameter an option)
    *,
    source: tuple[str, ...],
    folder: str,
    format_: str,  # noqa: ARG001 (there is one so far)
    sample: bool,
    dry_run: bool,
    force: bool,
    verbose: bool,
    color: str,
    config: str | None,
) -> int:
    """Write the transcripts of each SOURCE into DIR: _books/<id>.md, and _people.

    SOURCE is whatever `searchqa index` reads; without one, the sources of the
    configuration count. DIR may be new, or hold an earlier export or a checkout:
    files that are as they should be aren't touched, and none is ever deleted. A
    file reads as exactly what was read from the source, or isn't written. Keys
    of its front matter that searchqa doesn't use stay. Talks are left out.

    Exit code: 0 when all went well, 2 when something couldn't be read or
    written. The others are written all the same.
    """
    if not folder.strip():
        # As from a variable of the shell that isn't set: it doesn't mean the folder we are in.
        raise click.UsageError("DIR is empty", click.get_current_context())
    found = sampled(configuration(None, config, source), source, sample=sample)
    report = run_export(found, Path(folder), force=force, dry_run=dry_run)

    def render(shown: ExportReport, terminal: Terminal) -> str:
        return render_export(shown, folder, terminal)

    write_report(report, render, output.terminal(color), verbose=verbose)
    return report.exit_code

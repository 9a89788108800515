"""``searchqa check``: is the index whole, are the transcripts in order?

In: an index and sources. Out: every problem with file, line and what to do;
exit code 2 when something is broken. Never: mends anything.
"""

from __future__ import annotations

import click

from searchqa.app import CheckReport, sample_config
from searchqa.app import check as run_check
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, index_options
from searchqa.cli.places import configuration, shown
from searchqa.presenters.problems import render_problems, summary
from searchqa.presenters.wording import count


@click.command(
    cls=Command,
    short_help="Check the index and the transcripts.",
    examples=[
        Example("searchqa check", "the index, and the transcripts of the configured sources"),
        Example("searchqa check --sample", "the index, and the built-in sample"),
    ],
)
@click.argument("source", nargs=-1, metavar="[SOURCE]...", type=click.Path())
@click.option("--sample", is_flag=True, help="Read the built-in sample's transcripts.")
@color_option
@index_options
def check(
    *,
    source: tuple[str, ...],
    sample: bool,
    color: str,
    index: str | None,
    config: str | None,
) -> int:
    """Compare the index with its manifest, and read the transcripts of each SOURCE.

    Every file of the index is compared by size and checksum before anything in
    it is opened. Without SOURCE the sources of the configuration are read;
    without those, only the index is checked.

    Exit code: 0 when nothing is broken (warnings and notices may be there), 2
    when the index or a transcript is.
    """
    found = configuration(index, config, source)
    if sample:
        found = sample_config(found)
    report = run_check(found)
    terminal = output.terminal(color)
    problems = render_problems(dict.fromkeys((*report.index, *report.transcripts)), terminal)
    output.write(problems + ("\n" if problems else ""))
    begin = "" if terminal.piped else " "
    for line in _verdict(report, shown(found.index), read=bool(found.sources)):
        output.write(terminal.paint(begin + line, "title"))
    if report.error is not None:
        output.complain_about(report.error)
    return report.exit_code


def _verdict(report: CheckReport, index: str, *, read: bool) -> list[str]:
    """Return the last lines: what was checked and how it stands."""
    state = summary(report.index)
    if report.error is not None:
        state = "can't be opened"
    elif not report.index:
        state = "whole"
    lines = [f"index {index}: {state}"]
    if read:
        lines.append(f"{count(report.files, 'transcript')}: {summary(report.transcripts)}")
    return lines

"""``searchqa check``: is the index whole, are the transcripts in order?

In: an index and sources. Out: every problem with file, line and what to do, for
people, programs or GitHub; exit code 2 when something is broken. Never: mends anything.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from searchqa.app import check as run_check
from searchqa.app import sample_config
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, index_options
from searchqa.cli.places import configuration, shown
from searchqa.presenters.checked import check_json, github_commands, render_check, verdict


@click.command(
    cls=Command,
    short_help="Check the index and the transcripts.",
    examples=[
        Example("searchqa check", "the index, and the transcripts of the configured sources"),
        Example("searchqa check --sample", "the index, and the built-in sample"),
        Example("searchqa check --sample --format github", "for a workflow on GitHub"),
    ],
)
@click.argument("source", nargs=-1, metavar="[SOURCE]...", type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="github marks the lines of a change on GitHub. Default: text.",
)
@click.option("--sample", is_flag=True, help="Read the built-in sample's transcripts.")
@click.option("--strict", is_flag=True, help="End with 2 on warnings, too.")
@click.option(
    "--verbose",
    is_flag=True,
    help="List each question without an answer, and people files that no transcript needs.",
)
@color_option
@index_options
def check(
    *,
    source: tuple[str, ...],
    format_: str,
    sample: bool,
    strict: bool,
    verbose: bool,
    color: str,
    index: str | None,
    config: str | None,
) -> int:
    """Compare the index with its manifest, and read the transcripts of each SOURCE.

    Every file of the index is compared by size and checksum before anything in
    it is opened. Without SOURCE the sources of the configuration are read;
    without those, only the index is checked. With SOURCE, and without --index,
    there needn't be an index: then only the transcripts are checked.

    Exit code: 0 when nothing is broken (warnings and notices may be there), 2
    when the index or a transcript is; with --strict, 2 when there is a warning.
    """
    found = configuration(index, config, source)
    if sample:
        found = sample_config(found)
    wanted = index is not None or not (source or sample)
    report = run_check(found, index_wanted=wanted, strict=strict, unused=verbose)
    place = shown(found.index)
    if format_ == "json":
        output.write(check_json(report, place))
        return report.exit_code
    terminal = output.terminal(color)
    last = verdict(report, place, read=bool(found.sources), verbose=verbose)
    if format_ == "github":
        commands = github_commands(report, str(found.index), _from_root, verbose=verbose)
        output.use_utf8()
        # A file's name may hold bytes that UTF-8 can't carry.
        text = commands + "\n".join(last)
        output.write(text.encode("utf-8", "replace").decode("utf-8"))
        return report.exit_code
    output.write(render_check(report, terminal, verbose=verbose))
    begin = "" if terminal.piped else " "
    for line in last:
        output.write(terminal.paint(begin + line, "title"))
    if report.error is not None:
        output.complain_about(report.error)
    return report.exit_code


def _from_root(path: str) -> str:
    """Return a file's path as GitHub wants it: from the root of the repository.

    That is the workspace of a workflow, or else where we are.
    """
    for root in (os.environ.get("GITHUB_WORKSPACE"), str(Path.cwd())):
        if root and Path(path).resolve().is_relative_to(Path(root).resolve()):
            return Path(path).resolve().relative_to(Path(root).resolve()).as_posix()
    return path

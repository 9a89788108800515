"""What commands that read sources share: which sources, and a report without what nobody needs.

In: options, a report. Out: a configuration; lines on stdout. Never: reads a source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import click

from searchqa.app.jobs import sample_config
from searchqa.cli import output
from searchqa.presenters.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.config import Config
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import ExportReport, Report

    _Report = TypeVar("_Report", Report, ExportReport)


def sampled(config: Config, source: tuple[str, ...], *, sample: bool) -> Config:
    """Return the configuration, with the built-in sample as its source if that was asked for.

    Raises:
        click.UsageError: A source was named as well.
        SourceError: The installation has no sample.
    """
    if sample and source:
        raise click.UsageError(
            "--sample and SOURCE exclude each other", click.get_current_context()
        )
    return sample_config(config) if sample else config


def write_report(
    report: _Report,
    render: Callable[[_Report, Terminal], str],
    terminal: Terminal,
    *,
    verbose: bool,
) -> None:
    """Write a report; of its notices, unless they are asked for, only that there are some."""
    # What needs nobody's hand would bury what does; `searchqa check` lists it.
    loud = tuple(problem for problem in report.problems if problem.severity != "notice")
    notices = 0 if verbose else len(report.problems) - len(loud)
    output.write(render(report if verbose else replace(report, problems=loud), terminal))
    if notices:
        begin = "" if terminal.piped else " "
        text = f"{count(notices, 'notice')} left out here; --verbose shows them"
        output.write(terminal.paint(begin + text, "dim"))

"""``searchqa stats``: how large the index is and what it holds.

In: an index. Out: its counts. Never: counts by itself.
"""

from __future__ import annotations

from dataclasses import asdict

import click

from searchqa.app import open_index
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, format_option, index_options
from searchqa.cli.places import index_path
from searchqa.presenters.jsonout import dumps
from searchqa.presenters.stats import render_statistics


@click.command(
    cls=Command,
    short_help="Count books, threads, messages, people.",
    examples=[
        Example("searchqa stats", "what the index holds"),
        Example("searchqa stats --format json", "the same for programs"),
    ],
)
@format_option
@color_option
@index_options
def stats(format_: str, color: str, index: str | None, config: str | None) -> int:
    """Show what the index holds: books, threads, messages, participants, terms."""
    with open_index(index_path(index, config), once=True) as opened:
        statistics, generation = opened.statistics(), opened.generation
        facets = opened.facets()
    if format_ == "json":
        output.use_utf8()
        output.write(dumps({**asdict(statistics), "generation": generation}, indent=2))
    else:
        output.write(render_statistics(statistics, output.terminal(color), facets, generation))
    return 0

"""``searchqa stats``: how large the index is, what it holds, how it is kept up to date.

In: an index. Out: its counts. Never: counts by itself.
"""

from __future__ import annotations

import time
from dataclasses import asdict

import click

from searchqa.app import open_index
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, format_option, index_options
from searchqa.cli.places import index_path
from searchqa.indexing.status import overdue, read_status
from searchqa.presenters.jsonout import dumps
from searchqa.presenters.standing import render_standing, sources_json, standing_json
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
    """Show what the index holds, and how it is kept up to date.

    That is books, threads, messages, participants, terms; then each source, the
    last run of reindexing with what was wrong, and when the next one is due.
    """
    path = index_path(index, config)
    with open_index(path, once=True) as opened:
        statistics, generation = opened.statistics(), opened.generation
        facets = opened.facets()
    status = read_status(path)
    late = overdue(status, time.time())
    if format_ == "json":
        output.use_utf8()
        counts = {**asdict(statistics), "generation": generation}
        standing = {"sources": sources_json(status), "reindex": standing_json(status, late=late)}
        output.write(dumps({**counts, **standing}, indent=2))
    else:
        terminal = output.terminal(color)
        output.write(render_statistics(statistics, terminal, facets, generation))
        output.write("\n" + render_standing(status, terminal, late=late))
    return 0

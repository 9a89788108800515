"""``searchqa facets``: which authors, books, participants, years there are.

In: a facet's name. Out: its values with counts; exit code 1 when there is none.
Never: counts by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchqa.app import open_index
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.completing import facet_names
from searchqa.cli.options import color_option, format_option, index_options
from searchqa.cli.places import index_path
from searchqa.cli.typed import decodable
from searchqa.presenters.facets import render_facet, render_facets
from searchqa.presenters.jsonout import dumps
from searchqa.schema import FACETS, FacetName
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from searchqa.results import Bucket


def _facet(ctx: click.Context, _: click.Parameter, value: str | None) -> FacetName | None:
    """Return the facet that was named; a misspelt one is answered with the nearest."""
    if value is None:
        return None
    typed = decodable(value).lower()
    found = next((name for name in FACETS if typed in (name, f"{name}s")), None)
    if found is None:
        near = nearest(typed, FACETS)
        meant = f'; did you mean "{near[0]}"?' if near else f"; there are {', '.join(FACETS)}"
        raise click.UsageError(f'there is no facet "{typed}"{meant}', ctx)
    return found


@click.command(
    cls=Command,
    short_help="List authors, books, participants, years.",
    examples=[
        Example("searchqa facets", "the most frequent values of each"),
        Example("searchqa facets author", "every author, by how many messages their books have"),
        Example(
            "searchqa facets participant --match an", "people with these letters in their name"
        ),
    ],
)
@click.argument(
    "field", required=False, callback=_facet, shell_complete=facet_names, metavar="[FIELD]"
)
@click.option("--match", metavar="TEXT", default="", help="Only values with this in them.")
@format_option
@color_option
@index_options
def facets(
    *,
    field: FacetName | None,
    match: str,
    format_: str,
    color: str,
    index: str | None,
    config: str | None,
) -> int:
    """List the values of FIELD with how many messages each has.

    FIELD is author, book, participant, role, kind, year or collection; without
    it, the most frequent values of each are shown. A value given as a filter
    (searchqa query --author NAME) finds as many messages with --group none,
    where all collections are searched.
    """
    match = decodable(match)
    with open_index(index_path(index, config), once=True) as opened:
        found: dict[str, tuple[Bucket, ...]] = (
            {field: opened.facet(field, match)} if field else opened.facets(match)
        )
    if format_ == "json":
        output.use_utf8()
        shape = {name: [bucket.to_dict() for bucket in buckets] for name, buckets in found.items()}
        output.write(dumps(shape, indent=2))
    else:
        terminal = output.terminal(color)
        text = (
            render_facet(field, found[field], terminal) if field else render_facets(found, terminal)
        )
        output.page(text, color=terminal.color)
    return 0 if any(found.values()) else 1

"""``searchqa query``: ask the index.

In: the table of its options. Out: the command as click knows it.
Never: does the command's work, or defines an option.
"""

from __future__ import annotations

from typing import Any

import click

from searchqa.cli.asking import ask
from searchqa.cli.base import Command, Example
from searchqa.cli.options import options_of
from searchqa.cli.table import QUERY


@click.command(
    cls=Command,
    short_help="Search; without words, browse the newest.",
    examples=[
        Example("searchqa query data versioning", "plain words: ranked, all of them first"),
        Example(
            "searchqa query '\"data versioning\" -dvc'",
            "a phrase, and a word that must not be there",
        ),
        Example(
            "searchqa query --role author --kind answer versioning",
            "only what a book's author answered",
        ),
        Example("searchqa query --year 2021 --sort newest", "no words: browse"),
        Example(
            "searchqa query --format json -- versioning -git",
            "for programs; words with a minus after --",
        ),
    ],
)
@click.argument("text", nargs=-1)
@options_of(QUERY)
def query(**typed: Any) -> int:  # noqa: ANN401 (click's values)
    """Search the index for TEXT.

    Plain words are ranked, best first. Also understood: "a phrase" -word +word
    a OR b, deploy*, kuberntes~ and fields such as author:ada is:unanswered
    has:code before:2021-09 (docs/query-language.md has them all). Whatever is
    odd in a query is said, and the rest is searched.

    Quotes that are meant for the query need quotes for the shell around them:
    '"a phrase"'. Words that begin with a minus go after --.

    Exit code: 0 with hits, 1 without, 2 when something went wrong.
    """
    return ask(**typed)

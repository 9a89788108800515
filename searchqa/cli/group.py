"""The commands under one name.

In: nothing. Out: the click group ``cli``. Never: does a command's work.
"""

from __future__ import annotations

from typing import Final

import click

from searchqa.cli.base import Group
from searchqa.version import __version__

# In the order people need them, which is the order of --help and docs/cli.md.
COMMANDS: Final = (
    "query",
    "thread",
    "facets",
    "stats",
    "index",
    "reindex",
    "serve",
    "check",
    "export",
    "config",
    "completion",
)


@click.group(
    cls=Group,
    modules={name: f"searchqa.cli.{name}" for name in COMMANDS},
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="searchqa", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Full-text search over author Q&A transcripts.

    Build an index of a folder of transcripts, then ask it:

    \b
      searchqa index --sample
      searchqa query data versioning
      searchqa thread 1
    """  # noqa: D301 (the backslash is click's mark for lines to keep)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())

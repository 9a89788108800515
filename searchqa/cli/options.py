"""Options as click knows them, made from the table.

In: rows of the table. Out: decorators. Never: opens an index, or knows what an option means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from searchqa.cli.table import COLOR, CONFIG, INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from searchqa.cli.table import Option

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def options_of(rows: Sequence[Option]) -> Callable[[Decorated], Decorated]:
    """Return a decorator that adds the options of some rows, in their order."""

    def add(command: Decorated) -> Decorated:
        # Those that are added last come first.
        for row in reversed(rows):
            command = click.option(*_names(row), **_told(row))(command)
        return command

    return add


def index_options(command: Decorated) -> Decorated:
    """Add ``--index`` and ``--config``."""
    return options_of((INDEX, CONFIG))(command)


def color_option(command: Decorated) -> Decorated:
    """Add ``--color``."""
    return options_of((COLOR,))(command)


def format_option(command: Decorated) -> Decorated:
    """Add ``--format`` to a command that isn't an answer: text for people, JSON for programs."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(("text", "json")),
        default="text",
        help="Default: text.",
    )(command)


def _names(row: Option) -> tuple[str, ...]:
    typed = f"{row.name}/{row.off}" if row.off else row.name
    return (typed, row.key) if row.key else (typed,)


def _told(row: Option) -> dict[str, Any]:
    """Return what click is told of an option."""
    told: dict[str, Any] = {"help": row.help}
    if row.flag:
        return {**told, "is_flag": True, "default": row.default}
    if row.choices:
        told["type"] = click.Choice(row.choices)
    elif row.least is not None:
        told["type"] = click.IntRange(row.least, row.most)
    if row.metavar:
        told["metavar"] = row.metavar
    if row.multiple:
        told["multiple"] = True
    elif row.default is not None:
        told["default"] = row.default
    if row.completes:
        told["shell_complete"] = _facet_values
    return told


def _facet_values(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    # Only a shell that completes a line comes here; a command needn't wait for it.
    from searchqa.cli.completing import facet_values

    return facet_values(ctx, param, incomplete)

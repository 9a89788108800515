"""Options that several commands share, and what they mean together.

In: click's values. Out: decorators, the index's path, a Config.
Never: opens an index.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from searchqa.config import Config, Options, find_index, load

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])

COLORS = ("auto", "always", "never")


def index_options(command: Decorated) -> Decorated:
    """Add ``--index`` and ``--config``."""
    command = click.option(
        "--config",
        metavar="FILE",
        help="Configuration file. Default: the nearest searchqa.yaml in this folder or above.",
    )(command)
    return click.option(
        "--index",
        metavar="DIR",
        help="Folder of the index. Default: SEARCHQA_INDEX, the configuration file, ./index.",
    )(command)


def color_option(command: Decorated) -> Decorated:
    """Add ``--color``."""
    return click.option(
        "--color",
        type=click.Choice(COLORS),
        default="auto",
        help="Colour: auto (on a terminal, unless NO_COLOR is set), always or never.",
    )(command)


def format_option(command: Decorated) -> Decorated:
    """Add ``--format`` to a command that isn't an answer: text for people, JSON for programs."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(("text", "json")),
        default="text",
        help="Default: text.",
    )(command)


def index_path(index: str | None, config: str | None) -> Path:
    """Return the folder of the index that options, environment and file mean.

    Raises:
        ConfigError: The configuration is wrong or missing.
    """
    return find_index(Path(), os.environ, Options(index=index, config=config))


def configuration(index: str | None, config: str | None, sources: tuple[str, ...] = ()) -> Config:
    """Return everything that options, environment and file say.

    Raises:
        ConfigError: The configuration is wrong or missing.
    """
    return load(Path(), os.environ, Options(index=index, config=config, sources=sources))


def shown(path: Path) -> str:
    """Return a path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

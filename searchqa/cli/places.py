"""Where things are that a command works on.

In: options, environment, the folder we are in. Out: the index's path, a Config.
Never: opens an index, or imports click.
"""

from __future__ import annotations

import os
from pathlib import Path

from searchqa.config import Config, Options, find_index, load


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

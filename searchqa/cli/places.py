"""Where things are that a command works on.

In: options, environment, the folder we are in. Out: the index's path, a Config.
Never: opens an index, or imports click.
"""

from __future__ import annotations

import os
from pathlib import Path

from searchqa.config import Config, Options, find_index, load
from searchqa.errors import ConfigError


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


def require_sources(config: Config, begin: str = "") -> None:
    """Refuse a configuration without sources.

    Args:
        config: What was configured.
        begin: What the message begins with.

    Raises:
        ConfigError: There is none.
    """
    if not config.sources:
        message = f"{begin}no source of transcripts is configured"
        raise ConfigError(message, "name one in searchqa.yaml (sources:), or in SEARCHQA_SOURCE")


def shown(path: Path) -> str:
    """Return a path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

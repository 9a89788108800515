"""The configured sources, ready to be listed.

In: a Config. Out: sources, each under a name of its own.
Never: reaches a place; whoever lists a source does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.errors import ConfigError

if TYPE_CHECKING:
    from searchqa.config import Config, SourceConfig
    from searchqa.sources.base import Source

_NO_SOURCE = "no source of transcripts was named"
_NO_SOURCE_HINT = (
    "searchqa index FOLDER reads a folder, searchqa index --sample the built-in sample"
)


def sources(config: Config) -> tuple[Source, ...]:
    """Return the configured sources, none of which was reached yet.

    Raises:
        ConfigError: There is none.
    """
    if not config.sources:
        raise ConfigError(_NO_SOURCE, _NO_SOURCE_HINT)
    taken: set[str] = set()
    made = []
    for one in config.sources:
        name = _free(one.name or _short(one), taken)
        taken.add(name)
        made.append(_source(one, name))
    return tuple(made)


def _source(one: SourceConfig, name: str) -> Source:
    if one.form.name == "slack":
        # Read by those who have an export.
        from searchqa.sources.slack import SlackSource

        return SlackSource(one.path, name, one.form)
    # Folders are read by everybody, the others by those who have them.
    from searchqa.sources.folder import FolderSource

    return FolderSource(one.path, name, one.form)


def _short(one: SourceConfig) -> str:
    """Return what a source is called that nobody gave a name."""
    if one.git:
        return one.git.rstrip("/").rpartition("/")[2].removesuffix(".git") or one.git
    path = one.path.resolve()
    # A folder of a checkout is called as the checkout, a file as its folder.
    return (path.parent.name if path.is_file() else path.name) or str(one.path)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free

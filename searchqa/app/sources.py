"""The configured sources, ready to be listed.

In: a Config. Out: sources, each under a name of its own.
Never: reaches a place; whoever lists a source does.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from searchqa.errors import ConfigError
from searchqa.indexing.generations import SOURCES
from searchqa.redact import redact

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.config import Config, SourceConfig
    from searchqa.sources.base import Source

_NO_SOURCE = "no source of transcripts was named"
_NO_SOURCE_HINT = (
    "searchqa index FOLDER reads a folder, searchqa index --sample the built-in sample"
)

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.-]")
_LONGEST: Final = 80


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
        made.append(_source(one, name, config.index))
    return tuple(made)


def _source(one: SourceConfig, name: str, index: Path) -> Source:
    if one.git:
        # Each kind is imported by those who have it.
        from searchqa.sources.git.source import GitSource

        home = index / SOURCES / f"{_safe(name)}.git"
        folder = one.path.as_posix()
        return GitSource(one.git, home, name, one.form, branch=one.branch, folder=folder)
    if one.form.name == "slack":
        # As above.
        from searchqa.sources.slack.source import SlackSource

        return SlackSource(one.path, name, one.form)
    # As above.
    from searchqa.sources.folder import FolderSource

    return FolderSource(one.path, name, one.form)


def _short(one: SourceConfig) -> str:
    """Return what a source is called that nobody gave a name."""
    if one.git:
        shown = redact(one.git).partition("?")[0].rstrip("/")
        return re.split(r"[/:]", shown)[-1].removesuffix(".git") or shown
    # As below.
    from searchqa.sources.folder import name_of

    return name_of(one.path)


def _safe(name: str) -> str:
    """Return a folder's name for a source, another one for each name on any file system."""
    safe = _UNSAFE.sub("_", name)[:_LONGEST].strip(".")
    if safe == name and name == name.lower():
        return safe
    return f"{safe}-{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free

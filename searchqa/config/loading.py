"""Options, environment and file put together; the first one that speaks wins.

In: a folder to start from, the environment, options. Out: a Config.
Never: opens an index, or reads YAML when there is no file to read.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from searchqa.config.addresses import is_address
from searchqa.config.model import (
    DEFAULT_INDEX,
    FILE_NAME,
    KEYS,
    Config,
    Options,
    ServerConfig,
    SourceConfig,
)
from searchqa.errors import ConfigError
from searchqa.model import BOOKS
from searchqa.records import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.config.file import FileSettings

INDEX_VARIABLE = "SEARCHQA_INDEX"
CONFIG_VARIABLE = "SEARCHQA_CONFIG"
SOURCE_VARIABLE = "SEARCHQA_SOURCE"
SECRET_VARIABLE = "SEARCHQA_HOOK_SECRET"  # noqa: S105 (where it is, not what it is)


def load(start: Path, env: Mapping[str, str], options: Options | None = None) -> Config:
    """Put together what options, environment and file say.

    Args:
        start: The working directory; a searchqa.yaml is looked for here and in
            each folder above. ``Path()`` keeps paths as short as they were typed.
        env: ``SEARCHQA_INDEX``, ``SEARCHQA_CONFIG`` and ``SEARCHQA_SOURCE`` (several
            separated as in PATH), and the webhook's ``SEARCHQA_HOOK_SECRET``; an
            empty variable counts as absent.
        options: What was typed.

    Raises:
        ConfigError: The file is missing although it was named, or is wrong.
    """
    options = options or Options()
    file = _find(start, env, options)
    settings = None if file is None else _read(file)
    origins = dict.fromkeys(KEYS, "default")
    if settings is not None:
        origins.update({key: f"{file}:{line}" for key, line in settings.lines.items()})
    index, origins["index"] = _index(start, env, options) or _file_index(start, file, settings)
    sources, origins["sources"] = _sources(start, env, options, settings, origins["sources"])
    return Config(
        index=index,
        sources=sources,
        aliases=MappingProxyType(settings.aliases if settings else {}),
        collections=(settings.collections if settings else ()) or (BOOKS,),
        page=settings.page if settings else "",
        server=_server(env, settings.server if settings else ServerConfig()),
        file=file,
        origins=MappingProxyType(origins),
    )


def find_index(start: Path, env: Mapping[str, str], options: Options | None = None) -> Path:
    """Return the index's folder; reads the file only when nothing beats it or it was named.

    Raises:
        ConfigError: As ``load``, but a file that isn't needed isn't looked at.
    """
    options = options or Options()
    found = _index(start, env, options)
    if found is None or options.config:
        return load(start, env, options).index
    return found[0]


def _read(file: Path) -> FileSettings:
    # YAML takes longer to import than a query takes to answer: only when there is a file.
    from searchqa.config.file import read_file

    return read_file(file)


def _find(start: Path, env: Mapping[str, str], options: Options) -> Path | None:
    """Return the file to read: the named one, else the nearest one above ``start``."""
    named = options.config or env.get(CONFIG_VARIABLE)
    if named:
        path = start / Path(named).expanduser()
        if not path.is_file():
            who = "--config" if options.config else CONFIG_VARIABLE
            raise ConfigError(f"{who} names {path}, which is not a file", "check the path")
        return path
    for folder in (start, *start.absolute().parents):
        path = folder / FILE_NAME
        if path.is_file():
            return path
    return None


def _index(start: Path, env: Mapping[str, str], options: Options) -> tuple[Path, str] | None:
    """Return the index that an option or the environment names, and which of them."""
    if options.index:
        return start / Path(options.index).expanduser(), "option --index"
    if variable := env.get(INDEX_VARIABLE):
        return start / Path(variable).expanduser(), f"environment {INDEX_VARIABLE}"
    return None


def _file_index(start: Path, file: Path | None, settings: FileSettings | None) -> tuple[Path, str]:
    if file is None or settings is None:
        return start / DEFAULT_INDEX, "default"
    if settings.index is not None:
        return settings.index, f"{file}:{settings.lines['index']}"
    # Beside the file, so that a subfolder of a project means the same index.
    return file.parent / DEFAULT_INDEX, "default"


def _server(env: Mapping[str, str], server: ServerConfig) -> ServerConfig:
    secret = env.get(SECRET_VARIABLE)
    # Whether it can be used is asked by the server alone: no other command has a use for it.
    return replace(server, hook_secret=secret, hook_secret_file="") if secret else server


def _sources(
    start: Path, env: Mapping[str, str], options: Options, file: FileSettings | None, origin: str
) -> tuple[tuple[SourceConfig, ...], str]:
    typed, who = options.sources, "option"
    if not typed and (variable := env.get(SOURCE_VARIABLE)):
        # An address has a colon in it, which separates paths.
        parts = [variable] if is_address(variable) else variable.split(os.pathsep)
        typed = tuple(part for part in parts if part)
        who = f"environment {SOURCE_VARIABLE}"
    if typed:
        return tuple(_typed(start, one) for one in typed), who
    return (file.sources, origin) if file is not None else ((), "default")


def _typed(start: Path, text: str) -> SourceConfig:
    if is_address(text):
        return SourceConfig(Path(), git=text)
    return SourceConfig(start / Path(text).expanduser())

"""The configuration file: YAML in, settings with their lines out.

In: the path of a searchqa.yaml. Out: what it sets, each with its line.
Never: constructs objects from tags, guesses a misspelt key, or decides who wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from searchqa.config.model import KEYS, ServerConfig, SourceConfig
from searchqa.config.nodes import NULL, NodeReader, line_of
from searchqa.config.server import ServerSettingError, read_server
from searchqa.config.sources import read_sources
from searchqa.errors import ConfigError

if TYPE_CHECKING:
    from yaml.nodes import Node

_MAX_BYTES = 1_000_000


@dataclass(slots=True)
class FileSettings:
    """What one file sets; ``lines`` has the line of each key that is there."""

    index: Path | None = None
    sources: tuple[SourceConfig, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    collections: tuple[str, ...] = ()
    page: str = ""
    server: ServerConfig = field(default_factory=ServerConfig)
    lines: dict[str, int] = field(default_factory=dict)


def read_file(path: Path) -> FileSettings:
    """Read a configuration file; relative paths in it are relative to it.

    Raises:
        ConfigError: The file can't be read, isn't YAML, or says something that
            isn't a setting; the message begins with ``<file>:<line>``.
    """
    root = _compose(path)
    settings = FileSettings()
    if root is None:
        return settings
    nodes = NodeReader(path)
    reader = _Settings(nodes)
    for key, key_node, value in nodes.pairs(root, KEYS, "setting"):
        settings.lines[key] = line_of(key_node)
        if value.tag == NULL:
            del settings.lines[key]
        elif key == "index":
            settings.index = nodes.place(nodes.text(value, key))
        elif key == "sources":
            settings.sources = read_sources(nodes, value)
        elif key == "aliases":
            settings.aliases = reader.aliases(value)
        elif key == "collections":
            settings.collections = nodes.texts(value, key)
        elif key == "page":
            settings.page = reader.page(value)
        else:
            settings.server = reader.server(value)
    return settings


def _compose(path: Path) -> Node | None:
    """Return the file's root node, None when it says nothing."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path}: can't be read ({error.strerror})",
            "name another file with --config or SEARCHQA_CONFIG",
        ) from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(
            f"{path}: larger than 1 MB, so this is no configuration", "check --config"
        )
    try:
        root: Node | None = yaml.compose(data, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError(
            f"{place}: not YAML: {error.problem or error}",
            "mend this line; docs/configuration.md shows each setting",
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = (
            "nested too deeply" if isinstance(error, RecursionError) else str(error).split("\n")[0]
        )
        raise ConfigError(
            f"{path}: not YAML: {reason}", "docs/configuration.md shows each setting"
        ) from error
    return None if root is None or root.tag == NULL else root


@dataclass(frozen=True, slots=True)
class _Settings:
    """Turns the nodes of settings into their values."""

    nodes: NodeReader

    def aliases(self, node: Node) -> dict[str, tuple[str, ...]]:
        out = {}
        for slug, _, value in self.nodes.pairs(node, (), "author"):
            out[slug] = self.nodes.texts(value, slug)
        return out

    def page(self, node: Node) -> str:
        page = self.nodes.text(node, "page")
        if not page.startswith(("http://", "https://")) or "{book}" not in page:
            raise self.nodes.error(
                node,
                '"page" has to be an http address with {book} in it',
                "write page: https://example.org/books/{book}.html",
            )
        return page

    def server(self, node: Node) -> ServerConfig:
        names = tuple(one.name for one in fields(ServerConfig))
        given = self.nodes.pairs(node, names, "server setting")
        values = {key: self.nodes.texts(value, key) for key, _, value in given}
        for key in {"socket", "hook_secret_file"} & values.keys():
            values[key] = tuple(str(self.nodes.place(text)) for text in values[key])
        nodes = {key: value for key, _, value in given}
        try:
            return read_server(values)
        except ServerSettingError as error:
            raise self.nodes.error(nodes[error.name], error.message, error.hint) from error

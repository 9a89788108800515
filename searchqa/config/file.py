"""The configuration file: YAML in, settings with their lines out.

In: the path of a searchqa.yaml. Out: what it sets, each with its line.
Never: constructs objects from tags, guesses a misspelt key, or decides who wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from searchqa.config.model import KEYS, ServerConfig, SourceConfig
from searchqa.config.server import ServerSettingError, read_server
from searchqa.errors import ConfigError
from searchqa.text.distance import nearest

_MAX_BYTES = 1_000_000
_NULL = "tag:yaml.org,2002:null"


@dataclass(slots=True)
class FileSettings:
    """What one file sets; ``lines`` has the line of each key that is there."""

    index: Path | None = None
    sources: tuple[SourceConfig, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
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
    reader = _Reader(path)
    for key, key_node, value in reader.pairs(root, KEYS, "setting"):
        settings.lines[key] = _line(key_node)
        if value.tag == _NULL:
            del settings.lines[key]
        elif key == "index":
            settings.index = reader.place(reader.text(value, key))
        elif key == "sources":
            settings.sources = reader.sources(value)
        elif key == "aliases":
            settings.aliases = reader.aliases(value)
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
    return None if root is None or root.tag == _NULL else root


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns nodes of one file into settings, or says where it can't."""

    path: Path

    def error(self, node: Node, message: str, hint: str) -> ConfigError:
        return ConfigError(f"{self.path}:{_line(node)}: {message}", hint)

    def place(self, text: str) -> Path:
        return self.path.parent / Path(text).expanduser()

    def text(self, node: Node, what: str) -> str:
        if not isinstance(node, ScalarNode) or node.tag == _NULL or not str(node.value).strip():
            raise self.error(node, f'"{what}" has to be a text', f"write {what}: some text")
        return str(node.value).strip()

    def pairs(self, node: Node, known: tuple[str, ...], noun: str) -> list[tuple[str, Node, Node]]:
        """Return the (key, key node, value node) of a mapping; () knows any key."""
        if not isinstance(node, MappingNode):
            raise self.error(
                node,
                f"a list of {noun}s was expected, each as `name: value`",
                "see docs/configuration.md",
            )
        found: dict[str, tuple[str, Node, Node]] = {}
        for key_node, value in node.value:
            key = self.text(key_node, noun)
            if known and key not in known:
                near = nearest(key, known)
                raise self.error(
                    key_node,
                    f'unknown {noun} "{key}"' + (f'; did you mean "{near[0]}"?' if near else ""),
                    f"{noun}s are: {', '.join(known)}",
                )
            if key in found:
                raise self.error(key_node, f'"{key}" is there twice', "keep one of them")
            found[key] = (key, key_node, value)
        return list(found.values())

    def sources(self, node: Node) -> tuple[SourceConfig, ...]:
        items = node.value if isinstance(node, SequenceNode) else [node]
        out = []
        for item in items:
            if isinstance(item, MappingNode):
                parts = {
                    key: self.text(value, key)
                    for key, _, value in self.pairs(item, ("path", "name"), "source setting")
                }
                if "path" not in parts:
                    raise self.error(item, "a source without a path", "add path: some/folder")
                out.append(SourceConfig(self.place(parts["path"]), parts.get("name", "")))
            else:
                out.append(SourceConfig(self.place(self.text(item, "sources"))))
        return tuple(out)

    def aliases(self, node: Node) -> dict[str, tuple[str, ...]]:
        out = {}
        for slug, _, value in self.pairs(node, (), "author"):
            items = value.value if isinstance(value, SequenceNode) else [value]
            out[slug] = tuple(self.text(item, slug) for item in items)
        return out

    def page(self, node: Node) -> str:
        page = self.text(node, "page")
        if not page.startswith(("http://", "https://")) or "{book}" not in page:
            raise self.error(
                node,
                '"page" has to be an http address with {book} in it',
                "write page: https://example.org/books/{book}.html",
            )
        return page

    def server(self, node: Node) -> ServerConfig:
        names = tuple(one.name for one in fields(ServerConfig))
        given = self.pairs(node, names, "server setting")
        values = {key: self._texts(value, key) for key, _, value in given}
        if "socket" in values:
            values["socket"] = tuple(str(self.place(text)) for text in values["socket"])
        nodes = {key: value for key, _, value in given}
        try:
            return read_server(values)
        except ServerSettingError as error:
            raise self.error(nodes[error.name], error.message, error.hint) from error

    def _texts(self, node: Node, what: str) -> tuple[str, ...]:
        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(self.text(item, what) for item in items)

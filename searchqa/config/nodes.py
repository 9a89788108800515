"""Nodes of one YAML file as settings, each mistake with its line.

In: nodes. Out: texts, paths, pairs of a mapping.
Never: guesses a misspelt key, or knows which settings there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from searchqa.errors import ConfigError
from searchqa.text.distance import nearest

NULL: Final = "tag:yaml.org,2002:null"


def line_of(node: Node) -> int:
    """Return the line a node begins on, from 1."""
    return int(node.start_mark.line) + 1


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Turns nodes of one file into settings, or says where it can't."""

    path: Path

    def error(self, node: Node, message: str, hint: str) -> ConfigError:
        """Return the error of a node, with its place."""
        return ConfigError(f"{self.path}:{line_of(node)}: {message}", hint)

    def place(self, text: str) -> Path:
        """Return a path that is relative to the file."""
        return self.path.parent / Path(text).expanduser()

    def text(self, node: Node, what: str) -> str:
        """Return a text that isn't empty."""
        if not isinstance(node, ScalarNode) or node.tag == NULL or not str(node.value).strip():
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

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Return a text, or each of a list."""
        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(self.text(item, what) for item in items)

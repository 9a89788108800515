"""YAML made plain values from its event stream, with the line of each.

In: YAML text from strangers. Out: tables, lists, strings and None, bounded in size.
Never: constructs an object a tag asks for, recurses, or follows an alias without counting it.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import yaml

from searchqa.errors import ReadError
from searchqa.model import Problem

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 40
MAX_NODES: Final = 1_000_000
MAX_CHARS: Final = MAX_BYTES

# The event stream of libyaml is about ten times faster; a bare install may lack it.
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_KINDS: Final = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
_TAGS: Final = frozenset({"!", *(f"tag:yaml.org,2002:{kind}" for kind in _KINDS)})
_SIZE_HINT: Final = "split the file, or leave out what is repeated"
_SYNTAX_HINT: Final = "put a text that holds ': ' or ' #' in quotes, and check the indentation"


class Table(dict[str, "Value"]):
    """A mapping as it stands in the file; ``lines`` has the line of each key."""

    __slots__ = ("key", "line", "lines", "repeated")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.repeated: list[str] = []
        self.key: str | None = None

    def add(self, value: Value, line: int) -> None:
        """Take the next key, or the value of the key before."""
        if self.key is not None:
            self[self.key] = value
            self.key = None
            return
        self.key = value if isinstance(value, str) else ""
        if self.key in self:
            self.repeated.append(self.key)
        self.lines[self.key] = line


class Items(list["Value"]):
    """A sequence as it stands in the file; ``lines`` has the line of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def add(self, value: Value, line: int) -> None:
        """Take the next item."""
        self.append(value)
        self.lines.append(line)


# Scalars stay as they are written ("+1", "1.10", "yes"); whoever needs a date parses it.
Value: TypeAlias = str | Table | Items | None


def read_yaml(text: str, file: str, first_line: int = 1) -> tuple[Value, tuple[Problem, ...]]:
    """Read the first document of a YAML text.

    Args:
        text: The YAML, at most MAX_CHARS characters.
        file: Its file's name, for errors.
        first_line: The line in that file on which ``text`` begins.

    Returns:
        The value and what was odd (a key written twice: the last one counts, as in PyYAML).

    Raises:
        ReadError: Not YAML, a tag that asks for an object, or a bound was passed.
    """
    if len(text) > MAX_CHARS:
        raise ReadError(file, None, f"more than {MAX_CHARS:,} characters of YAML", _SIZE_HINT)
    builder = _Builder(file, first_line)
    loader = None
    try:
        loader = LOADER(text)
        value = builder.build(loader)
    except yaml.YAMLError as error:
        raise _syntax_error(error, file, first_line) from None
    finally:
        if loader is not None:
            loader.dispose()
    return value, tuple(builder.problems)


def _syntax_error(error: yaml.YAMLError, file: str, first_line: int) -> ReadError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    line = None if mark is None else mark.line + first_line
    return ReadError(file, line, f"not valid YAML: {what}", _SYNTAX_HINT)


class _Builder:
    """Turns events into values with a stack of its own, so that depth costs no recursion."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.offset = first_line
        self.problems: list[Problem] = []
        self.nodes = 0
        self.chars = 0
        self.stack: list[Table | Items] = [Items(first_line)]
        # By anchor: its value, and what an alias to it costs in nodes and in characters.
        self.anchors: dict[str, tuple[Value, int, int]] = {}
        # Anchors of containers still open: place in the stack, name, counts at the beginning.
        self.open_anchors: list[tuple[int, str, int, int]] = []

    def build(self, loader: Any) -> Value:  # noqa: ANN401 - PyYAML's loaders share no type
        """Consume the events of the first document and return its value."""
        stack = self.stack
        next_event = loader.get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                stack[-1].add(self.scalar(event), event.start_mark.line + self.offset)
            elif kind is yaml.MappingStartEvent:
                self.begin(event, Table(event.start_mark.line + self.offset))
            elif kind is yaml.SequenceStartEvent:
                self.begin(event, Items(event.start_mark.line + self.offset))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.end()
            elif kind is yaml.AliasEvent:
                line = event.start_mark.line + self.offset
                stack[-1].add(self.alias(event.anchor, line), line)
            elif kind is yaml.DocumentEndEvent or kind is yaml.StreamEndEvent:
                top = stack[0]
                return top[0] if isinstance(top, Items) and top else None

    def scalar(self, event: Any) -> str | None:  # noqa: ANN401 - the stubs miss its marks
        """Return a scalar as it is written, None for a plain null."""
        text: str = event.value
        tag = event.tag
        if tag is not None:
            self.check_tag(tag, event)
        value = None if event.implicit[0] and text in _NULLS else text
        self.count(1, len(text), event.start_mark.line)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1, len(text))
        return value

    def begin(self, event: Any, made: Table | Items) -> None:  # noqa: ANN401 - two event types
        """Open a mapping or a sequence."""
        if event.tag is not None:
            self.check_tag(event.tag, event)
        holder = self.stack[-1]
        if type(holder) is Table and holder.key is None:
            raise self.refuse(
                made.line, "not valid YAML: a list or mapping where a key must be", _SYNTAX_HINT
            )
        if len(self.stack) > MAX_DEPTH:
            raise self.refuse(
                made.line, f"nested deeper than {MAX_DEPTH} levels", "a transcript needs five"
            )
        if event.anchor is not None:
            self.open_anchors.append((len(self.stack), event.anchor, self.nodes, self.chars))
            self.anchors.pop(event.anchor, None)
        self.count(1, 0, event.start_mark.line)
        holder.add(made, made.line)
        self.stack.append(made)

    def end(self) -> None:
        """Close the innermost mapping or sequence."""
        made = self.stack.pop()
        if self.open_anchors and self.open_anchors[-1][0] == len(self.stack):
            _, name, nodes, chars = self.open_anchors.pop()
            self.anchors[name] = (made, self.nodes - nodes, self.chars - chars)
        if type(made) is Table:
            for key in made.repeated:
                message = f'"{key}" is written twice in one entry; the last one counts'
                self.problems.append(
                    Problem(
                        self.file,
                        made.lines[key],
                        message,
                        "keep one of them",
                        "warning",
                        "duplicate-key",
                    )
                )

    def alias(self, name: str, line: int) -> Value:
        """Return what an alias stands for, charging its full size again."""
        if name not in self.anchors:
            raise self.refuse(line, f"*{name} points at nothing before it", "write the value out")
        value, nodes, chars = self.anchors[name]
        self.count(nodes, chars, line - self.offset)
        return value

    def count(self, nodes: int, chars: int, line: int) -> None:
        """Add to what was read so far and stop at the bounds."""
        self.nodes += nodes
        self.chars += chars
        if self.nodes > MAX_NODES or self.chars > MAX_CHARS:
            raise self.refuse(
                line + self.offset,
                f"grows past {MAX_NODES:,} entries or {MAX_CHARS:,} characters here",
                _SIZE_HINT,
            )

    def check_tag(self, tag: str, event: Any) -> None:  # noqa: ANN401 - three event types
        """Refuse tags that would have a loader construct something."""
        if tag not in _TAGS:
            line = event.start_mark.line + self.offset
            raise self.refuse(line, f"the tag {tag} isn't allowed", "remove the tag")

    def refuse(self, line: int, message: str, hint: str) -> ReadError:
        """Make the error of a line."""
        return ReadError(self.file, line, message, hint)

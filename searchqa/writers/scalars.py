"""A text as a YAML scalar that every reader of YAML takes for that text.

In: any text. Out: plain, quoted or as a block, the same for the same text.
Never: folds a line, or changes a letter; what YAML has no letter for is escaped.

Forms are those of YAML 1.1 (chapters 7 to 9), as far as 1.2 reads them alike.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

# Any, since PyYAML's stubs give its methods no types.
_RESOLVER: Final[Any] = Resolver()
_STR: Final = "tag:yaml.org,2002:str"
# Begins with a letter, looks neither like a key nor like a comment, ends in no colon or space.
_PLAIN: Final = re.compile(r"[^\W\d_](?:[^:#\n]|:(?=[^ :])|(?<=[^ ])#)*(?<![ :])")
_PLAIN_IN_FLOW: Final = re.compile(r"[^\W\d_][\w .-]*(?<! )")
# Letters of YAML 1.1's and 1.2's booleans that not every resolver knows.
_BOOLEANS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# What can't stand in a file as it is: no letters of YAML, other line ends, the byte order mark.
_ODD: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def text_scalar(text: str, indent: int) -> str:
    """Return a text as the value of a key, without a line end.

    Args:
        text: Any text.
        indent: The column of the key; a block stands two columns further in.
    """
    if "\n" in text and _may_be_block(text):
        return _block(text, indent)
    if "\n" not in text and _PLAIN.fullmatch(text) and not _is_odd(text) and _is_text(text):
        return text
    return quoted(text)


def flow_scalar(text: str) -> str:
    """Return a text as an item of a list in brackets."""
    plain = _PLAIN_IN_FLOW.fullmatch(text) and not _is_odd(text) and _is_text(text)
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Return a text in quotes, on one line."""
    if '"' in text or "\\" in text:
        if "\n" not in text and not _is_odd(text):
            return "'" + text.replace("'", "''") + "'"
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ODD.sub(_escape, text).replace("\n", "\\n") + '"'


def _is_odd(text: str) -> bool:
    return _ODD.search(text) is not None


@lru_cache(maxsize=4096)
def _is_text(text: str) -> bool:
    """Say whether a reader that guesses kinds takes it for a text, not a number or a date."""
    if text.casefold() in _BOOLEANS:
        return False
    return bool(_RESOLVER.resolve(ScalarNode, text, (True, False)) == _STR)


def _may_be_block(text: str) -> bool:
    return bool(text.strip()) and not _is_odd(text.replace("\t", " "))


def _block(text: str, indent: int) -> str:
    """Return a literal block; with a number where its first line can't show the indentation."""
    body = text.removesuffix("\n")
    number = "2" if text[0] in " \n\t" else ""
    chomping = "+" if text.endswith("\n") else "-"
    space = " " * (indent + 2)
    lines = [space + line if line else "" for line in body.split("\n")]
    return "\n".join((f"|{number}{chomping}", *lines))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\t\r":
        return json.dumps(found[0])[1:-1]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

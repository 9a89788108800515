"""Characters that look like nothing, or like something else, made ordinary.

In: any string. Out: the same text with plain spaces and line ends and no invisible characters.
Never: touches what joins letters or emoji (ZWJ, ZWNJ, variation selectors).
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final

_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINES: Final = "\x0b\x0c\x85\u2028\u2029"
# Controls, soft hyphen, zero-width space, direction marks, byte order mark, noncharacters.
_NOTHING: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_ODD: Final = re.compile(f"\r\n?|[{_SPACES}]|[{_LINES}]|[{_NOTHING}]|[\ud800-\udfff]")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_IS_SPACE: Final = re.compile(f"[{_SPACES}]")
_IS_LINE: Final = re.compile(f"[\r{_LINES}]")


def normalise(text: str) -> str:
    """Return ``text`` with one newline for each line end, plain spaces, and nothing invisible.

    Half a surrogate pair becomes U+FFFD.
    """
    # Nothing odd is printable; asking for that is many times faster than searching.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _ODD.sub(_ordinary, text)


def unescape(text: str) -> str:
    """Return ``text`` with HTML entities resolved, twice, since exports escape twice.

    Only entities that end in a semicolon count: ``&copy=1`` is part of an address.
    """
    for _ in range(2):
        if "&" not in text:
            return text
        text = _ENTITY.sub(_resolved, text)
    return text


def _resolved(found: re.Match[str]) -> str:
    name = found[0][1:]
    # html.unescape alone would read the longest known beginning: &notes; as ¬es;
    if name[0] != "#" and name not in html5:
        return found[0]
    return normalise(html.unescape(found[0]))


def _ordinary(found: re.Match[str]) -> str:
    odd = found[0]
    if _IS_LINE.match(odd):
        return "\n"
    if _IS_SPACE.match(odd):
        return " "
    return "\ufffd" if "\ud800" <= odd <= "\udfff" else ""

"""Text with marked ranges: made safe, measured, wrapped and cut for a terminal.

In: text as it stands in a transcript, ranges of code points. Out: the same for
the lines of a screen. Never: lets a control character or an escape code through.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchqa.presenters.terminal import Terminal

Range = tuple[int, int]

# Control characters, marks that turn the direction of text or take no room, and halves of pairs.
_UNSAFE: Final = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# An ellipsis at the end never stands on a line of its own.
_WORD: Final = r"\S+(?: (?:…|\.\.\.)$)?"
_ASCII: Final = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "•": "*",
    "·": "|",
    "→": "->",
    "×": "x",
    "ß": "ss",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "\u200d": "",
    "\ufe0f": "",
}
# Makes the sign before it an emoji, which takes one column more.
_EMOJI_MARK: Final = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the half-open ranges of it that are marked, in order."""

    text: str
    ranges: tuple[Range, ...] = ()

    def part(self, start: int, end: int) -> Marked:
        """Return a slice with its part of the ranges."""
        inside = ((max(a, start) - start, min(b, end) - start) for a, b in self.ranges)
        return Marked(self.text[start:end], tuple((a, b) for a, b in inside if a < b))

    def __add__(self, other: Marked) -> Marked:
        shift = len(self.text)
        moved = tuple((a + shift, b + shift) for a, b in other.ranges)
        return Marked(self.text + other.text, self.ranges + moved)


def safe(text: str, terminal: Terminal, ranges: Sequence[Range] = ()) -> Marked:
    """Return ``text`` as the terminal may get it; newlines stay.

    A control character is shown as its picture, so that an escape code in a
    transcript can be seen and does nothing.
    """
    kept = tuple((a, b) for a, b in ranges)
    # What Python calls printable has none of them: most texts don't wait for the pattern.
    harmless = text.isprintable() or not re.search(_UNSAFE, text)
    if harmless and (terminal.unicode or text.isascii()):
        return Marked(text, kept)
    pieces = [_shown(char, terminal.unicode) for char in text]
    offsets = [0, *accumulate(map(len, pieces))]
    moved = ((offsets[a], offsets[b]) for a, b in kept)
    return Marked("".join(pieces), tuple((a, b) for a, b in moved if a < b))


def one_line(text: str, terminal: Terminal) -> str:
    """Return ``text`` made safe, with runs of space as single spaces."""
    return " ".join(safe(text, terminal).text.split())


def _shown(char: str, unicode: bool) -> str:  # noqa: FBT001 - called for each character
    if re.match(_UNSAFE, char):
        char = _picture(char)
    return char if unicode or char.isascii() else _in_ascii(char)


@lru_cache(maxsize=1024)
def _in_ascii(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    if unicodedata.combining(char):
        return ""
    base = unicodedata.normalize("NFKD", char)[:1]
    return base if base.isascii() else "?"


def _picture(char: str) -> str:
    code = ord(char)
    if char in "\t\u2028\u2029":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if code < 0xA0 or 0xD800 <= code <= 0xDFFF else ""


def columns(text: str) -> int:
    """Return how many columns a safe text without newlines takes.

    Wide letters (Unicode's East Asian Width W and F) take two, combining marks
    none.
    """
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if char == _EMOJI_MARK:
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def bracketed(marked: Marked) -> Marked:
    """Return the same with brackets as letters of the text instead of ranges."""
    out, at = [], 0
    for start, end in marked.ranges:
        out += [marked.text[at:start], "[", marked.text[start:end], "]"]
        at = end
    return Marked("".join((*out, marked.text[at:])))


def wrap(marked: Marked, width: int, first: int | None = None) -> list[Marked]:
    """Return lines of at most ``width`` columns (``first`` the first one).

    Breaks at spaces; a word that is wider than a line is broken where it has to be.
    """
    room = width if first is None else first
    lines: list[Marked] = []
    start, end, used = -1, 0, 0
    for a, b in _pieces(marked.text, max(2, min(width, room))):
        needed = columns(marked.text[a:b])
        gap = columns(marked.text[end:a]) if start >= 0 else 0
        if start >= 0 and used + gap + needed > room:
            lines.append(marked.part(start, end))
            start, gap, used, room = -1, 0, 0, width
        if start < 0:
            start = a
        used += gap + needed
        end = b
    return [*lines, marked.part(start, end)] if start >= 0 else lines


def _pieces(text: str, width: int) -> Iterator[Range]:
    for word in re.finditer(_WORD, text):
        start, end = word.span()
        while columns(text[start:end]) > width:
            stop = start + _fitting(text[start:end], width)
            yield start, stop
            start = stop
        yield start, end


def _fitting(text: str, width: int) -> int:
    """Return how many letters of ``text`` fit, at least one."""
    fitting = sum(1 for used in accumulate(map(_width, text)) if used <= width)
    return max(1, fitting)


def cut(marked: Marked, width: int, more: str) -> Marked:
    """Return as much as fits, with ``more`` behind it if anything is left out."""
    if columns(marked.text) <= width:
        return marked
    room = max(1, width - columns(more))
    stop = _fitting(marked.text, room)
    space = marked.text.rfind(" ", 0, stop + 1)
    stop = space if space > stop // 2 else stop
    kept = marked.part(0, stop)
    bare = len(kept.text.rstrip(" ,;:–-")) or len(kept.text)
    return kept.part(0, bare) + Marked(more)


def around(marked: Marked, width: int, more: str) -> Marked:
    """Return a part of at most ``width`` columns that shows the ranges, cut at words.

    Where something is left out stands ``more``, a space away.
    """
    ahead, behind = f"{more} ", f" {more}"
    if columns(marked.text) <= width or not marked.ranges:
        return cut(marked, width, behind)
    first, last = marked.ranges[0][0], marked.ranges[-1][1]
    begin = min(first, max(0, last - (width - len(ahead) - len(behind))))
    if begin == 0:
        return cut(marked, width, behind)
    space = marked.text.find(" ", begin, first)
    begin = space + 1 if space >= 0 else marked.text.rfind(" ", 0, first) + 1
    rest = marked.part(begin, len(marked.text))
    return Marked(ahead) + cut(rest, width - columns(ahead), behind)


def paint(marked: Marked, terminal: Terminal, style: str = "", mark: str = "mark") -> str:
    """Return the text in a style, its ranges in the style of marks."""
    out, at = [], 0
    for start, end in marked.ranges:
        out.append(terminal.paint(marked.text[at:start], style))
        out.append(terminal.paint(marked.text[start:end], mark))
        at = end
    return "".join((*out, terminal.paint(marked.text[at:], style)))


def joined(parts: Iterable[Marked], between: str = "") -> Marked:
    """Return the parts one after the other."""
    out = Marked("")
    for number, part in enumerate(parts):
        out = out + Marked(between) + part if number else part
    return out

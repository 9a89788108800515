"""A Markdown file split into its YAML front matter and its body.

In: a file's bytes as they came. Out: text with known line numbers, and what was odd.
Never: reads YAML, or guesses over bytes that are no text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from searchqa.errors import ReadError
from searchqa.model import Problem

MAX_BYTES: Final = 5_000_000

_MARK: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
# What YAML doesn't allow in a stream (YAML 1.1, section 4.1.1), NUL apart.
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SAVE_HINT: Final = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two halves of a file.

    Attributes:
        yaml: What stands between the marks.
        line: The line in the file on which ``yaml`` begins.
        body: What follows the second mark, stripped.
        closed: Whether there was a second mark.
        problems: What was mended on the way.
    """

    yaml: str
    line: int
    body: str
    closed: bool
    problems: tuple[Problem, ...] = ()


def split(data: bytes, file: str) -> FrontMatter:
    """Split a file at its ``---`` lines.

    A byte order mark, any line ends, and blank lines above the first mark are
    fine. Bytes that aren't UTF-8 are read as Windows-1252 with a warning;
    control characters are dropped with one. Without a second mark all of the
    file is front matter, and ``closed`` is false.

    Raises:
        ReadError: Too big, binary, UTF-16, or no front matter.
    """
    text, problems = _decode(data, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, odd = _without_controls(text, file)
    problems += odd
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise ReadError(file, None, "the file is empty", "write its front matter, or remove it")
    if not _MARK.fullmatch(lines[first]) or lines[first][0] != "-":
        raise ReadError(
            file, first + 1, "doesn't begin with front matter", "begin the file with a --- line"
        )
    begin = first + 1
    end = next((i for i in range(begin, len(lines)) if _MARK.fullmatch(lines[i])), None)
    return FrontMatter(
        "\n".join(lines[begin:end]) + "\n",
        begin + 1,
        "" if end is None else "\n".join(lines[end + 1 :]).strip(),
        end is not None,
        tuple(problems),
    )


def _without_controls(text: str, file: str) -> tuple[str, list[Problem]]:
    control = _CONTROL.search(text)
    if control is None:
        return text, []
    line = text.count("\n", 0, control.start()) + 1
    message = f"holds control characters (first: U+{ord(control[0]):04X}); read without them"
    odd = Problem(file, line, message, "remove them", "warning", "control-character")
    return _CONTROL.sub("", text), [odd]


def _decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    if len(data) > MAX_BYTES:
        raise ReadError(
            file, None, f"bigger than {MAX_BYTES // 1_000_000} MB", "split it into several files"
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError(file, 1, "is UTF-16", _SAVE_HINT)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise ReadError(
            file, line, "holds NUL bytes, so it's no text", "restore or remove the file"
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "isn't UTF-8; read as Windows-1252"
        odd = Problem(file, line, message, _SAVE_HINT, "warning", "not-utf8")
        return data.decode("cp1252", errors="replace"), [odd]

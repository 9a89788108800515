"""A page's bytes as markup that a parser can read in a time that grows with its length.

In: bytes from strangers. Out: text whose tags are all closed, without comments.
Never: guesses an encoding while the bytes are good UTF-8, or drops a word that a browser shows.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from bs4.dammit import EncodingDetector

from searchqa.errors import ReadError

if TYPE_CHECKING:
    from searchqa.readers.fields import Notes

MAX_BYTES: Final = 5_000_000
# The longest page of the largest known archive has 700 tags.
MAX_TAGS: Final = 50_000
MAX_ATTRIBUTES: Final = 1_000
_MAX_ENDS: Final = 150_000

_TAG: Final = re.compile(r"""</?[a-zA-Z][^"'<>]*(?:(?:"[^"]*"|'[^']*')[^"'<>]*){0,1000}>""")
_ODD_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_RAW: Final = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAW_ENDS: Final = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in ("script", "style")
}
_VALUE: Final = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_SPACE: Final = re.compile(r"\s+|/")
# Encodings in which ordinary ASCII may be something else: only what a page declares can tell.
_SEVEN_BITS: Final = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
_NO_TEXT: Final = frozenset({"utf_7", "idna", "punycode", "undefined", "unicode_escape"})
_TOO_MUCH: Final = "has more markup than a page of text can have"
_SPLIT: Final = "split the page, or leave it out of the folder"


def decode(data: bytes, notes: Notes) -> str:
    """Return a page's text, with a warning where the bytes aren't what they should be.

    A byte order mark counts first; then, whatever is declared, good UTF-8 is
    UTF-8; then the declared encoding; else it is Windows-1252, as browsers have it
    (https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding).

    Raises:
        ReadError: Too big, empty, or no text.
    """
    if len(data) > MAX_BYTES:
        limit = f"bigger than {MAX_BYTES // 1_000_000} MB"
        raise ReadError(notes.file, None, limit, "split it into several files")
    if not data.strip():
        raise ReadError(notes.file, None, "the file is empty", "restore or remove the file")
    rest, marked = EncodingDetector.strip_byte_order_mark(data)
    text = _decoded(rest, marked, notes)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "holds NUL characters, so it's no page"
        raise ReadError(notes.file, line, message, "restore or remove the file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, marked: str | None, notes: Notes) -> str:
    declared = _codec(EncodingDetector.find_declared_encoding(data, is_html=True))
    order = [_codec(marked), declared if declared in _SEVEN_BITS else None, "utf-8", declared]
    for name in order:
        if name is None:
            continue
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    message = "isn't UTF-8 nor what it declares; read as Windows-1252"
    notes.warn(None, message, "save the page as UTF-8", "not-utf8")
    return data.decode("cp1252", errors="replace")


def _codec(name: str | None) -> str | None:
    """Return Python's name of an encoding of text, None for anything else."""
    try:
        found = codecs.lookup(name) if name else None
        # Some of Python's codecs aren't encodings of text: zip, hex, rot13.
        plain = found is not None and "a".encode(found.name)
    except (LookupError, ValueError, TypeError):
        return None
    known = found.name.replace("-", "_") if found is not None and plain else None
    return None if known in _NO_TEXT else known


def tame(text: str, file: str) -> str:
    """Return markup without comments and declarations, in which every tag has its end.

    A ``<`` that begins no tag becomes ``&lt;``; lines stay where they are. Python's
    parser looks for the end of each of these anew, through all of the text: a page of
    five million ``<!--`` would take days.

    Raises:
        ReadError: More tags, or more attributes in one, than a page of text has.
    """
    out: list[str] = []
    done = begun = ended = 0
    while (at := text.find("<", done)) >= 0:
        out.append(text[done:at])
        if text[at + 1 : at + 2] in ("!", "?"):
            done = _after(text, at)
            out.append("\n" * text.count("\n", at, done))
            continue
        tag = _TAG.match(text, at) or _ODD_TAG.match(text, at)
        if tag is None:
            out.append("&lt;")
            done = at + 1
            continue
        begun, ended = (begun, ended + 1) if text[at + 1] == "/" else (begun + 1, ended)
        if begun > MAX_TAGS or ended > _MAX_ENDS or _many_attributes(tag[0]):
            raise ReadError(file, text.count("\n", 0, at) + 1, _TOO_MUCH, _SPLIT)
        done = _end_of_raw(text, tag)
        out.append(text[at:done])
    out.append(text[done:])
    return "".join(out)


def _after(text: str, at: int) -> int:
    """Return where a comment or declaration ends; one without an end takes all the rest."""
    mark = "-->" if text.startswith("<!--", at) else ">"
    end = text.find(mark, at + 2)
    return len(text) if end < 0 else end + len(mark)


def _many_attributes(tag: str) -> bool:
    if len(tag) < MAX_ATTRIBUTES:
        return False
    rest, values = _VALUE.subn("", tag)
    spaces = islice(_SPACE.finditer(rest), MAX_ATTRIBUTES)
    return values > MAX_ATTRIBUTES or sum(1 for _ in spaces) == MAX_ATTRIBUTES


def _end_of_raw(text: str, tag: re.Match[str]) -> int:
    """Return where a tag ends, with the script or style that it begins."""
    raw = _RAW.match(tag[0])
    if raw is None or tag[0].endswith("/>"):
        return tag.end()
    end = _RAW_ENDS[raw[1].lower()].search(text, tag.end())
    return len(text) if end is None else end.end()

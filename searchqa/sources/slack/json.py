"""The entries of a JSON list, one after the other, however long the list is.

In: a stream of bytes. Out: each entry as Python has it. Never: holds more than one entry
and a piece of the stream, or takes a list that breaks off for one that ends.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Final, Protocol

from searchqa.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A head with thousands of replies lists each of them: some 100 bytes for one.
MAX_ENTRY: Final = 2_000_000
_PIECE: Final = 1 << 18
# Where nothing but the end of the text so far can be what stops the decoder.
_MARGIN: Final = 64
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_AGAIN: Final = "export it from Slack again"


class Stream(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, b"" at the end."""


# Numbers stay as they are written: a ts is exact, and none is too long or infinite.
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None)


def entries(stream: Stream, file: str) -> Iterator[object]:
    """Yield the entries of a list; numbers come as they are written.

    Args:
        stream: UTF-8, with or without a byte order mark.
        file: What problems call it.

    Raises:
        ReadError: It is no list in JSON (with the line), breaks off, or an entry
            is larger than MAX_ENTRY characters.
    """
    text = _Text(stream, file)
    if text.mark() != "[":
        raise text.error("is no list in JSON")
    text.skip()
    if text.mark() == "]":
        text.skip()
    else:
        yield text.entry()
        while text.mark() == ",":
            text.skip()
            text.mark()
            yield text.entry()
        if text.mark() != "]":
            raise text.broken()
        text.skip()
    if text.mark():
        raise text.error("goes on behind the end of its list")


class _Text:
    """As much of a stream's text as is looked at; ``_at`` is where it is read on."""

    def __init__(self, stream: Stream, file: str) -> None:
        self._stream = stream
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def mark(self) -> str:
        """Return the next character that is no space, "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more(_PIECE)

    def skip(self) -> None:
        """Go on behind a mark."""
        self._at += 1

    def entry(self) -> object:
        """Return the value that begins here."""
        size = _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.error("is nested too deep") from None
            except json.JSONDecodeError as wrong:
                inside = wrong.pos < len(self._text) - _MARGIN
                if self._ended or (inside and not wrong.msg.startswith("Unterminated")):
                    raise self.broken(wrong.pos) from None
            else:
                # A number that ends where the text does may go on.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > MAX_ENTRY:
                raise self.error(f"has an entry larger than {MAX_ENTRY // 1_000_000} MB")
            self._more(size)
            # Twice as much each time, so that no entry costs the square of its length.
            size *= 2

    def broken(self, at: int | None = None) -> ReadError:
        """Return the error of a place where no JSON goes on."""
        at = self._at if at is None else at
        # The decoder stops at the beginning of what doesn't end.
        if self._ended and (at >= len(self._text) or self._text[at] == '"'):
            return self.error("breaks off in the middle", len(self._text))
        return self.error("isn't JSON from here on", at)

    def error(self, message: str, at: int | None = None) -> ReadError:
        """Return an error with the line of a place, of the next one when it isn't given."""
        line = self._line + self._text.count("\n", 0, self._at if at is None else at)
        return ReadError(self._file, line, message, _AGAIN)

    def _more(self, size: int) -> None:
        self._line += self._text.count("\n", 0, self._at)
        rest = self._text[self._at :]
        self._at = 0
        data = self._stream.read(size)
        self._ended = not data
        try:
            self._text = rest + self._decode.decode(data, self._ended)
        except UnicodeDecodeError as wrong:
            line = self._line + rest.count("\n") + wrong.object[: wrong.start].count(b"\n")
            raise ReadError(self._file, line, "isn't UTF-8 text", _AGAIN) from None

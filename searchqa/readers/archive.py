"""The archive of a transcript: its threads, each a question with its replies.

In: the fields of one file. Out: raw threads in the file's order, with the line of each message.
Never: drops a message without a problem, or changes a letter of a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import RawMessage, RawThread
from searchqa.readers.dates import parse_moment
from searchqa.readers.fields import plain
from searchqa.readers.yaml_events import Items, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from searchqa.readers.fields import Fields
    from searchqa.readers.yaml_events import Value

KEYS: Final = frozenset({"name", "text", "replies", "sent", "url", "reactions"})
_USUAL: Final = frozenset({"name", "text", "replies"})
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE | re.ASCII)
_MAX_DIGITS: Final = 6
_SHAPE: Final = "write - name: … text: …"


def read_archive(fields: Fields) -> tuple[RawThread, ...]:
    """Return the threads of a file; () with a notice when there are none.

    Raises:
        ReadError: The archive is there but no list.
    """
    value = fields.table.get("archive")
    line = fields.line("archive")
    if not value:
        what = "no archive" if line is None else "an empty archive"
        hint = "nothing to do while the week's questions aren't written down"
        fields.note(line, f"has {what}, so the book has no messages", hint, "no-archive")
        return ()
    if not isinstance(value, Items):
        raise ReadError(fields.file, line, "the archive is no list of messages", _SHAPE)
    return tuple(_threads(fields, value))


def _threads(fields: Fields, items: Items) -> Iterator[RawThread]:
    for item, line in zip(items, items.lines, strict=True):
        head = _message(fields, item, line, "a question")
        replies = tuple(_replies(fields, item))
        if head is None:
            continue
        if not head.text.strip() and not replies:
            fields.warn(line, "a question without words or replies", "write its text", "empty-text")
        yield RawThread(head, replies)


def _replies(fields: Fields, entry: Value) -> Iterator[RawMessage]:
    value = entry.get("replies") if isinstance(entry, Table) else None
    if value is None or value == "" or not isinstance(entry, Table):
        return
    if not isinstance(value, Items):
        line = entry.lines["replies"]
        fields.warn(line, "replies is no list; left out", _SHAPE, "bad-replies")
        return
    for item, line in zip(value, value.lines, strict=True):
        reply = _message(fields, item, line, "a reply")
        if reply is not None:
            yield reply
        if isinstance(item, Table) and item.get("replies"):
            message = "a reply has replies of its own; read as replies of the thread"
            fields.warn(
                item.lines["replies"], message, "move them out by a level", "nested-replies"
            )
            yield from _replies(fields, item)


def _message(fields: Fields, item: Value, line: int, what: str) -> RawMessage | None:
    if isinstance(item, str) and item.strip():
        fields.warn(line, f"{what} is a bare text without a name", _SHAPE, "no-name")
        return RawMessage("", item, line)
    if not isinstance(item, Table):
        fields.warn(line, f"{what} is neither name nor text; left out", _SHAPE, "bad-message")
        return None
    fields.check_keys(item, KEYS)
    name, text = item.get("name"), item.get("text")
    if isinstance(name, str) and isinstance(text, str) and name.strip() and text.strip():
        return RawMessage(name, text, line, *_more(fields, item))
    if not plain(name).strip():
        fields.warn(line, f"{what} has no name", "write name:", "no-name")
    if isinstance(text, Items | Table):
        hint = "put the text in quotes"
        fields.warn(item.lines["text"], f"the text of {what} isn't a text", hint, "not-text")
    elif not plain(text).strip():
        fields.note(line, f"{what} has no words", "write its text, or remove it", "empty-text")
    name = " ".join(plain(name).split())
    return RawMessage(name, plain(text), line, *_more(fields, item))


def _more(fields: Fields, item: Table) -> tuple[datetime | None, str, int]:
    """Return what only messages of some sources have: when, where, how many reactions."""
    if item.keys() <= _USUAL:
        return None, "", 0
    written, url, number = (plain(item.get(key)).strip() for key in ("sent", "url", "reactions"))
    sent = parse_moment(written)
    if written and sent is None:
        message = f'sent "{written}" is no moment; the week counts'
        fields.warn(item.lines["sent"], message, "write sent: 2021-09-27T10:12:33Z", "bad-sent")
    if url and not _ADDRESS.fullmatch(url):
        message = "url is no address; left out"
        fields.warn(item.lines["url"], message, "write url: https://…", "bad-url")
        url = ""
    counts = number.isascii() and number.isdecimal() and len(number) <= _MAX_DIGITS
    if number and not counts:
        message = "reactions is no number; left out"
        fields.warn(item.lines["reactions"], message, "write reactions: 3", "bad-reactions")
    return sent, url, int(number) if counts else 0

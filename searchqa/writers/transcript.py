"""A transcript as the file that an editor commits.

In: a Transcript. Out: the bytes of a Markdown file with YAML front matter, the
same for the same transcript. Never: gives bytes that don't read as that transcript.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, WriteError
from searchqa.readers.transcript import read_transcript
from searchqa.writers.scalars import flow_scalar, quoted, text_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from searchqa.model import RawMessage, RawThread, Transcript

_HINT: Final = "correct it where it comes from"
_HALF: Final = re.compile("[\ud800-\udfff]")
# What a file's name or the place in a file gives, not what is written in it.
_PLACES: Final = frozenset({"file", "id", "authors_line"})


def write_transcript(transcript: Transcript, besides: Sequence[str] = ()) -> bytes:
    """Return a transcript's file.

    Args:
        transcript: As read from anywhere.
        besides: Lines with keys of others (a picture, a layout) that the file shall have, too.

    Raises:
        WriteError: Something in it can't stand in such a file, and where it is.
    """
    _refuse_half_letters(transcript)
    data = ("\n".join(_lines(transcript, besides)) + "\n").encode("utf-8")
    try:
        again, _ = read_transcript(data, f"{transcript.id}.md")
    except ReadError as error:
        message = f"can't be written as a transcript: {error.message}"
        raise WriteError(transcript.file, None, message, error.hint) from None
    _compare(transcript, again)
    return data


def _lines(transcript: Transcript, besides: Sequence[str]) -> Iterator[str]:
    yield "---"
    yield f"title: {quoted(transcript.title)}"
    yield f"description: {quoted(transcript.description)}"
    yield f"cover: {quoted(transcript.cover)}"
    yield from besides
    yield f"start: {transcript.start.isoformat()}"
    yield f"end: {transcript.end.isoformat()}"
    yield f"authors: [{', '.join(flow_scalar(slug) for slug in transcript.author_slugs)}]"
    if transcript.links:
        yield "links:"
    for link in transcript.links:
        yield f"  - text: {text_scalar(link.text, 4)}"
        yield f"    link: {text_scalar(link.url, 4)}"
    if transcript.threads:
        yield from ("", "archive:")
    for thread in transcript.threads:
        yield from _thread(thread)
    # A blank line here or between threads would belong to a text that ends with line breaks.
    yield "---"
    if transcript.body:
        yield from ("", transcript.body)


def _thread(thread: RawThread) -> Iterator[str]:
    yield from _message(thread.head, 0)
    if thread.replies:
        yield "  replies:"
    for reply in thread.replies:
        yield from _message(reply, 2)


def _message(message: RawMessage, indent: int) -> Iterator[str]:
    space = " " * indent
    yield f"{space}- name: {text_scalar(message.name, indent + 2)}"
    yield f"{space}  text: {text_scalar(message.text, indent + 2)}"
    if message.sent is not None:
        yield f"{space}  sent: {_moment(message.sent)}"
    if message.url:
        yield f"{space}  url: {text_scalar(message.url, indent + 2)}"
    if message.reactions:
        yield f"{space}  reactions: {message.reactions}"


def _moment(sent: datetime) -> str:
    return sent.replace(tzinfo=None).isoformat() + "Z"


def _compare(transcript: Transcript, again: Transcript) -> None:
    """Refuse what reads otherwise than it was.

    Raises:
        WriteError: The first thing that differs.
    """
    for field in fields(transcript):
        was, now = getattr(transcript, field.name), getattr(again, field.name)
        if field.name == "threads":
            _compare_threads(transcript, again)
        elif was != now and field.name not in _PLACES:
            message = f"its {field.name} can't be written so that it reads the same"
            raise WriteError(transcript.file, None, message, _HINT)


def _compare_threads(transcript: Transcript, again: Transcript) -> None:
    if len(transcript.threads) != len(again.threads):
        message = "its questions can't be written so that they read the same"
        raise WriteError(transcript.file, None, message, _HINT)
    for thread, other in zip(transcript.threads, again.threads, strict=True):
        was, now = (thread.head, *thread.replies), (other.head, *other.replies)
        if len(was) != len(now):
            message = "a question's replies can't be written so that they read the same"
            raise WriteError(transcript.file, thread.head.line, message, _HINT)
        for one, two in zip(was, now, strict=True):
            if replace(one, line=0) != replace(two, line=0):
                raise _unlike(transcript.file, one, two)


def _unlike(file: str, one: RawMessage, two: RawMessage) -> WriteError:
    keys = [f.name for f in fields(one) if getattr(one, f.name) != getattr(two, f.name)]
    key = next(key for key in keys if key != "line")
    message = f"the {key} of a message can't be written so that it reads the same"
    return WriteError(file, one.line, message, _HINT)


def _refuse_half_letters(transcript: Transcript) -> None:
    """Refuse half a pair of surrogates, which some readers of YAML would take, but not all.

    Raises:
        WriteError: There is one, and the line of the message that has it.
    """
    words = (link.text + link.url for link in transcript.links)
    front = (transcript.title, transcript.description, transcript.cover, transcript.body)
    texts: list[tuple[int | None, str]] = [
        (None, "".join((*front, *transcript.author_slugs, *words)))
    ]
    texts += [
        (message.line, message.name + message.text + message.url)
        for thread in transcript.threads
        for message in (thread.head, *thread.replies)
    ]
    for line, text in texts:
        if _HALF.search(text):
            message = "holds half a letter (a lone surrogate), which no file in UTF-8 can carry"
            raise WriteError(transcript.file, line, message, _HINT)

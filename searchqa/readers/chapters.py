"""The chapters of a talk: each a thread, its lines the messages.

In: the fields of one file. Out: raw threads in the file's order, each message with its second.
Never: guesses who spoke, or drops a line without a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import RawMessage, RawThread
from searchqa.readers.fields import plain
from searchqa.readers.yaml_events import Items, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchqa.readers.fields import Fields
    from searchqa.readers.recording import Recording
    from searchqa.readers.yaml_events import Value

KEY: Final = "transcript"
LINE_KEYS: Final = frozenset({"header", "line", "who", "sec", "time"})
# What is longer than this under who: is a paragraph that slipped there.
MAX_NAME: Final = 60
_SHAPE: Final = "write - line: … who: … sec: …"
_SECOND: Final = re.compile(r"(\d{1,6})(?:\.\d+)?", re.ASCII)
_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", re.ASCII)


@dataclass(slots=True)
class _Line:
    """What somebody said; ``second`` is None when it isn't known."""

    who: str
    text: str
    second: int | None
    line: int


@dataclass(slots=True)
class _Chapter:
    """A header with its lines; before the first header the title is ""."""

    title: str
    line: int
    lines: list[_Line]


def read_chapters(fields: Fields, recording: Recording) -> tuple[RawThread, ...]:
    """Return a thread for each chapter; () with a notice when there is no transcript.

    A chapter's first message holds its header, a blank line, and its first line. Lines
    before the first header are a chapter of their own. A line without a second
    belongs to the second of the line before, where a speaker went on.

    Raises:
        ReadError: The transcript is there but no list.
    """
    value = fields.table.get(KEY)
    line = fields.line(KEY)
    if not value:
        what = "no transcript" if line is None else "an empty transcript"
        hint = "nothing to do while the talk isn't written down"
        fields.note(line, f"has {what}, so the talk has no messages", hint, "no-archive")
        return ()
    if not isinstance(value, Items):
        raise ReadError(fields.file, line, "the transcript is no list of lines", _SHAPE)
    entries = _without_repeats(fields, list(_entries(fields, value)))
    chapters = [one for one in _chapters(fields, entries) if one.lines]
    _mend(fields, [line for one in chapters for line in one.lines])
    return tuple(_thread(one, recording) for one in chapters)


def _entries(fields: Fields, items: Items) -> Iterator[_Chapter | _Line]:
    for item, line in zip(items, items.lines, strict=True):
        if isinstance(item, str) and item.strip():
            fields.warn(line, "a bare text without who said it", _SHAPE, "no-name")
            yield _Line("", item, None, line)
            continue
        if not isinstance(item, Table) or not item.keys() & {"header", "line", "who"}:
            message = "an entry is neither header nor line; left out"
            fields.warn(line, message, _SHAPE, "bad-message")
            continue
        fields.check_keys(item, LINE_KEYS)
        if "header" in item:
            yield _Chapter(_one_line(item.get("header")), line, [])
        if "line" in item or "who" in item:
            second = _second(fields, item)
            yield _Line(_one_line(item.get("who")), plain(item.get("line")), second, line)


def _without_repeats(fields: Fields, entries: Sequence[_Chapter | _Line]) -> list[_Chapter | _Line]:
    """Leave out a nameless line that comes again at once with the name of who said it."""
    kept: list[_Chapter | _Line] = []
    following: _Line | None = None
    repeats: list[int] = []
    for entry in reversed(entries):
        if isinstance(entry, _Line):
            again = following is not None and following.text == entry.text
            if again and not entry.who and following is not None and following.who:
                repeats.append(entry.line)
                continue
            following = entry
        kept.append(entry)
    if repeats:
        count = "a line is" if len(repeats) == 1 else f"{len(repeats)} lines are"
        message = f"{count} written twice, once without who said it; read once"
        fields.note(repeats[-1], message, "remove those without who:", "repeated-line")
    return kept[::-1]


def _chapters(fields: Fields, entries: Iterable[_Chapter | _Line]) -> list[_Chapter]:
    chapters = [_Chapter("", 0, [])]
    for entry in entries:
        last = chapters[-1]
        if isinstance(entry, _Line):
            last.lines.append(entry)
        elif last.lines or last.title != entry.title:
            _look_at_empty(fields, last)
            chapters.append(entry)
    _look_at_empty(fields, chapters[-1])
    return chapters


def _look_at_empty(fields: Fields, chapter: _Chapter) -> None:
    if chapter.line and not chapter.lines:
        message = f'the chapter "{chapter.title[:80]}" has no lines; left out'
        fields.note(chapter.line, message, "remove it, or write its lines", "empty-chapter")


def _mend(fields: Fields, lines: Iterable[_Line]) -> None:
    """Say who is missing, take paragraphs out of ``who``, and give each line a second."""
    taken: set[str] = set()
    second: int | None = None
    for line in lines:
        second = line.second = second if line.second is None else line.second
        if len(line.who) > MAX_NAME:
            paragraph, line.who = line.who, ""
            if paragraph not in taken:
                taken.add(paragraph)
                line.text = f"{paragraph}\n\n{line.text}"
            message = "under who: stands a paragraph; read as part of the line, said by nobody"
            fields.warn(line.line, message, "write who: with a name", "no-name")
        elif not line.who:
            fields.warn(line.line, "a line has no name", "write who:", "no-name")
        if not line.text.strip():
            hint = "write its text, or remove it"
            fields.note(line.line, "a line has no words", hint, "empty-text")


def _thread(chapter: _Chapter, recording: Recording) -> RawThread:
    first, *others = (
        RawMessage(one.who, one.text, one.line, url=recording.at(one.second))
        for one in chapter.lines
    )
    if chapter.title:
        text = f"{chapter.title}\n\n{first.text}"
        first = RawMessage(first.name, text, chapter.line, url=first.url)
    return RawThread(first, tuple(others))


def _second(fields: Fields, item: Table) -> int | None:
    """Return ``sec``, else what ``time`` (h:mm:ss) says, None when neither is there."""
    written, clock = _one_line(item.get("sec")), _one_line(item.get("time"))
    number, parts = _SECOND.fullmatch(written), _CLOCK.fullmatch(clock)
    if number is not None:
        return int(number[1])
    if written or (clock and parts is None):
        key, said = ("sec", written) if written else ("time", clock)
        message = f'{key} "{said[:40]}" is no second of a recording'
        fields.warn(item.lines[key], message, "write sec: 83, or time: '1:23'", "bad-second")
    if parts is None:
        return None
    return int(parts[1] or 0) * 3600 + int(parts[2]) * 60 + int(parts[3])


def _one_line(value: Value) -> str:
    return " ".join(plain(value).split())

"""A week of a Slack export: threads out of messages.

In: the JSON that a Slack source gives. Out: a Transcript and what was left out.
Never: reads an export itself, cleans a text, or leaves a message out uncounted.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timezone
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.model import Problem, RawMessage, RawThread, Transcript
from searchqa.readers.slack.messages import Message, Names, read_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from searchqa.model import Severity

    _Table = Mapping[str, Any]

_DELETED: Final = "(deleted)"
_ABSENT: Final = "(not in the export)"
_MAX_NAMED: Final = 5


def read_slack(data: bytes, file: str) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one week.

    Args:
        data: As ``sources.slack_week`` writes it.
        file: Its name; problems of single messages name the export's file instead.

    Raises:
        NoTranscriptError: Nobody wrote in the channel that week.
        ReadError: It isn't what a Slack source gives.
    """
    days, names, week, start, end = _opened(data, file)
    reader = _Reader(file, week, Names(names["users"], names["channels"]))
    threads = reader.threads(days)
    if not threads:
        message = f"nobody wrote in #{week['channel']} from {start} to {end}"
        hint = "correct channel:, from: and to:, or export these days from Slack"
        raise NoTranscriptError(file, None, message, hint)
    transcript = Transcript(
        id=PurePosixPath(file).stem,
        file=file,
        title=week["title"],
        description=week["description"],
        cover=week["cover"],
        start=start,
        end=end,
        author_slugs=tuple(week["authors"]),
        links=(),
        threads=threads,
        body="",
    )
    return transcript, tuple(reader.problems())


def _opened(data: bytes, file: str) -> tuple[_Table, _Table, _Table, date, date]:
    """Return days, names, settings, and the week's first and last day."""
    try:
        top = json.loads(data)
        days, names, week = top["days"], top["names"], top["week"]
        start, end = (date.fromisoformat(week[key]) for key in ("start", "end"))
    except (ValueError, KeyError, TypeError, RecursionError):
        hint = "export it from Slack again"
        raise ReadError(file, None, "is no week of a Slack export", hint) from None
    return days, names, week, start, end


class _Reader:
    """Makes threads of one week's messages, and counts what it leaves out."""

    def __init__(self, file: str, week: Mapping[str, str], names: Names) -> None:
        self._file = file
        self._channel = week["channel"]
        self._root = f"{week['workspace']}/archives/{week['channel_id']}"
        self._id = week["channel_id"]
        # An id of Slack's is letters and digits; with anything else there is no such address.
        self._linked = bool(week["workspace"]) and self._id.isascii() and self._id.isalnum()
        self._names = names
        self._out: Counter[str] = Counter()
        self._heads: Counter[str] = Counter()
        self._lacking = 0
        self._line = 0
        self._odd: Counter[str] = Counter()

    def threads(self, days: Mapping[str, Iterable[dict[str, object]]]) -> tuple[RawThread, ...]:
        """Return the threads in the order in which they began."""
        grouped: dict[str, list[Message]] = {}
        seen: set[tuple[str, str, str]] = set()
        for day, messages in days.items():
            for raw in messages:
                message = read_message(raw, self._names)
                if message.odd_thread:
                    self._odd[f"{self._channel}/{day}.json"] += 1
                # A reply that is shown in the channel, too, may be there twice.
                key = (message.ts, message.name, message.text)
                if key not in seen:
                    seen.add(key)
                    grouped.setdefault(message.thread, []).append(message)
        ordered = sorted(grouped.items(), key=lambda item: _moment_of(item[0]))
        made = (self._thread(ts, messages) for ts, messages in ordered)
        return tuple(thread for thread in made if thread is not None)

    def problems(self) -> Iterator[Problem]:
        """Yield what was left out and what is lacking, one line for each kind."""
        if self._out:
            counts = ", ".join(f"{count} {what}" for what, count in sorted(self._out.items()))
            yield self._problem(f"left out: {counts}", "", "notice", "left-out")
        for text, count in sorted(self._heads.items()):
            message = f'{_counted(count, "thread")} under "{text}": the first message is gone'
            yield self._problem(message, "", "notice", "no-head")
        if self._lacking:
            message = f"{_counted(self._lacking, 'reply')} that Slack counts lacking in the export"
            hint = "export the days after the week, too"
            yield self._problem(message, hint, "notice", "replies-lacking")
        unknown = sorted(self._names.unknown)
        if unknown:
            listed = ", ".join(unknown[:_MAX_NAMED])
            more = f" and {len(unknown) - _MAX_NAMED} more" if len(unknown) > _MAX_NAMED else ""
            message = f"users.json doesn't know {listed}{more}"
            yield self._problem(message, 'shown as "unknown" and the id', "notice", "no-user")
        for file, count in self._odd.items():
            message = f"{_counted(count, 'message')} with a thread_ts that is no time"
            hint = "taken as questions of their own"
            yield Problem(file, None, message, hint, "warning", "bad-thread-ts")

    def _thread(self, ts: str, messages: list[Message]) -> RawThread | None:
        firsts = sorted((m for m in messages if m.ts == ts and not m.gone), key=lambda m: m.why)
        head = firsts[0] if firsts else None
        replies = [m for m in messages if m.ts != ts]
        # Two messages of one moment: one that counts is the head, nothing is lost.
        replies += firsts[1:]
        kept = sorted((m for m in replies if not m.why), key=lambda m: _moment_of(m.ts))
        self._out.update(m.why for m in replies if m.why)
        deleted = any(m.ts == ts and m.gone for m in messages)
        if not kept and (head is None or head.why):
            self._out.update(m.why for m in messages if m is head or (m.ts == ts and m.gone))
            return None
        if head is not None:
            self._lacking += max(0, head.replies - len(replies))
            first = self._message(head)
        else:
            text = _DELETED if deleted else _ABSENT
            self._heads[text] += 1
            first = self._message(Message(ts, ts, "", text))
        return RawThread(first, tuple(self._message(m) for m in kept))

    def _message(self, message: Message) -> RawMessage:
        self._line += 1
        moment = datetime.fromtimestamp(_moment_of(message.ts)[0], timezone.utc)
        url = ""
        if self._linked:
            url = f"{self._root}/p{message.ts.replace('.', '')}"
            if message.thread != message.ts:
                url += f"?thread_ts={message.thread}&cid={self._id}"
        return RawMessage(message.name, message.text, self._line, moment, url, message.reactions)

    def _problem(self, message: str, hint: str, severity: Severity, code: str) -> Problem:
        return Problem(self._file, None, message, hint, severity, code)


def _moment_of(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return int(seconds), int(rest)


def _counted(count: int, noun: str) -> str:
    many = noun[:-1] + "ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else many}"

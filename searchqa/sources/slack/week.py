"""A week of a Slack export as one file, whose bytes change only when the week does.

In: messages and settings. Out: JSON in one fixed spelling, piece by piece.
Never: keeps what changes from one export to the next though nothing was written.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.sources.slack.export import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from searchqa.formats import Week

MAX_WEEK: Final = 32_000_000
MAX_REACTIONS: Final = 999_999

_STAMP: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?", re.ASCII)
# 9999-12-31, the last day that Python knows.
_LAST_SECOND: Final = 253_402_300_799
_EPOCH: Final = date(1970, 1, 1).toordinal()
_ID: Final = re.compile(r"[A-Z][A-Z0-9]+")
_TEXTS: Final = ("ts", "thread_ts", "type", "subtype", "user", "username", "text", "reply_count")
_FILE: Final = ("title", "name", "permalink")
_ATTACHED: Final = ("pretext", "title", "title_link", "text", "fallback")
# An attachment that shows what a link leads to, or another message.
_UNFURLED: Final = ("from_url", "original_url", "is_msg_unfurl", "is_share")

# ``json.dumps`` would make another one for each message.
_json: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def stamp(value: object) -> str:
    """Return a ``ts`` in one spelling, ``1632736800.000100``, "" when it is none.

    Seconds since 1970 in UTC; what stands behind the point tells messages of a second
    apart. See docs.slack.dev/messaging/retrieving-messages.
    """
    found = _STAMP.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) > _LAST_SECOND:
        return ""
    return f"{int(found[1])}.{found[2] or '':0<6}"


def day_of(ts: str) -> int:
    """Return the day of a ``stamp``, in UTC, as the ordinal of a date."""
    return _EPOCH + int(ts[:-7]) // 86_400


def trimmed(message: Mapping[str, object], users: AbstractSet[str]) -> dict[str, object]:
    """Return of a message what a reader reads.

    The addresses of files carry a token that is new in each export, and pictures of
    people come and go: only some keys are kept.

    Args:
        message: As in an export.
        users: Ids of those whose names are known; of others the message's own are kept.
    """
    out: dict[str, object] = {
        key: value for key in _TEXTS if isinstance(value := message.get(key), str)
    }
    if message.get("hidden") is True:
        out["hidden"] = True
    if out.get("user") not in users:
        for key in ("user_profile", "bot_profile"):
            profile = message.get(key)
            if isinstance(profile, dict) and (names := names_of(profile)):
                out[key] = names
    files = [_some(item, _FILE) for item in _tables(message.get("files"))]
    attached = _tables(message.get("attachments"))
    own = [_some(a, _ATTACHED) for a in attached if not any(a.get(key) for key in _UNFURLED)]
    out |= {key: items for key, items in (("files", files), ("attachments", own)) if items}
    if not str(out.get("text", "")).strip() and isinstance(blocks := message.get("blocks"), list):
        out["blocks"] = blocks
    if count := sum(_count(item) for item in _tables(message.get("reactions"))):
        out["reactions"] = min(count, MAX_REACTIONS)
    return out


class WeekFile:
    """One week's file while it grows: messages by day, then names, then settings.

    Args:
        week: What it is about.
        sink: Takes the bytes, piece by piece.

    Attributes:
        days: Those whose files had a message of the week.
        ids: What looks like the id of a user or a channel in its messages.
    """

    def __init__(self, week: Week, sink: Callable[[bytes], object]) -> None:
        self._week = week
        self._sink = sink
        self._day = ""
        self._size = 0
        self._found: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self.days: list[date] = []
        self.ids: set[str] = set()
        self._write('{"days":{')

    @property
    def lacking(self) -> bool:
        """Say whether a thread has fewer replies here than Slack counted."""
        return any(self._found.get(ts, 0) < count for ts, count in self._told.items())

    @property
    def large(self) -> bool:
        """Say whether it is too large to be read."""
        return self._size > MAX_WEEK

    def add(self, day: date, message: Mapping[str, object], ts: str, thread: str) -> None:
        """Add a message of a day's file.

        Raises:
            RecursionError: It is nested too deep.
        """
        text = _json(message)
        if not self.large:
            self.ids.update((*_ID.findall(text), str(message.get("user"))))
        if thread == ts:
            told = message.get("reply_count")
            digits = isinstance(told, str) and told.isascii() and told.isdecimal()
            self._told[ts] = int(str(told)[:9]) if digits else 0
        else:
            self._found[thread] = self._found.get(thread, 0) + 1
        name = day.isoformat()
        if name == self._day:
            self._write(f",{text}")
        else:
            self._write(f'{"]," if self._day else ""}"{name}":[{text}')
            self._day = name
            self.days.append(day)

    def tail(
        self, channels: Mapping[str, str], users: Mapping[str, object], workspace: str
    ) -> bytes:
        """Return what stands behind the messages: names of who is in them, and the settings.

        Args:
            channels: Ids by name.
            users: Names by id.
            workspace: The workspace's address, or "".
        """
        week = self._week
        settings = {
            "authors": week.authors,
            "book": week.book,
            "channel": week.channel,
            "channel_id": channels.get(week.channel, ""),
            "cover": week.cover,
            "description": week.description,
            "end": week.end.isoformat(),
            "start": week.start.isoformat(),
            "title": week.title,
            "workspace": workspace,
        }
        names = {
            "channels": {key: name for name, key in channels.items() if key in self.ids},
            "users": {key: users[key] for key in self.ids if key in users},
        }
        close = "]" if self._day else ""
        return f'{close}}},"names":{_json(names)},"week":{_json(settings)}}}'.encode("ascii")

    def _write(self, text: str) -> None:
        data = text.encode("ascii")
        self._size += len(data)
        # What is too large is never read: its revision doesn't matter.
        if not self.large:
            self._sink(data)


def too_large(week: Week) -> ReadError:
    """Return the error of a week that holds more than a reader takes."""
    message = f"the week is larger than {MAX_WEEK // 1_000_000} MB"
    return ReadError(f"{week.book}.json", None, message, "make it shorter: from:, to:")


def _tables(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _some(table: Mapping[str, object], keys: tuple[str, ...]) -> dict[str, object]:
    return {key: value for key in keys if isinstance(value := table.get(key), str) and value}


def _count(reaction: Mapping[str, object]) -> int:
    """Return how many gave a reaction: ``users`` lists only some of many."""
    told, users = reaction.get("count"), reaction.get("users")
    listed = len(users) if isinstance(users, list) else 0
    if isinstance(told, str) and told.isascii() and told.isdecimal():
        return max(int(told[:9]), listed)
    return listed

"""A Slack export as Slack writes it, with invented people: a folder, or a zip of it.

In: messages. Out: files in the shape of an export. Never: holds a name or a sentence of
a real workspace.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from searchqa.formats import FORMATS, Format, Week

CHANNEL = "book-of-the-week"
CHANNEL_ID = "C01BOOKWEEK"
ADA, TOM, IDA, GONE = "U01ADALOOM1", "U02TOMREED2", "U03IDABRO0K", "U04LEFTUS44"
AT = 1632736800  # 2021-09-27 10:00:00 UTC, a Monday

Raw = dict[str, Any]

USERS: list[Raw] = [
    {
        "id": ADA, "team_id": "T01", "name": "ada.loom", "deleted": False, "real_name": "Ada Loom",
        "profile": {"real_name": "Ada Loom", "display_name": "", "avatar_hash": "g1"},
    },
    {
        "id": TOM, "team_id": "T01", "name": "treed", "deleted": False,
        "profile": {"real_name": "Thomas Reed", "display_name": "Tom  Reed\u200b"},
    },
    {"id": IDA, "team_id": "T01", "name": "idabrook", "profile": {"display_name": None}},
    {"id": GONE, "name": "gone", "deleted": True, "profile": {"real_name": "Otto Left"}},
]  # fmt: skip
CHANNELS: list[Raw] = [
    {"id": CHANNEL_ID, "name": CHANNEL, "created": 1600000000, "creator": ADA,
     "is_archived": False, "is_general": False, "members": [ADA, TOM], "topic": {"value": ""}},
    {"id": "C02GENERAL0", "name": "general", "members": []},
]  # fmt: skip


def ts(seconds: float, micro: int = 100) -> str:
    """Return the ts of a moment counted from Monday, 10:00."""
    return f"{AT + int(seconds)}.{micro:06d}"


def said(user: str, text: str, seconds: float, **more: Any) -> Raw:
    """Return a message as an export has it."""
    return {
        "client_msg_id": f"id-{seconds}", "type": "message", "user": user, "text": text,
        "ts": ts(seconds), "team": "T01", "user_team": "T01", "source_team": "T01", **more,
    }  # fmt: skip


def reply(user: str, text: str, seconds: float, to: float, **more: Any) -> Raw:
    """Return a reply to the message sent at ``to``."""
    return said(user, text, seconds, thread_ts=ts(to), parent_user_id=ADA, **more)


def head(user: str, text: str, seconds: float, replies: int, **more: Any) -> Raw:
    """Return a message that began a thread."""
    return said(
        user, text, seconds, thread_ts=ts(seconds), reply_count=replies, reply_users_count=1,
        latest_reply=ts(seconds + 60), is_locked=False, subscribed=False, **more,
    )  # fmt: skip


def by_day(messages: Iterable[Raw]) -> dict[str, list[Raw]]:
    """Return messages under the day (UTC) they were sent."""
    days: dict[str, list[Raw]] = {}
    for message in sorted(messages, key=lambda m: float(m["ts"])):
        day = datetime.fromtimestamp(float(message["ts"]), timezone.utc).date().isoformat()
        days.setdefault(day, []).append(message)
    return days


def write_export(
    root: Path,
    channels: Mapping[str, Iterable[Raw]],
    *,
    users: Any = USERS,
    listed: Any = CHANNELS,
) -> Path:
    """Write a folder: messages by channel."""
    root.mkdir(parents=True, exist_ok=True)
    write_json(root / "users.json", users)
    write_json(root / "channels.json", listed)
    write_json(root / "dms.json", [{"id": "D1", "members": [ADA, TOM]}])
    write_json(root / "groups.json", [{"id": "G1", "name": "secret", "members": [ADA]}])
    write_json(root / "integration_logs.json", [])
    write_json(root / "canvases.json", [])
    for channel, messages in channels.items():
        for day, sent in by_day(messages).items():
            write_json(root / channel / f"{day}.json", sent)
    return root


def write_json(file: Path, value: Any) -> None:
    """Write JSON as Slack does: indented by four, a slash with its backslash."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=4).replace("/", "\\/"), encoding="utf-8")


def zipped(root: Path, to: Path, prefix: str = "") -> Path:
    """Zip a folder as Slack does: its files at the zip's root."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(root.rglob("*")):
            name = prefix + file.relative_to(root).as_posix()
            if file.is_dir():
                out.writestr(f"{name}/", b"")
            else:
                out.write(file, name)
    return to


def week(book: str = "20210927-looms", start: str = "2021-09-27", **more: Any) -> Week:
    """Return a week from a Monday to its Friday."""
    first = date.fromisoformat(start)
    given: Raw = {
        "channel": CHANNEL, "end": date.fromordinal(first.toordinal() + 4),
        "title": "The Book of Looms", "authors": ("Ada Loom",), **more,
    }  # fmt: skip
    return Week(start=first, book=book, **given)


def form(*weeks: Week, workspace: str = "https://looms.slack.com") -> Format:
    """Return the format of a Slack source."""
    return replace(FORMATS["slack"], weeks=weeks or (week(),), workspace=workspace)


def week_of_messages() -> list[Raw]:
    """Return a week with most of what a channel holds."""
    day = 86_400
    joined = said(TOM, f"<@{TOM}> has joined the channel", -3000, subtype="channel_join")
    return [
        joined,
        head(TOM, f"How do you keep *two versions* of a table, <@{ADA}>?", 0, 3,
             reactions=[{"name": "tada", "users": [ADA, IDA], "count": 2},
                        {"name": "+1", "users": [ADA], "count": 1}]),
        reply(ADA, "By a hash of its rows: see <https://a.example.org/rows|rows> &amp; more.",
              60, 0, edited={"user": ADA, "ts": ts(70)}),
        reply(IDA, "Which one? ```SELECT 1```", 120, 0),
        reply(GONE, f"I ask in <#{CHANNEL_ID}> too", day, 0, subtype="thread_broadcast"),
        said(IDA, "", 500, files=[{"id": "F1", "title": "Pattern <card>", "mode": "hosted",
             "permalink": "https://looms.slack.com/files/F1/card.pdf",
             "url_private": "https://files.slack.com/F1?t=xoxe-secret"}], upload=True),
        said(TOM, "no words", 600, subtype="channel_topic"),
    ]  # fmt: skip

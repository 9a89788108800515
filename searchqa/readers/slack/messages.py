"""One message of a Slack export: who wrote it, what, and whether it counts.

In: a message as the source gives it. Out: a Message. Never: raises on any shape, or
takes for noise what a person may have written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from searchqa.readers.slack.text import text_of
from searchqa.sources.slack.week import MAX_REACTIONS, stamp
from searchqa.text.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

_SLACKBOT: Final = "USLACKBOT"
# What Slack itself writes: docs.slack.dev/reference/events/message, "subtypes". What
# isn't listed here and says something is taken for a message.
_NOISE_BEGINS: Final = ("channel_", "group_", "app_conversation_", "tabbed_canvas_")
_NOISE: Final = frozenset(
    {
        "bot_add",
        "bot_disable",
        "bot_enable",
        "bot_remove",
        "ekm_access_denied",
        "huddle_thread",
        "joiner_notification",
        "joiner_notification_for_inviter",
        "message_changed",
        "message_deleted",
        "message_replied",
        "pinned_item",
        "reminder_add",
        "reminder_delete",
        "reply_broadcast",
        "sh_room_created",
        "slackbot_response",
        "unpinned_item",
    }
)
JOINS: Final = "joins and the like"
BOTS: Final = "of bots without a name"
EMPTY: Final = "without words"
DELETED: Final = "deleted"
HIDDEN: Final = "hidden"


@dataclass(slots=True)
class Names:
    """Who is who in a week.

    Attributes:
        users: Names (display_name, real_name, name) by id.
        channels: Names by id.
        unknown: Ids of writers without a name, so far.
        shown: The one name of each user.
    """

    users: Mapping[str, Mapping[str, str]]
    channels: Mapping[str, str]
    unknown: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.shown = {key: name for key, user in self.users.items() if (name := _best(user))}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it counts.

    Attributes:
        ts: When it was sent, a ``stamp``.
        thread: The ``ts`` of its thread's first message.
        name: Who wrote it, "" when nobody is named.
        text: Slack's Markdown.
        reactions: How many it got.
        replies: How many replies Slack counts.
        why: Why it is left out, "" when it counts.
        odd_thread: Whether its ``thread_ts`` is no time.
    """

    ts: str
    thread: str
    name: str
    text: str
    reactions: int = 0
    replies: int = 0
    why: str = ""
    odd_thread: bool = False

    @property
    def gone(self) -> bool:
        """Say whether nothing of it is left to show."""
        return self.why in (DELETED, HIDDEN)


def read_message(raw: Mapping[str, object], names: Names) -> Message:
    """Read one message.

    Args:
        raw: With a ``ts`` that is a time.
        names: Who is who; a writer that nobody knows is added to ``unknown``.
    """
    ts = stamp(raw.get("ts"))
    written = raw.get("thread_ts")
    thread = stamp(written)
    text = text_of(raw, names.shown, names.channels)
    why = _why(raw, text)
    reactions = raw.get("reactions")
    told = raw.get("reply_count")
    return Message(
        ts=ts,
        thread=thread or ts,
        name=_writer(raw, names, counts=not why),
        text=text,
        reactions=min(reactions, MAX_REACTIONS) if isinstance(reactions, int) else 0,
        replies=int(told[:9]) if isinstance(told, str) and _is_number(told) else 0,
        why=why,
        odd_thread=bool(written) and not thread,
    )


def _why(raw: Mapping[str, object], text: str) -> str:
    """Return why a message is left out, "" when it counts."""
    kind = raw.get("subtype")
    subtype = kind if isinstance(kind, str) else ""
    if subtype == "tombstone":
        return DELETED
    if raw.get("hidden") is True:
        return HIDDEN
    other = raw.get("type", "message") != "message" or raw.get("user") == _SLACKBOT
    if other or subtype in _NOISE or subtype.startswith(_NOISE_BEGINS):
        return JOINS
    if subtype == "bot_message" and not (raw.get("username") or raw.get("bot_profile")):
        return BOTS
    return "" if text.strip() else EMPTY


def _writer(raw: Mapping[str, object], names: Names, *, counts: bool) -> str:
    user = raw.get("user")
    known = names.shown.get(user, "") if isinstance(user, str) else ""
    if known:
        return known
    username = raw.get("username")
    for profile in (raw.get("user_profile"), {"name": username}, raw.get("bot_profile")):
        name = _best(profile) if isinstance(profile, dict) else ""
        if name:
            return name
    shown = _tidy(user)[:40] if isinstance(user, str) else ""
    if not shown:
        return ""
    if counts:
        names.unknown.add(shown)
    return f"unknown {shown}"


def _best(user: Mapping[str, object]) -> str:
    """Return the name that Slack shows: display_name, else real_name, else name."""
    for key in ("display_name", "real_name", "name"):
        value = user.get(key)
        name = _tidy(value) if isinstance(value, str) else ""
        if name:
            return name
    return ""


def _tidy(name: str) -> str:
    return " ".join(normalise(name).split())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()

"""What a message of Slack says, as Slack's Markdown.

In: a message as the source gives it, and names. Out: one text. Never: cleans what
``text.slack`` cleans, shows a preview of a link, or raises on any shape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.readers.slack.blocks import escaped, text_of_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

_USER: Final = re.compile(r"<@([A-Z0-9]{1,30})(?:\|([^<>\n]{0,1000}))?>")
_CHANNEL: Final = re.compile(r"<#([A-Z0-9]{1,30})(?:\|([^<>\n]{0,1000}))?>")
_ADDRESS: Final = re.compile(r"https?://[^\s<>|]{1,4000}", re.IGNORECASE)


def text_of(
    message: Mapping[str, object], users: Mapping[str, str], channels: Mapping[str, str]
) -> str:
    """Return a message's text with names for ids, then its attachments and files.

    Mentions become ``@Name`` and ``#channel``; a file is ``<address|title>``, or the
    title alone when it has no address; an attachment is its own text.

    Args:
        message: With any of ``text``, ``blocks``, ``attachments``, ``files``.
        users: Names by id.
        channels: Names by id.
    """
    text = message.get("text")
    said = text if isinstance(text, str) and text.strip() else text_of_blocks(message.get("blocks"))
    parts = [said.strip("\n")] if said.strip() else []
    parts += [shown for item in _tables(message.get("attachments")) if (shown := _attached(item))]
    files = [shown for item in _tables(message.get("files")) if (shown := _file(item))]
    parts += ["\n".join(files)] if files else []
    return _named("\n\n".join(parts), users, channels)


def _named(text: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    def user(found: re.Match[str]) -> str:
        name = escaped(users.get(found[1], "")) or (found[2] or "").lstrip("@")
        return f"@{name.strip() or 'someone'}"

    def channel(found: re.Match[str]) -> str:
        name = (found[2] or "").lstrip("#") or escaped(channels.get(found[1], ""))
        return f"#{name.strip() or 'channel'}"

    if "<@" in text:
        text = _USER.sub(user, text)
    return _CHANNEL.sub(channel, text) if "<#" in text else text


def _attached(item: Mapping[str, object]) -> str:
    """Return what an attachment says; its fallback only when it says nothing else."""
    title, address = _line(item.get("title")), item.get("title_link")
    title = _link(address, title) if title else ""
    parts = [item.get("pretext"), title, item.get("text")]
    said = [part.strip() for part in parts if isinstance(part, str) and part.strip()]
    fallback = item.get("fallback")
    if not said and isinstance(fallback, str):
        said = [fallback.strip()]
    return "\n".join(said)


def _file(item: Mapping[str, object]) -> str:
    title = _line(item.get("title")) or _line(item.get("name"))
    return _link(item.get("permalink"), escaped(title))


def _link(address: object, label: str) -> str:
    """Return a link under a label; the label alone when there is no address."""
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return label
    label = re.sub(r"<([^<>|]*\|)?|>", "", label)
    return f"<{address}|{label}>" if label else f"<{address}>"


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _tables(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

"""What becomes of messages in a Slack export, for tests.

In: messages. Out: transcripts, or what they say in short. Never: skips the source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from searchqa.model import Problem, RawThread, Transcript
from searchqa.readers.slack.week import read_slack
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_export import ADA, CHANNEL, CHANNEL_ID, Raw, form, said, write_export

BOOK = "20210927-looms.json"
LINK = f"https://looms.slack.com/archives/{CHANNEL_ID}"


def read(root: Path, messages: list[Raw], **more: Any) -> tuple[Transcript, tuple[Problem, ...]]:
    write_export(root, {CHANNEL: messages}, **more)
    return read_slack(SlackSource(root, "s", form()).read(BOOK), BOOK)


def threads(root: Path, messages: list[Raw], **more: Any) -> list[tuple[str, ...]]:
    """Return each thread as ``name: text`` of its messages."""
    return [shown(thread) for thread in read(root, messages, **more)[0].threads]


def shown(thread: RawThread) -> tuple[str, ...]:
    return tuple(f"{m.name}: {m.text}" for m in (thread.head, *thread.replies))


def text(root: Path, said_so: str = "", **more: Any) -> str:
    (thread,) = read(root, [said(ADA, said_so, 0, **more)])[0].threads
    return thread.head.text


def told(root: Path, messages: list[Raw], **more: Any) -> list[str]:
    return [str(problem) for problem in read(root, messages, **more)[1]]

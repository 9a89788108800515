"""Transcripts written back as a Slack export become the same documents again."""

from __future__ import annotations

import calendar
from pathlib import Path

import pytest

from searchqa.flatten import Flattened, flatten
from searchqa.formats import Week
from searchqa.model import Person, Transcript
from searchqa.readers.person import read_person
from searchqa.readers.table import read_as
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from searchqa.sources.slack.source import SlackSource
from tests.support.documents import SAMPLE, corpus
from tests.support.slack_export import Raw, form, write_export, zipped

CORPUS = corpus()


class Channels:
    """An export that grows: a channel for each book."""

    def __init__(self) -> None:
        self.messages: dict[str, list[Raw]] = {}
        self.users: dict[str, str] = {}
        self.weeks: list[Week] = []

    def add(self, transcript: Transcript, authors: tuple[str, ...]) -> None:
        channel = f"week-{len(self.weeks)}"
        self.weeks.append(
            Week(channel, transcript.start, transcript.end, transcript.id, "t", authors)
        )
        begin = calendar.timegm(transcript.start.timetuple())
        said = self.messages.setdefault(channel, [])
        for number, thread in enumerate(transcript.threads):
            first = f"{begin + number * 60}.000100"
            for place, message in enumerate((thread.head, *thread.replies)):
                user = self.users.setdefault(message.name, f"U{len(self.users):08d}")
                ts = f"{begin + number * 60 + place}.000100"
                more = {"thread_ts": first} if thread.replies else {}
                said.append(
                    {"type": "message", "user": user, "text": message.text, "ts": ts, **more}
                )

    def write(self, folder: Path) -> Path:
        users = [{"id": key, "profile": {"display_name": n}} for n, key in self.users.items()]
        listed = [{"id": f"C{n:08d}", "name": name} for n, name in enumerate(self.messages)]
        write_export(folder / "export", self.messages, users=users, listed=listed)
        return zipped(folder / "export", folder / "export.zip")


def documents(flattened: Flattened) -> list[tuple[int | str, ...]]:
    """Return what of each document its thread gives; replies without words aside.

    A thread's id isn't among it: names stand for the ids that a head mentions.
    """
    return [
        (d.number, d.participant, d.text, d.kind, d.role, d.question)
        for d in flattened.documents
        if d.text or d.position == 0
    ]


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(SAMPLE, id="sample"),
        pytest.param(
            CORPUS,
            id="corpus",
            marks=pytest.mark.skipif(CORPUS is None, reason="the large corpus isn't here"),
        ),
    ],
)
def test_a_transcript_comes_back(folder: Path, tmp_path: Path) -> None:
    source, channels = FolderSource(folder), Channels()
    before: dict[str, Flattened] = {}

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        if transcript.threads:
            before[transcript.id] = flatten(transcript, person)
            authors = before[transcript.id].book.authors
            channels.add(transcript, tuple(author.name for author in authors))
    export = SlackSource(channels.write(tmp_path), "s", form(*channels.weeks))
    listed = export.transcripts()
    assert len(listed) == len(before) > 3
    for one in listed:
        again = flatten(read_as(export.format, export.read(one.path), one.path)[0], lambda _: None)
        assert documents(again) == documents(before[again.book.id])

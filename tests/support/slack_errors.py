"""What a Slack source says of a bad export, for tests.

In: a path. Out: one line for each week. Never: lets an error pass that isn't ours.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from searchqa.errors import ReadError, SourceError
from searchqa.sources.base import UNREADABLE, Entry, revision_of
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_export import ADA, CHANNEL, TOM, form, said, week

BOOK = "20210927-looms.json"
WEEKS = form(week(), week("20211004-dyes", "2021-10-04"))
DAY = f"{CHANNEL}/2021-09-27.json"
MESSAGES = [said(TOM, "Do looms hum?", 0), said(ADA, "Do dyes fade?", 7 * 86_400)]


def lines(path: Path) -> list[str]:
    """Return the error of each week, "" for a good one."""
    source = SlackSource(path, "s", WEEKS)
    return [error_of(source, entry) for entry in source.transcripts()]


def error_of(source: SlackSource, entry: Entry) -> str:
    if entry.revision != UNREADABLE:
        assert revision_of(source.read(entry.path)) == entry.revision
        return ""
    with pytest.raises(ReadError) as told:
        source.read(entry.path)
    assert "\n" not in told.value.message
    return f"{told.value.file}:{told.value.line}: {told.value.message}"


def refused(path: Path) -> SourceError:
    with pytest.raises(SourceError) as told:
        SlackSource(path, "s", WEEKS).transcripts()
    assert "\n" not in told.value.message
    return told.value

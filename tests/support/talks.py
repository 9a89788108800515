"""A folder of invented talks, and an index of them beside the sample's weeks."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from searchqa.app import reindex
from searchqa.config import Config, SourceConfig
from searchqa.formats import TRANSCRIPTS
from searchqa.indexing import reading
from searchqa.model import TALKS, UNDATED, Problem, Transcript
from searchqa.readers.table import read_as

if TYPE_CHECKING:
    import pytest

    from searchqa.formats import Format

SAMPLE = Path(str(files("searchqa"))) / "sample"
TALK = "20220301-keeping-everything"
UNDATED_TALK = "20990101-a-talk-of-some-day"
_TALK = """---
title: {title}
start: {day}
end: {day}
authors: [pellavan]
archive:
  - name: Orla Finn
    text: What does a zebrafish teach us about data?
    url: https://video.example.org/watch?v=abc&t=754
    replies:
      - name: Pella Van
        text: To keep {what}. Object versioning is older than we are.
        url: https://video.example.org/watch?v=abc#t=4530
        sent: 2022-03-09T23:12:33Z
        reactions: 3
      - name: Orla Finn
        text: And what did it forget?
        url: ftp://files.example.org/forgotten
---
"""


def build_mixed(index: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish an index of the sample and of two talks, one of which nobody dated."""
    talks = folder / "_books"
    talks.mkdir(parents=True)
    (folder / "_people").mkdir()
    for name, title, day, what in (
        (TALK, "Keeping Everything", "2022-03-01", "everything"),
        (UNDATED_TALK, "A Talk of Some Day", "2099-01-01", "an axolotl"),
    ):
        text = _TALK.format(title=title, day=day, what=what)
        (talks / f"{name}.md").write_text(text, encoding="utf-8")
    # No transcript can be without a date; files of talks can.
    monkeypatch.setattr(reading, "read_as", _read_undated)
    weeks = SourceConfig(SAMPLE, "weeks")
    form = replace(TRANSCRIPTS, collection=TALKS)
    sources = (weeks, SourceConfig(folder, "talks", form))
    assert reindex(Config(index=index, sources=sources)).published


def _read_undated(form: Format, data: bytes, file: str) -> tuple[Transcript, tuple[Problem, ...]]:
    transcript, problems = read_as(form, data, file)
    if transcript.id == UNDATED_TALK:
        transcript = replace(transcript, start=UNDATED, end=UNDATED)
    return transcript, problems

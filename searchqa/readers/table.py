"""Which reader reads a file, by the format of its source.

In: a format, a file's bytes and its name. Out: a Transcript and its problems.
Never: reads anything itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.readers.slack.week import read_slack
from searchqa.readers.talk import read_talk
from searchqa.readers.transcript import read_transcript

if TYPE_CHECKING:
    from searchqa.formats import Format
    from searchqa.model import Problem, Transcript


def read_as(form: Format, data: bytes, file: str) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one file as its source's format says.

    Raises:
        NoTranscriptError: It is in order, and holds no questions.
        ReadError: It can't be read as what it should be.
    """
    if form.name == "transcripts":
        return read_transcript(data, file)
    if form.name == "talks":
        return read_talk(data, file)
    if form.name == "html":
        # Importing bs4 takes a tenth of a second, and most sources have no HTML.
        from searchqa.readers.page.page import read_page

        return read_page(data, file, form.selectors)
    return read_slack(data, file)

"""A talk: the transcript of a recording, in chapters.

In: a file's bytes and its name. Out: a Transcript, whose threads are the chapters, and problems.
Never: cleans a text, looks guests up, or drops a line without saying so.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from searchqa.model import UNDATED, Link, Transcript
from searchqa.readers.chapters import KEY, read_chapters
from searchqa.readers.dates import date_of_name
from searchqa.readers.heads import day_of, open_head, slugs_of, title_of
from searchqa.readers.recording import recording_of
from searchqa.readers.yaml_events import Table
from searchqa.text.markup import ADDRESS

if TYPE_CHECKING:
    from datetime import date

    from searchqa.model import Problem
    from searchqa.readers.fields import Fields

_ABOUT: Final = "title short season episode guests image description intro context topics keywords"
_REST: Final = "links ids dateadded date duration quotableClips"
KEYS: Final = frozenset({*_ABOUT.split(), *_REST.split(), KEY})
_NAMES: Final = {
    "youtube": "YouTube",
    "anchor": "Anchor",
    "spotify": "Spotify",
    "apple": "Apple Podcasts",
}


def read_talk(data: bytes, file: str) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one talk.

    Args:
        data: The file's bytes.
        file: Its name inside its source; the stem becomes the talk's id.

    Returns:
        The talk and its problems, in the order of the file. Its first and last day
        are the day it was published; UNDATED when no day is known.

    Raises:
        ReadError: No front matter, not YAML, or a transcript that is no list.
    """
    fields, body = open_head(data, file, KEYS)
    stem = PurePosixPath(file).stem
    day = _day(fields, stem)
    links = _links(fields)
    talk = Transcript(
        id=stem,
        file=file,
        title=_title(fields, stem),
        description=fields.text("description"),
        cover=fields.text("image"),
        start=day,
        end=day,
        author_slugs=_guests(fields),
        links=links,
        threads=read_chapters(fields, recording_of(fields.table)),
        body=body,
    )
    return talk, fields.in_order()


def _title(fields: Fields, stem: str) -> str:
    short = fields.text("short")
    return short if short and not fields.text("title") else title_of(fields, stem)


def _day(fields: Fields, stem: str) -> date:
    for day in (day_of(fields, "dateadded"), day_of(fields, "date"), date_of_name(stem)):
        if day is not None:
            return day
    fields.note(None, "has no date, so it is undated", "write dateadded: YYYY-MM-DD", "no-date")
    return UNDATED


def _guests(fields: Fields) -> tuple[str, ...]:
    slugs = slugs_of(fields, "guests", "a guest")
    if not slugs:
        message = "names no guest, so no line counts as an answer"
        fields.warn(fields.line("guests"), message, "write guests: [name]", "no-authors")
    return slugs


def _links(fields: Fields) -> tuple[Link, ...]:
    value = fields.table.get("links")
    if value is None:
        return ()
    if not isinstance(value, Table):
        hint = "write youtube: https://… below it"
        fields.warn(fields.line("links"), "links has no names; left out", hint, "bad-link")
        return ()
    found = []
    for name, url in value.items():
        if isinstance(url, str) and ADDRESS.fullmatch(url.strip()):
            found.append(Link(_NAMES.get(name, name), url.strip()))
        elif url:
            message = f"the link {name} has no address; left out"
            fields.note(value.lines[name], message, f"write {name}: https://…", "bad-link")
    return tuple(found)

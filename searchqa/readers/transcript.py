"""A transcript: one file, a book's week with its questions and replies.

In: a file's bytes and its name. Out: a Transcript and each thing that was wrong in it.
Never: cleans a message's text, looks authors up, or drops a message without saying so.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import Link, Transcript
from searchqa.readers.archive import read_archive
from searchqa.readers.dates import date_of_name
from searchqa.readers.heads import day_of, open_head, slugs_of, title_of
from searchqa.readers.yaml_events import Items, Table
from searchqa.text.markup import ADDRESS

if TYPE_CHECKING:
    from datetime import date

    from searchqa.model import Problem
    from searchqa.readers.fields import Fields

KEYS: Final = frozenset(
    ["title", "description", "cover", "image", "start", "end", "authors", "links", "archive"]
)


def read_transcript(data: bytes, file: str) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one transcript.

    Args:
        data: The file's bytes.
        file: Its name inside its source; the stem becomes the transcript's id.

    Returns:
        The transcript and its problems, in the order of the file.

    Raises:
        ReadError: No front matter, not YAML, no date anywhere, or an archive
            that is no list: nothing to search in.
    """
    fields, body = open_head(data, file, KEYS)
    transcript = _transcript(fields, PurePosixPath(file).stem, body)
    return transcript, fields.in_order()


def _transcript(fields: Fields, stem: str, body: str) -> Transcript:
    start, end = _week(fields, stem)
    return Transcript(
        id=stem,
        file=fields.file,
        title=title_of(fields, stem),
        description=fields.text("description"),
        cover=fields.text("cover"),
        start=start,
        end=end,
        author_slugs=_authors(fields),
        links=_links(fields),
        threads=read_archive(fields),
        body=body,
        authors_line=fields.line("authors"),
    )


def _week(fields: Fields, stem: str) -> tuple[date, date]:
    named = date_of_name(stem)
    start = day_of(fields, "start")
    if start is None:
        if named is None:
            raise ReadError(
                fields.file,
                fields.line("start"),
                "there is no date, neither under start: nor in the file's name",
                "write start: YYYY-MM-DD",
            )
        start = named
        message = f"there is no usable start; took {start} from the file's name"
        fields.warn(fields.line("start"), message, f"write start: {start}", "no-start")
    elif named is not None and named != start:
        message = f"the file's name says {named}, start says {start}; start counts"
        fields.warn(fields.line("start"), message, "correct one of them", "date-mismatch")
    end = day_of(fields, "end")
    if end is None:
        end = start + timedelta(days=4)
        message = f"there is no usable end; took {end}, the fifth day"
        fields.note(fields.line("end"), message, f"write end: {end}", "no-end")
    elif end < start:
        message = f"ends ({end}) before it starts ({start}); took {start + timedelta(days=4)}"
        fields.warn(fields.line("end"), message, "correct start or end", "end-before-start")
        end = start + timedelta(days=4)
    return start, end


def _authors(fields: Fields) -> tuple[str, ...]:
    slugs = slugs_of(fields, "authors", "an author")
    if not slugs:
        line = fields.line("authors")
        message = "names no author, so no reply counts as an answer"
        fields.warn(line, message, "write authors: [name]", "no-authors")
    return slugs


def _links(fields: Fields) -> tuple[Link, ...]:
    value = fields.table.get("links")
    if value is None:
        return ()
    items = value if isinstance(value, Items) else Items(fields.line("links") or 1)
    if items is not value:
        fields.warn(items.line, "links is no list; left out", "write - text: … link: …", "bad-link")
    found = []
    for item, line in zip(items, items.lines, strict=True):
        url = item.get("link") if isinstance(item, Table) else item
        words = item.get("text") if isinstance(item, Table) else url
        if isinstance(url, str) and ADDRESS.fullmatch(url.strip()):
            found.append(
                Link(words.strip() if isinstance(words, str) else url.strip(), url.strip())
            )
        else:
            fields.warn(
                line, "a link without an address; left out", "write link: https://…", "bad-link"
            )
    return tuple(found)

"""A transcript: one file, a book's week with its questions and replies.

In: a file's bytes and its name. Out: a Transcript and each thing that was wrong in it.
Never: cleans a message's text, looks authors up, or drops a message without saying so.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import Link, Transcript
from searchqa.readers.archive import read_archive
from searchqa.readers.dates import date_of_name, parse_date
from searchqa.readers.fields import Fields
from searchqa.readers.frontmatter import split
from searchqa.readers.yaml_events import Items, Table, read_yaml

if TYPE_CHECKING:
    from datetime import date

    from searchqa.model import Problem

KEYS: Final = frozenset(
    ["title", "description", "cover", "image", "start", "end", "authors", "links", "archive"]
)
_LINK: Final = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_DATE_PREFIX: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}[-_]?")
MAX_PROBLEMS: Final = 200
# Each author is looked for among all names of the archive; a book has a handful.
MAX_AUTHORS: Final = 40
_SLUG_ENDS: Final = " \t@/"


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
    parts = split(data, file)
    try:
        top, odd = read_yaml(parts.yaml, file, parts.line)
    except ReadError as error:
        if parts.closed:
            raise
        hint = "end the front matter with a --- line"
        raise ReadError(file, error.line, f"{error.message} (and no closing ---)", hint) from None
    if not isinstance(top, Table):
        raise ReadError(file, parts.line, "its front matter has no keys", "write title:, start:, …")
    fields = Fields(file, top)
    fields.problems += [*parts.problems, *odd]
    if not parts.closed:
        fields.warn(None, "the front matter has no closing ---", "add the line", "no-end-mark")
    fields.check_keys(top, KEYS)
    transcript = _transcript(fields, PurePosixPath(file).stem, parts.body)
    problems = sorted(fields.problems, key=lambda p: p.line or 0)
    if len(problems) > MAX_PROBLEMS:
        fields.problems.clear()
        rest = f"{len(problems) - MAX_PROBLEMS} more problems in this file"
        fields.warn(None, rest, "mend these first", "more-problems")
        problems = problems[:MAX_PROBLEMS] + fields.problems
    return transcript, tuple(problems)


def _transcript(fields: Fields, stem: str, body: str) -> Transcript:
    start, end = _week(fields, stem)
    title = fields.text("title")
    if not title:
        title = _DATE_PREFIX.sub("", stem).replace("-", " ").strip() or stem
        hint = "write title:"
        fields.warn(None, f'there is no title; called it "{title}"', hint, "no-title")
    return Transcript(
        id=stem,
        file=fields.file,
        title=title,
        description=fields.text("description"),
        cover=fields.text("cover"),
        start=start,
        end=end,
        author_slugs=_slugs(fields),
        links=_links(fields),
        threads=read_archive(fields),
        body=body,
        authors_line=fields.line("authors"),
    )


def _week(fields: Fields, stem: str) -> tuple[date, date]:
    named = date_of_name(stem)
    start = _day(fields, "start")
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
    end = _day(fields, "end")
    if end is None:
        end = start + timedelta(days=4)
        message = f"there is no usable end; took {end}, the fifth day"
        fields.note(fields.line("end"), message, f"write end: {end}", "no-end")
    elif end < start:
        message = f"ends ({end}) before it starts ({start}); took {start + timedelta(days=4)}"
        fields.warn(fields.line("end"), message, "correct start or end", "end-before-start")
        end = start + timedelta(days=4)
    return start, end


def _day(fields: Fields, key: str) -> date | None:
    written = fields.text(key)
    day = parse_date(written)
    if written and day is None:
        message = f'{key} "{written}" isn\'t a date YYYY-MM-DD'
        fields.warn(fields.line(key), message, "write it like 2021-09-27", "bad-date")
    return day


def _slugs(fields: Fields) -> tuple[str, ...]:
    value = fields.table.get("authors")
    if isinstance(value, str):
        value = [part for part in value.split(",") if part.strip()]  # type: ignore[assignment]
    slugs: dict[str, None] = {}
    for item in value if isinstance(value, list) else ():
        slug = item.strip(_SLUG_ENDS) if isinstance(item, str) else ""
        if slug:
            slugs[slug] = None
        else:
            line = fields.line("authors")
            fields.warn(line, "an author is no short name", "write authors: [name]", "bad-author")
    if not slugs:
        line = fields.line("authors")
        message = "names no author, so no reply counts as an answer"
        fields.warn(line, message, "write authors: [name]", "no-authors")
    if len(slugs) > MAX_AUTHORS:
        message = f"names {len(slugs)} authors; only the first {MAX_AUTHORS} count"
        fields.warn(fields.line("authors"), message, "leave out who isn't one", "many-authors")
    return tuple(slugs)[:MAX_AUTHORS]


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
        if isinstance(url, str) and _LINK.fullmatch(url.strip()):
            found.append(
                Link(words.strip() if isinstance(words, str) else url.strip(), url.strip())
            )
        else:
            fields.warn(
                line, "a link without an address; left out", "write link: https://…", "bad-link"
            )
    return tuple(found)

"""What the front matter of transcripts and of talks has in common.

In: a file's bytes, or its fields. Out: fields, titles, short names, days.
Never: raises on account of one key; what is wrong with it is a problem.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.readers.dates import parse_date
from searchqa.readers.fields import Fields
from searchqa.readers.frontmatter import split
from searchqa.readers.yaml_events import Table, read_yaml

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

# Each author is looked for among all names of the archive; a book has a handful.
MAX_AUTHORS: Final = 40
_DATE_PREFIX: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}[-_]?")
_SLUG_ENDS: Final = " \t@/"


def open_head(data: bytes, file: str, known: AbstractSet[str]) -> tuple[Fields, str]:
    """Read a file's front matter; return its fields and the body below it.

    Args:
        data: The file's bytes.
        file: Its name inside its source.
        known: The keys that mean something; what looks like a slip of one is a problem.

    Raises:
        ReadError: No front matter, not YAML, or no keys in it.
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
    fields.check_keys(top, known)
    return fields, parts.body


def title_of(fields: Fields, stem: str) -> str:
    """Return the title, or words made of the file's name with a warning."""
    title = fields.text("title")
    if not title:
        title = title_of_name(stem)
        hint = "write title:"
        fields.warn(None, f'there is no title; called it "{title}"', hint, "no-title")
    return title


def title_of_name(stem: str) -> str:
    """Return words made of a file's name: ``20210927-some-book`` is "some book"."""
    return _DATE_PREFIX.sub("", stem).replace("-", " ").strip() or stem


def day_of(fields: Fields, key: str) -> date | None:
    """Return a key's day, None when it has none; what is no date is a warning."""
    written = fields.text(key)
    day = parse_date(written)
    if written and day is None:
        message = f'{key} "{written}" isn\'t a date YYYY-MM-DD'
        fields.warn(fields.line(key), message, "write it like 2021-09-27", "bad-date")
    return day


def slugs_of(fields: Fields, key: str, what: str) -> tuple[str, ...]:
    """Return a list of short names, each once, at most MAX_AUTHORS of them."""
    value = fields.table.get(key)
    if isinstance(value, str):
        value = [part for part in value.split(",") if part.strip()]  # type: ignore[assignment]
    slugs: dict[str, None] = {}
    for item in value if isinstance(value, list) else ():
        slug = item.strip(_SLUG_ENDS) if isinstance(item, str) else ""
        if slug:
            slugs[slug] = None
        else:
            hint = f"write {key}: [name]"
            fields.warn(fields.line(key), f"{what} is no short name", hint, "bad-author")
    if len(slugs) > MAX_AUTHORS:
        message = f"names {len(slugs)} {key}; only the first {MAX_AUTHORS} count"
        fields.warn(fields.line(key), message, "leave out who isn't one", "many-authors")
    return tuple(slugs)[:MAX_AUTHORS]

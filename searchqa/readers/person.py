"""A person's file: a slug and the name that goes with it.

In: a file's bytes and its name. Out: a Person and what was odd. Never: reads the rest of the file.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import Person
from searchqa.readers.fields import Fields
from searchqa.readers.frontmatter import split
from searchqa.readers.yaml_events import Table, read_yaml
from searchqa.text.slack import normalise

if TYPE_CHECKING:
    from searchqa.model import Problem

_HINT: Final = "write title: with the person's name"


def read_person(data: bytes, file: str) -> tuple[Person, tuple[Problem, ...]]:
    """Read who a slug is: ``title`` is the name, the file's stem the slug.

    Raises:
        ReadError: No front matter, not YAML, or no name.
    """
    parts = split(data, file)
    top, odd = read_yaml(parts.yaml, file, parts.line)
    if not isinstance(top, Table):
        raise ReadError(file, parts.line, "its front matter has no keys", _HINT)
    fields = Fields(file, top)
    fields.problems += [*parts.problems, *odd]
    name = " ".join(normalise(fields.text("title")).split())
    if not name:
        raise ReadError(file, fields.line("title"), "there is no name", _HINT)
    return Person(PurePosixPath(file).stem, name), tuple(fields.problems)

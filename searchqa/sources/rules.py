"""Which files of a folder are transcripts and people, whether it lies on a disk or in a commit.

In: names. Out: yes, no, or why not. Never: asks a disk or a repository.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError
from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MAX_BYTES: Final = 5_000_000
PEOPLE: Final = "_people"

_PEOPLE_ENDINGS: Final = frozenset({".md", ".markdown"})
# Files about a repository, which lie beside transcripts and are none.
_ABOUT: Final = frozenset({"readme", "changelog", "contributing", "license", "code_of_conduct"})


def why_no_folder(name: str) -> str | None:
    """Return why a folder isn't looked into, "" when nobody needs to know, None when it is."""
    if name[0] == "_":
        return "" if name == PEOPLE else "begins with _"
    return "" if name[0] == "." else None


def why_no_transcript(name: str, endings: Collection[str]) -> str | None:
    """Return why a file is no transcript, "" when nobody needs to know, None when it is one."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - called for each file
    if ending.lower() not in endings or name.startswith("."):
        return ""
    if name[0] == "_":
        return "a template (begins with _)"
    return "about the folder" if stem.casefold() in _ABOUT else None


def is_person(path: str) -> bool:
    """Say whether a file of a people folder is a person's."""
    name = path.rpartition("/")[2]
    _, ending = os.path.splitext(name)  # noqa: PTH122 - called for each file
    return ending.lower() in _PEOPLE_ENDINGS and not name.startswith("_")


def people_by_slug(names: Iterable[str]) -> dict[str, str]:
    """Return the people files among some names, by slug in small letters; the first of two counts.

    Names that differ only by case are one slug; the first one in order counts.
    """
    found = {}
    for name in sorted(filter(is_person, names), reverse=True):
        stem, _ = os.path.splitext(name)  # noqa: PTH122 - called for each file
        found[stem.casefold()] = name
    return found


def person_file(slug: str, by_slug: Mapping[str, str]) -> str | None:
    """Return the name of a slug's people file, whatever the case of its letters, or None."""
    return None if "/" in slug else by_slug.get(slug.casefold())


def left_out(path: str, why: str) -> Problem:
    """Return the notice that something was left out."""
    return Problem(path, None, f"left out: {why}", "", "notice", "left-out")


def too_big(path: str) -> ReadError:
    """Return what is said of a file of more than MAX_BYTES."""
    message = f"bigger than {MAX_BYTES // 1_000_000} MB"
    return ReadError(path, None, message, "split it into several files")


class OutsideError(ReadError):
    """A name or a link leads out of the source."""

    def __init__(self, path: str) -> None:
        hint = "copy the file into the folder, or index the folder it lies in"
        super().__init__(path, None, "leads out of the source; not read", hint)

    @property
    def problem(self) -> Problem:
        """The same, as a listing tells it."""
        return Problem(self.file, None, self.message, self.hint, "error", "outside-link")


def no_transcript(place: str, ending: str, count: int) -> tuple[str, str]:
    """Return what is said of a place without transcripts, and the hint.

    Args:
        place: The folder, as people know it.
        ending: How transcripts' names end.
        count: How many files were left out.
    """
    hint = f"a transcript is a {ending} file; see docs/sources.md for its form"
    left = f" ({count} left out)" if count else ""
    return f"there is no transcript in {place}{left}", hint

"""People files that are there twice, or that nobody needs.

In: names of files, short names of authors. Out: problems. Never: looks into a file.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def people_files(files: Sequence[str], authors: Collection[str] | None) -> Iterator[Problem]:
    """Yield the people files of one short name, and those of nobody.

    Args:
        files: Names inside the source, sorted.
        authors: Every short name that a transcript has, None not to tell of the others.
    """
    known = None if authors is None else {slug.casefold() for slug in authors}
    first: dict[str, str] = {}
    for file in files:
        slug = PurePosixPath(file).stem.casefold()
        other = first.setdefault(slug, file)
        if other != file:
            message = f"is a people file of the same short name as {other}"
            yield Problem(file, None, message, "keep one of them", "warning", "same-person")
        elif known is not None and slug not in known:
            message = "no transcript names this person as an author"
            yield Problem(file, None, message, "", "notice", "unused-person")

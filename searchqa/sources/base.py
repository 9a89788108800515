"""Where transcripts come from, whatever the place.

In: nothing. Out: the names and revisions of files, their bytes, and a Source's contract.
Never: reads what is inside a file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from searchqa.model import Problem

UNREADABLE: Final = "unreadable"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a source.

    Attributes:
        path: Its name inside the source, with forward slashes: ``_books/20210927-x.md``.
        revision: ``sha256:<hex>`` of its bytes; for a file that couldn't be
            read, UNREADABLE (``read`` then says why).
    """

    path: str
    revision: str


class Source(Protocol):
    """A place transcripts come from."""

    @property
    def name(self) -> str:
        """What people call the source."""

    def transcripts(self) -> tuple[Entry, ...]:
        """List the transcripts as they are now, by path.

        Raises:
            SourceError: The place is gone, or holds no transcript.
        """

    def person(self, slug: str) -> Entry | None:
        """Return the people file of an author, or None."""

    def read(self, path: str) -> bytes:
        """Return the bytes of an entry as they are now.

        The caller compares ``revision_of`` them with the entry's.

        Raises:
            ReadError: The file is gone or can't be read.
        """

    def notices(self) -> tuple[Problem, ...]:
        """Return what the last listing left out, and why."""


def revision_of(data: bytes) -> str:
    """Return the revision of a file's content."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"

"""Where transcripts come from, whatever the place.

In: nothing. Out: the names and revisions of files, their bytes, and a Source's contract.
Never: reads what is inside a file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from searchqa.formats import Format
    from searchqa.model import Problem

UNREADABLE: Final = "unreadable"
GIT: Final = "git:"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a source.

    Attributes:
        path: Its name inside the source, with forward slashes: ``_books/20210927-x.md``.
        revision: ``sha256:<hex>`` of its bytes or ``git:<hex>``, Git's name of
            them; for a file that couldn't be read, UNREADABLE (``read`` says why).
    """

    path: str
    revision: str


class Source(Protocol):
    """A place transcripts come from.

    A source is sent to worker processes after it was listed, so it can be pickled.
    """

    @property
    def name(self) -> str:
        """What people call the source."""

    @property
    def format(self) -> Format:
        """How its files are written."""

    def sync(self) -> None:
        """Bring what is kept here up to what the place holds now.

        Raises:
            SourceError: The place can't be reached; what was kept stays as it was.
        """

    def revision(self) -> str:
        """Return which state of the place is listed (a commit), "" when it has no name."""

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

    def where(self, path: str) -> str:
        """Return the file of this machine that a name of a listing means, "" when there is none."""


def revision_of(data: bytes, like: str = "") -> str:
    r"""Return the revision of a file's content, of the kind that ``like`` is.

    ``git:<hex>`` is Git's name of a blob: SHA-1 (or, of 64 digits, SHA-256) of
    ``blob <size>\0`` and the content; see gitformat-loose(5).
    """
    if like.startswith(GIT):
        make = hashlib.sha1 if len(like) == len(GIT) + 40 else hashlib.sha256
        blob = make(f"blob {len(data)}\0".encode(), usedforsecurity=False)
        blob.update(data)
        return f"{GIT}{blob.hexdigest()}"
    return f"sha256:{hashlib.sha256(data).hexdigest()}"

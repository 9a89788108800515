"""Pictures of books, from the folders that the transcripts came from.

In: a book. Out: the bytes of its cover and their type, or None.
Never: reads outside those folders, or sends anything but a small picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.errors import SearchqaError
from searchqa.kept import Kept
from searchqa.sources.folder import FolderSource
from searchqa.web.assets import Asset

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.model import Book

_MAX_BYTES: Final = 2_000_000
# Known by their first bytes: what a file is called says nothing of what a browser makes of it.
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class Covers:
    """Covers by book; where one is, or that there is none, is looked up once."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._sources = [FolderSource(folder) for folder in folders]
        self._known: Kept[str, bool] = Kept()

    def has(self, book: Book) -> bool:
        """Say whether a book has a cover."""
        if not book.cover or not self._sources:
            return False
        return self._known.get(book.cover, lambda name: self._read(name) is not None)

    def get(self, book: Book) -> Asset | None:
        """Return a book's cover."""
        return self._read(book.cover) if book.cover else None

    def _read(self, name: str) -> Asset | None:
        for source in self._sources:
            try:
                content = source.read(name)
            except SearchqaError:
                # Not there, or its folder went away after the index was built.
                continue
            media_type = _type_of(content)
            if media_type and len(content) <= _MAX_BYTES:
                return Asset(content, media_type)
        return None


def _type_of(content: bytes) -> str:
    """Return the media type of a picture, "" for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] == b"ftypavif":
        return "image/avif"
    return next((kind for begin, kind in _SIGNATURES if content.startswith(begin)), "")

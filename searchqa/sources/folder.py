"""A source that is a folder: a site's checkout, a folder of transcripts, or one file.

In: a path. Out: entries and bytes. Never: follows a link out of the folder, reads what
isn't an ordinary file, or leaves a file out without a notice.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from searchqa.errors import ReadError, SourceError
from searchqa.model import Problem
from searchqa.sources.base import UNREADABLE, Entry, revision_of

MAX_BYTES: Final = 5_000_000
BOOKS: Final = "_books"
PEOPLE: Final = "_people"

_ENDINGS: Final = frozenset({".md", ".markdown"})
# Files about a repository, which lie beside transcripts and are none.
_ABOUT: Final = frozenset({"readme", "changelog", "contributing", "license", "code_of_conduct"})


class FolderSource:
    """Transcripts under one path.

    Args:
        path: A checkout with ``_books`` (and ``_people``), a folder of
            transcripts (``_people`` inside or beside it), or one transcript.
        name: What people call the source; the path's last part when absent.

    Raises:
        SourceError: Nothing is there, or it leads out of itself.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        given = Path(path)
        try:
            self._root = given.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            hint = "give a folder with _books, a folder of transcripts, or one transcript"
            raise SourceError(f"there is nothing at {given}{_because(error)}", hint) from None
        self._single = self._root.name if not self._root.is_dir() else None
        if self._single is not None:
            self._root = self._root.parent
        self.name = name or self._root.name or str(given)
        # Names of entries begin with _books/ whether the checkout or _books itself was given.
        if self._root.name == BOOKS:
            self._root = self._root.parent
            self._books = self._root / BOOKS
        elif self._single is None and (self._root / BOOKS).is_dir():
            self._books = self._root / BOOKS
        else:
            self._books = self._root
        self._people = self._find_people()
        self._by_slug: dict[str, str] | None = None
        self._notices: tuple[Problem, ...] | None = None

    def transcripts(self) -> tuple[Entry, ...]:
        """List the transcripts as they are now, by path.

        Raises:
            SourceError: A folder can't be listed, or there is no transcript.
        """
        self._by_slug = None
        notices: list[Problem] = []
        names = [self._single] if self._single else self._walk(notices)
        entries = []
        for name in sorted(names):
            entry = self._entry(self._label(self._books / name), notices)
            if entry is not None:
                entries.append(entry)
        self._notices = tuple(notices)
        if not entries:
            hint = "a transcript is a .md file with front matter; see the README"
            left = f" ({len(notices)} left out)" if notices else ""
            raise SourceError(f"there is no transcript in {self._books}{left}", hint)
        return tuple(entries)

    def person(self, slug: str) -> Entry | None:
        """Return the people file of a slug, whatever the case of its letters, or None.

        Raises:
            SourceError: The people folder can't be listed.
        """
        if self._people is None:
            return None
        if self._by_slug is None:
            self._by_slug = {}
            for file in self._people_files():
                if file.suffix.lower() in _ENDINGS and not file.name.startswith("_"):
                    self._by_slug[file.stem.casefold()] = file.name
        exact = f"{slug}.md"
        found = self._by_slug.get(slug.casefold())
        if found is None or "/" in slug:
            return None
        if found != exact and (self._people / exact).is_file():
            found = exact
        return self._entry(f"{PEOPLE}/{found}", [])

    def read(self, path: str) -> bytes:
        """Return the bytes of an entry as they are now.

        Raises:
            ReadError: The file is gone, leads out of the source, or can't be read.
        """
        base = self._root
        if self._people is not None and path.startswith(f"{PEOPLE}/"):
            base = self._people.parent
        return _read(base / path, path, base)

    def notices(self) -> tuple[Problem, ...]:
        """Return what the last listing left out, and why."""
        if self._notices is None:
            self.transcripts()
        return self._notices or ()

    def _people_files(self) -> list[Path]:
        if self._people is None:
            return []
        try:
            return sorted(self._people.iterdir(), reverse=True)
        except OSError as error:
            hint = "make it readable, or authors would lose their names"
            raise SourceError(f"can't list {self._people}{_because(error)}", hint) from None

    def _find_people(self) -> Path | None:
        for place in (self._root, self._root.parent):
            folder = place / PEOPLE
            if folder.is_dir() and folder.resolve().is_relative_to(place):
                return folder
        return None

    def _walk(self, notices: list[Problem]) -> list[str]:
        def refuse(error: OSError) -> None:
            hint = "make it readable; nothing was listed, so that nothing seems removed"
            raise SourceError(f"can't list {error.filename}{_because(error)}", hint)

        names = []
        for folder, folders, files in os.walk(self._books, onerror=refuse):
            here = Path(folder)
            linked = [name for name in folders if (here / name).is_symlink()]
            notices += [_left_out(self._label(here / n), "a linked folder") for n in linked]
            aside = [n for n in folders if n[0] == "_" and n != PEOPLE and n not in linked]
            notices += [_left_out(self._label(here / n), "begins with _") for n in aside]
            folders[:] = sorted(n for n in folders if n[0] not in "._" and n not in linked)
            for name in files:
                stem, ending = os.path.splitext(name)  # noqa: PTH122 - called for each file
                if ending.lower() not in _ENDINGS or name.startswith("."):
                    continue
                if name.startswith("_") or stem.casefold() in _ABOUT:
                    why = "a template (begins with _)" if name[0] == "_" else "about the folder"
                    notices.append(_left_out(self._label(here / name), why))
                else:
                    names.append((here / name).relative_to(self._books).as_posix())
        return names

    def _label(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def _entry(self, path: str, notices: list[Problem]) -> Entry | None:
        try:
            return Entry(path, revision_of(self.read(path)))
        except _OutsideError as error:
            odd = Problem(path, None, error.message, error.hint, "error", "outside-link")
            notices.append(odd)
            return None
        except ReadError:
            return Entry(path, UNREADABLE)


class _OutsideError(ReadError):
    """A name or a link leads out of the source."""


def _read(file: Path, path: str, base: Path) -> bytes:
    try:
        real = file.resolve(strict=True)
        if not real.is_relative_to(base):
            hint = "copy the file into the folder, or index the folder it lies in"
            raise _OutsideError(path, None, "leads out of the source; not read", hint)
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(path, None, "is no ordinary file", "remove it")
        if status.st_size > MAX_BYTES:
            limit = f"bigger than {MAX_BYTES // 1_000_000} MB"
            raise ReadError(path, None, limit, "split it into several files")
        return real.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        # ValueError: a name that no file can have, with a NUL or half a character in it.
        hint = "make the file readable, or remove it"
        raise ReadError(path, None, f"can't be read{_because(error)}", hint) from None


def _left_out(path: str, why: str) -> Problem:
    return Problem(path, None, f"left out: {why}", "", "notice", "left-out")


def _because(error: Exception) -> str:
    reason = getattr(error, "strerror", None)
    return f": {reason}" if reason else ""

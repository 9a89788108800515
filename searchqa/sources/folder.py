"""A source that is a folder: a site's checkout, a folder of transcripts, or one file.

In: a path. Out: entries and bytes. Never: follows a link out of the folder, reads what
isn't an ordinary file, or leaves a file out without a notice.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchqa.errors import ReadError, SourceError
from searchqa.formats import TRANSCRIPTS
from searchqa.model import Problem
from searchqa.sources.base import UNREADABLE, Entry, revision_of

if TYPE_CHECKING:
    from searchqa.formats import Format

MAX_BYTES: Final = 5_000_000
PEOPLE: Final = "_people"

_PEOPLE_ENDINGS: Final = frozenset({".md", ".markdown"})
# Files about a repository, which lie beside transcripts and are none.
_ABOUT: Final = frozenset({"readme", "changelog", "contributing", "license", "code_of_conduct"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things lie: names begin at ``root``; ``single`` is the one file, "" for a folder."""

    root: Path
    books: Path
    people: Path | None
    single: str

    def label(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()


class FolderSource:
    """Transcripts under one path.

    Args:
        path: A checkout with ``_books`` (and ``_people``), a folder of
            transcripts (``_people`` inside or beside it), or one transcript.
        name: What people call the source; the path's last part when absent.
        form: How the files are written.
    """

    def __init__(self, path: Path, name: str | None = None, form: Format = TRANSCRIPTS) -> None:
        self._given = Path(path)
        self.format = form
        self._place: _Place | None = None
        self.name = name or _name_of(self._given)
        self._by_slug: dict[str, str] | None = None
        self._notices: tuple[Problem, ...] | None = None

    def sync(self) -> None:
        """Look whether the place is there.

        Raises:
            SourceError: Nothing is there, or it leads out of itself.
        """
        self._place = None
        self._found()

    def revision(self) -> str:
        """Return "": the state of a folder has no name."""
        return ""

    def transcripts(self) -> tuple[Entry, ...]:
        """List the transcripts as they are now, by path.

        Raises:
            SourceError: A folder can't be listed, or there is no transcript.
        """
        self._by_slug = None
        place = self._found()
        notices: list[Problem] = []
        names = [place.single] if place.single else self._walk(place, notices)
        entries = []
        for name in sorted(names):
            entry = self._entry(place.label(place.books / name), notices)
            if entry is not None:
                entries.append(entry)
        self._notices = tuple(notices)
        if not entries:
            ending = self.format.endings[0]
            hint = f"a transcript is a {ending} file; see docs/sources.md for its form"
            left = f" ({len(notices)} left out)" if notices else ""
            raise SourceError(f"there is no transcript in {place.books}{left}", hint)
        return tuple(entries)

    def person(self, slug: str) -> Entry | None:
        """Return the people file of a slug, whatever the case of its letters, or None.

        Raises:
            SourceError: The people folder can't be listed.
        """
        people = self._found().people
        if people is None:
            return None
        if self._by_slug is None:
            self._by_slug = {}
            for file in _files_in(people):
                if file.suffix.lower() in _PEOPLE_ENDINGS and not file.name.startswith("_"):
                    self._by_slug[file.stem.casefold()] = file.name
        exact = f"{slug}.md"
        found = self._by_slug.get(slug.casefold())
        if found is None or "/" in slug:
            return None
        if found != exact and (people / exact).is_file():
            found = exact
        return self._entry(f"{PEOPLE}/{found}", [])

    def read(self, path: str) -> bytes:
        """Return the bytes of an entry as they are now.

        Raises:
            ReadError: The file is gone, leads out of the source, or can't be read.
        """
        place = self._found()
        base = place.root
        if place.people is not None and path.startswith(f"{PEOPLE}/"):
            base = place.people.parent
        return _read(base / path, path, base)

    def notices(self) -> tuple[Problem, ...]:
        """Return what the last listing left out, and why."""
        if self._notices is None:
            self.transcripts()
        return self._notices or ()

    def _found(self) -> _Place:
        if self._place is None:
            self._place = _find(self._given, self.format)
        return self._place

    def _walk(self, place: _Place, notices: list[Problem]) -> list[str]:
        def refuse(error: OSError) -> None:
            hint = "make it readable; nothing was listed, so that nothing seems removed"
            raise SourceError(f"can't list {error.filename}{_because(error)}", hint)

        names = []
        for folder, folders, files in os.walk(place.books, onerror=refuse):
            here = Path(folder)
            linked = [name for name in folders if (here / name).is_symlink()]
            notices += [_left_out(place.label(here / n), "a linked folder") for n in linked]
            aside = [n for n in folders if n[0] == "_" and n != PEOPLE and n not in linked]
            notices += [_left_out(place.label(here / n), "begins with _") for n in aside]
            folders[:] = sorted(n for n in folders if n[0] not in "._" and n not in linked)
            for name in files:
                stem, ending = os.path.splitext(name)  # noqa: PTH122 - called for each file
                if ending.lower() not in self.format.endings or name.startswith("."):
                    continue
                if name.startswith("_") or stem.casefold() in _ABOUT:
                    why = "a template (begins with _)" if name[0] == "_" else "about the folder"
                    notices.append(_left_out(place.label(here / name), why))
                else:
                    names.append((here / name).relative_to(place.books).as_posix())
        return names

    def _entry(self, path: str, notices: list[Problem]) -> Entry | None:
        try:
            return Entry(path, revision_of(self.read(path)))
        except _OutsideError as error:
            odd = Problem(path, None, error.message, error.hint, "error", "outside-link")
            notices.append(odd)
            return None
        except ReadError:
            return Entry(path, UNREADABLE)


def _find(given: Path, form: Format) -> _Place:
    """Find the transcripts and the people of a path.

    Raises:
        SourceError: Nothing is there, or it leads out of itself.
    """
    try:
        root = given.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        folder = f"a folder with {form.folder}, " if form.folder else ""
        hint = f"give {folder}a folder of transcripts, or one transcript"
        raise SourceError(f"there is nothing at {given}{_because(error)}", hint) from None
    single = "" if root.is_dir() else root.name
    if single:
        root = root.parent
    books = root
    # Names of entries begin with _books/ whether the checkout or _books itself was given.
    if form.folder and root.name == form.folder:
        root = root.parent
    elif form.folder and not single and (root / form.folder).is_dir():
        books = root / form.folder
    return _Place(root, books, _people_of(root), single)


def _people_of(root: Path) -> Path | None:
    for place in (root, root.parent):
        folder = place / PEOPLE
        if folder.is_dir() and folder.resolve().is_relative_to(place):
            return folder
    return None


def _files_in(people: Path) -> list[Path]:
    try:
        return sorted(people.iterdir(), reverse=True)
    except OSError as error:
        hint = "make it readable, or authors would lose their names"
        raise SourceError(f"can't list {people}{_because(error)}", hint) from None


def _name_of(given: Path) -> str:
    try:
        path = given.resolve()
    except (OSError, RuntimeError):
        path = given.absolute()
    return (path.parent.name if path.is_file() else path.name) or str(given)


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

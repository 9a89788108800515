"""A source that is a folder: a site's checkout, a folder of transcripts, or one file.

In: a path. Out: entries and bytes. Never: follows a link out of the folder, reads what
isn't an ordinary file, or leaves a file out without a notice.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from searchqa.errors import ReadError, SourceError
from searchqa.formats import TRANSCRIPTS
from searchqa.sources.base import UNREADABLE, Entry, revision_of
from searchqa.sources.rules import (
    MAX_BYTES,
    PEOPLE,
    OutsideError,
    is_person,
    left_out,
    no_transcript,
    people_by_slug,
    person_file,
    too_big,
    why_no_folder,
    why_no_transcript,
)

if TYPE_CHECKING:
    from searchqa.formats import Format
    from searchqa.model import Problem


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things lie: names begin at ``root``; ``single`` is the one file, "" for a folder."""

    root: Path
    books: Path
    people: Path | None
    single: str

    def label(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def base_of(self, path: str) -> Path:
        """Return the folder that a name begins at: people may lie beside all others."""
        if self.people is not None and path.startswith(f"{PEOPLE}/"):
            return self.people.parent
        return self.root


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
        self.name = name or name_of(self._given)
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
            raise SourceError(
                *no_transcript(str(place.books), self.format.endings[0], len(notices))
            )
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
            self._by_slug = people_by_slug(_names_in(people))
        exact = f"{slug}.md"
        found = person_file(slug, self._by_slug)
        if found is None:
            return None
        if found != exact and (people / exact).is_file():
            found = exact
        return self._entry(f"{PEOPLE}/{found}", [])

    def read(self, path: str) -> bytes:
        """Return the bytes of an entry as they are now.

        Raises:
            ReadError: The file is gone, leads out of the source, or can't be read.
        """
        base = self._found().base_of(path)
        return _read(base / path, path, base)

    def notices(self) -> tuple[Problem, ...]:
        """Return what the last listing left out, and why."""
        if self._notices is None:
            self.transcripts()
        return self._notices or ()

    def where(self, path: str) -> str:
        """Return the file that a name of a listing means."""
        return str(self._found().base_of(path) / path)

    def people(self) -> tuple[str, ...]:
        """Return the names of all people files, sorted.

        Raises:
            SourceError: The people folder can't be listed.
        """
        people = self._found().people
        names = [] if people is None else sorted(filter(is_person, _names_in(people)))
        return tuple(f"{PEOPLE}/{name}" for name in names)

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
            notices += [left_out(place.label(here / n), "a linked folder") for n in linked]
            whys = {name: why_no_folder(name) for name in folders if name not in linked}
            notices += [left_out(place.label(here / n), why) for n, why in whys.items() if why]
            folders[:] = sorted(name for name, why in whys.items() if why is None)
            for name in files:
                why = why_no_transcript(name, self.format.endings)
                if why is None:
                    names.append((here / name).relative_to(place.books).as_posix())
                elif why:
                    notices.append(left_out(place.label(here / name), why))
        return names

    def _entry(self, path: str, notices: list[Problem]) -> Entry | None:
        try:
            return Entry(path, revision_of(self.read(path)))
        except OutsideError as error:
            notices.append(error.problem)
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


def _names_in(people: Path) -> list[str]:
    try:
        return [file.name for file in people.iterdir()]
    except OSError as error:
        hint = "make it readable, or authors would lose their names"
        raise SourceError(f"can't list {people}{_because(error)}", hint) from None


def name_of(given: Path) -> str:
    """Return what a path is called that nobody gave a name: a file as the folder it lies in."""
    try:
        path = given.resolve()
    except (OSError, RuntimeError):
        path = given.absolute()
    return (path.parent.name if path.is_file() else path.name) or str(given)


def _read(file: Path, path: str, base: Path) -> bytes:
    try:
        real = file.resolve(strict=True)
        if not real.is_relative_to(base):
            raise OutsideError(path)
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(path, None, "is no ordinary file", "remove it")
        if status.st_size > MAX_BYTES:
            raise too_big(path)
        return real.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        # ValueError: a name that no file can have, with a NUL or half a character in it.
        hint = "make the file readable, or remove it"
        raise ReadError(path, None, f"can't be read{_because(error)}", hint) from None


def _because(error: Exception) -> str:
    reason = getattr(error, "strerror", None)
    return f": {reason}" if reason else ""

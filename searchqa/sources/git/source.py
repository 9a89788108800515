"""A source that is a git repository, read from a clone that is kept beside the index.

In: an address, a branch, a folder inside. Out: entries and bytes of one commit.
Never: checks anything out, runs what a repository holds, or fetches pictures.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from searchqa.errors import ReadError, SourceError
from searchqa.formats import TRANSCRIPTS
from searchqa.sources.base import GIT, UNREADABLE, Entry
from searchqa.sources.git.address import check_branch, check_folder, remote_of
from searchqa.sources.git.blobs import Blobs, BrokenCloneError
from searchqa.sources.git.limits import Limits
from searchqa.sources.git.state import OUTSIDE, File, State, load, mark_broken
from searchqa.sources.git.sync import Sync
from searchqa.sources.git.tree import wanted
from searchqa.sources.rules import (
    MAX_BYTES,
    PEOPLE,
    OutsideError,
    left_out,
    no_transcript,
    people_by_slug,
    person_file,
    too_big,
)

if TYPE_CHECKING:
    from searchqa.formats import Format
    from searchqa.model import Problem

# See the specification of Git LFS: what stands in the place of a large file.
_POINTER: Final = b"version https://git-lfs.github.com/spec/"


class GitSource:
    """Transcripts of a branch of a git repository.

    Args:
        address: Address or path of the repository.
        home: Where its clone is kept; only searchqa writes there.
        name: What people call the source.
        form: How the files are written.
        branch: A branch, "" for the repository's own choice.
        folder: The folder (or file) inside that holds the transcripts.
        limits: How long git may take, how much it may keep.
    """

    def __init__(
        self,
        address: str,
        home: Path,
        name: str,
        form: Format = TRANSCRIPTS,
        *,
        branch: str = "",
        folder: PurePosixPath | str = ".",
        limits: Limits | None = None,
    ) -> None:
        self.name = name
        self.format = form
        self._address = address
        self._home = Path(home).absolute()
        self._branch = branch
        self._folder = PurePosixPath(folder)
        self._limits = limits or Limits()
        self._state: State | None = None
        self._files: dict[str, File] = {}
        self._slugs: dict[str, str] = {}
        self._blobs: Blobs | None = None

    def sync(self) -> None:
        """Fetch what is new.

        Raises:
            SourceError: The repository can't be reached or has no such branch or
                folder; what was fetched before stays as it was.
        """
        remote, branch = remote_of(self._address), check_branch(self._branch)
        folder = check_folder(self._folder)
        run = Sync(self._home, remote, branch, folder, self.format, self._limits)
        self._use(run.run())

    def revision(self) -> str:
        """Return the full name of the commit that is listed, "" before anything was fetched."""
        try:
            return self._synced().commit
        except SourceError:
            return ""

    def transcripts(self) -> tuple[Entry, ...]:
        """List the transcripts of the commit, by path.

        Raises:
            SourceError: Nothing was fetched yet, or it holds no transcript.
        """
        listing = self._synced().listing
        if not listing.transcripts:
            place = listing.place if listing.place != "." else self.name
            count = len(listing.notices)
            raise SourceError(*no_transcript(place, self.format.endings[0], count))
        return tuple(_entry(file) for file in listing.transcripts)

    def person(self, slug: str) -> Entry | None:
        """Return the people file of a slug, whatever the case of its letters, or None.

        Raises:
            SourceError: Nothing was fetched yet.
        """
        self._synced()
        name = person_file(slug, self._slugs)
        if name is None:
            return None
        exact = self._files.get(f"{PEOPLE}/{slug}.md")
        file = exact if exact is not None and not exact.trouble else self._files[f"{PEOPLE}/{name}"]
        return None if file.trouble == OUTSIDE else _entry(file)

    def read(self, path: str) -> bytes:
        """Return the bytes of an entry as they are in the commit.

        Raises:
            ReadError: The commit has no such file, or it can't be read.
        """
        repository = self._home / self._synced().repository
        file = self._files.get(path)
        if file is None:
            raise ReadError(path, None, "isn't in the commit that is listed", "run it again")
        if file.trouble == OUTSIDE:
            raise OutsideError(path)
        if file.trouble:
            raise ReadError(path, None, file.trouble, "mend or remove it")
        if file.size > MAX_BYTES:
            raise too_big(path)
        if self._blobs is None:
            self._blobs = Blobs(repository)
        try:
            data = self._blobs.read(file.oid)
        except BrokenCloneError:
            mark_broken(self._home)
            hint = "run it again: the clone is made anew then"
            raise ReadError(path, None, "can't be read: its clone is damaged", hint) from None
        if data.startswith(_POINTER):
            hint = "keep transcripts in git itself: git lfs untrack"
            raise ReadError(path, None, "is a pointer of Git LFS and no text", hint)
        return data

    def notices(self) -> tuple[Problem, ...]:
        """Return what the listing left out, and why."""
        return tuple(
            OutsideError(path).problem if why == OUTSIDE else left_out(path, why)
            for path, why in self._synced().listing.notices
        )

    def where(self, path: str) -> str:  # noqa: ARG002 - nothing is ever checked out
        """Return "": no file of a commit is one of this machine."""
        return ""

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs; it starts a git of its own."""
        return {**self.__dict__, "_blobs": None}

    def _synced(self) -> State:
        """Return what was fetched, in this process or before.

        Raises:
            SourceError: Nothing was.
        """
        if self._state is None:
            state = load(self._home)
            remote, wants = remote_of(self._address), wanted(self._folder, self.format)
            if state is None or (state.url, state.wanted) != (remote.url, wants):
                raise SourceError(f"{self.name} wasn't fetched yet", "run searchqa index")
            self._use(state)
            return state
        return self._state

    def _use(self, state: State) -> None:
        if self._blobs is not None:
            self._blobs.close()
            self._blobs = None
        people = state.listing.people
        self._state = state
        self._files = {file.path: file for file in (*state.listing.transcripts, *people)}
        self._slugs = people_by_slug(file.path.rpartition("/")[2] for file in people)


def _entry(file: File) -> Entry:
    readable = file.oid and not file.trouble and file.size <= MAX_BYTES
    return Entry(file.path, f"{GIT}{file.oid}" if readable else UNREADABLE)

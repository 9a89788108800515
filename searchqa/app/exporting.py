"""What was read from the sources, written down as the transcripts that editors commit.

In: a Config and a folder. Out: files in that folder, and a report.
Never: deletes a file, writes outside the folder, or writes what wouldn't read as it was.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from searchqa.app.sources import sources
from searchqa.errors import ReadError, SourceError, WriteError
from searchqa.formats import TRANSCRIPTS
from searchqa.model import Problem
from searchqa.sources.rules import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike

    from searchqa.config import Config
    from searchqa.indexing.listing import Listed
    from searchqa.report import ExportReport
    from searchqa.sources.base import Source

_FORCE: Final = "remove it, export to another folder, or overwrite it with --force"


def export(
    config: Config, folder: str | PathLike[str], *, force: bool = False, dry_run: bool = False
) -> ExportReport:
    """Write each transcript of the sources, and its authors' people files, into a folder.

    Args:
        config: Which sources.
        folder: Gets ``_books/<id>.md`` and ``_people/<slug>.md``; may be new, or
            hold an earlier export or a checkout.
        force: Overwrite files that are no transcripts, too.
        dry_run: Only say what would change.

    Raises:
        ConfigError: No source is configured.
        SourceError: No source can be listed, or the folder is a part of one.
        SearchqaError: The folder can't be written to.
    """
    # Readers of YAML and HTML: the other commands have no use for them.
    from searchqa.indexing.listing import list_transcripts

    root = Path(folder).resolve()
    run = _Export(root, force=force, dry_run=dry_run)
    places = sources(config)
    written = [source for source in places if source.format.name != "talks"]
    talks = [source.name for source in places if source.format.name == "talks"]
    if not written:
        message = f"{' and '.join(talks)} holds talks, which aren't written as transcripts"
        raise SourceError(message, "export a source of another format")
    for name in talks:
        message = "left out: talks aren't written as transcripts"
        run.problems.append(Problem(name, None, message, "", "notice", "talks-left-out"))
    _keep_apart(config, root)
    listing = list_transcripts(written)
    run.problems += listing.problems
    for _, item in sorted(listing.books.items()):
        run.transcript(written[item.place], item)
    return run.report()


class _Export:
    """One run: what was written so far, and what was wrong."""

    def __init__(self, root: Path, *, force: bool, dry_run: bool) -> None:
        # As above.
        from searchqa.writers.place import folder_in

        self.problems: list[Problem] = []
        self._books = folder_in(root, TRANSCRIPTS.folder)
        self._people = folder_in(root, PEOPLE)
        self._force = force
        self._dry_run = dry_run
        self._changes: dict[str, str] = {}
        # What is in each place already, and where it came from.
        self._taken: dict[tuple[Path, str], tuple[bytes, str]] = {}

    def report(self) -> ExportReport:
        """Return what was done."""
        # As above.
        from searchqa.report import ExportReport

        def of(change: str) -> tuple[str, ...]:
            return tuple(sorted(name for name, one in self._changes.items() if one == change))

        problems = tuple(dict.fromkeys(self.problems))
        return ExportReport(of("new"), of("changed"), of("unchanged"), problems, self._dry_run)

    def transcript(self, source: Source, item: Listed) -> None:
        """Write one transcript and the people files of its authors."""
        # As above.
        from searchqa.readers.table import read_as
        from searchqa.readers.transcript import read_transcript
        from searchqa.writers.besides import besides
        from searchqa.writers.place import file_name, look_at
        from searchqa.writers.transcript import write_transcript

        with _noting(self.problems):
            data = source.read(item.file)
            transcript, problems = read_as(source.format, data, item.file)
            self.problems += problems
            path = self._books / file_name(transcript.id, item.file)
            before = look_at(path, item.file)
            # The keys of a site that has the file already are worth as much as those of the source.
            kept = data if source.format.name == TRANSCRIPTS.name else before or b""
            others, lost = besides(kept, item.file)
            made = write_transcript(transcript, others)
            self._put(path, before, made, item.file, read_transcript)
            self._tell_of(lost, item.file)
            for slug in transcript.author_slugs:
                with _noting(self.problems):
                    self._person(source, slug)

    def _tell_of(self, lost: Sequence[str], file: str) -> None:
        for key in lost:
            message = f'the key "{key}" points at another one and was left out'
            hint = "write its value out"
            self.problems.append(Problem(file, None, message, hint, "warning", "lost-key"))

    def _person(self, source: Source, slug: str) -> None:
        # As above.
        from searchqa.readers.person import read_person
        from searchqa.writers.place import file_name, look_at

        entry = source.person(slug)
        if entry is None:
            return
        data = source.read(entry.path)
        read_person(data, entry.path)
        path = self._people / file_name(PurePosixPath(entry.path).stem, entry.path)
        self._put(path, look_at(path, entry.path), data, entry.path, read_person)

    def _put(
        self,
        path: Path,
        before: bytes | None,
        data: bytes,
        file: str,
        read: Callable[[bytes, str], object],
    ) -> None:
        """Write a file unless something else has its place.

        Raises:
            WriteError: Something else has.
        """
        # As above.
        from searchqa.writers.place import Place, put, same_place

        key = (path.parent, same_place(path.name))
        there, whose = self._taken.setdefault(key, (data, file))
        if there != data or (whose != file and path.parent == self._books):
            message = f"not written: {path.name} has the place of {whose} on some systems"
            raise WriteError(file, None, message, "rename one of them")
        name = f"{path.parent.name}/{path.name}"
        if name in self._changes:
            return
        place = Place(path, before, data)
        if place.change == "changed" and not self._force and not _reads(read, before or b"", name):
            message = f"not written: {path} is there and is none of ours"
            raise WriteError(file, None, message, _FORCE)
        if not self._dry_run and place.change != "unchanged":
            try:
                put(place)
            except OSError as error:
                message = f"not written: {path}: {error.strerror or error}"
                hint = "check the disk and the permissions"
                raise WriteError(file, None, message, hint) from None
        self._changes[name] = place.change


def _reads(read: Callable[[bytes, str], object], data: bytes, name: str) -> bool:
    try:
        read(data, name)
    except ReadError:
        return False
    return True


@contextmanager
def _noting(problems: list[Problem]) -> Iterator[None]:
    """Put what stops one file among the problems, so that the others go on."""
    # As above.
    from searchqa.indexing.reading import as_problem

    try:
        yield
    except ReadError as error:
        problems.append(as_problem(error))
    except WriteError as error:
        found = Problem(error.file, error.line, error.message, error.hint, "error", "not-written")
        problems.append(found)


def _keep_apart(config: Config, root: Path) -> None:
    """Refuse a folder in which a source's own files would be written over or stand twice.

    Raises:
        SourceError: The folder lies in a source.
    """
    target = root / TRANSCRIPTS.folder
    for one in config.sources:
        if one.git or one.form.name != TRANSCRIPTS.name:
            continue
        place = one.path.resolve()
        inner = place / TRANSCRIPTS.folder
        books = inner if inner.is_dir() else place
        # Of a single file, its neighbours are nobody's business.
        if target.is_relative_to(books) or place.is_relative_to(target):
            message = f"{target} is a part of the source {one.path}, or the source of it"
            raise SourceError(message, "export to another folder")

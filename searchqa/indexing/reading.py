"""A listed transcript becomes documents, here or in worker processes.

In: sources and listed transcripts. Out: readings in the order asked for, good or bad.
Never: lets one bad file stop the others, or holds more than a few readings at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.flatten import flatten
from searchqa.model import Person, Problem
from searchqa.readers.person import read_person
from searchqa.readers.table import read_as
from searchqa.sources.base import UNREADABLE, revision_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from searchqa.flatten import Flattened
    from searchqa.indexing.listing import Listed
    from searchqa.model import Transcript
    from searchqa.sources.base import Source

# Enough that workers go on while a batch is written, few enough that memory stays small.
_AHEAD_PER_WORKER: Final = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file.

    Attributes:
        item: What was asked for.
        revision: Of the bytes that were read, which may be newer than listed;
            UNREADABLE when there were none.
        flattened: None when the file is bad.
        people: Revision of each people file looked up (None: no such file).
        problems: Of the transcript and of its authors' people files.
    """

    item: Listed
    revision: str
    flattened: Flattened | None
    people: Mapping[str, str | None]
    problems: tuple[Problem, ...]


class TranscriptReader:
    """Reads transcripts of some sources; people files are read once.

    Args:
        sources: In the order that ``Listed.place`` counts.
        aliases: Other names of authors, from the config.
        names: The name last known by slug, for a people file that is bad now.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        aliases: Mapping[str, Sequence[str]],
        names: Mapping[str, str],
    ) -> None:
        self._sources = sources
        self._aliases = aliases
        self._names = names
        self._people: dict[
            tuple[int, str], tuple[Person | None, str | None, tuple[Problem, ...]]
        ] = {}

    def read(self, item: Listed) -> Reading:
        """Read one transcript; what is wrong is in the reading."""
        return self.look(item)[0]

    def look(self, item: Listed) -> tuple[Reading, Transcript | None]:
        """Read one transcript; return the reading and what it was made of, None of a bad file."""
        source = self._sources[item.place]
        revision = UNREADABLE
        try:
            data = source.read(item.file)
            revision = revision_of(data, item.revision)
            transcript, problems = read_as(source.format, data, item.file)
        except ReadError as error:
            return Reading(item, revision, None, {}, (as_problem(error),)), None
        people = {slug: self._person(item.place, slug) for slug in transcript.author_slugs}
        flattened = flatten(
            transcript, lambda slug: people[slug][0], self._aliases, source.format.collection
        )
        found = [*problems, *flattened.problems]
        for _, _, more in people.values():
            found += more
        revisions = {slug: known for slug, (_, known, _) in people.items()}
        return Reading(item, revision, flattened, revisions, tuple(found)), transcript

    def _person(
        self, place: int, slug: str
    ) -> tuple[Person | None, str | None, tuple[Problem, ...]]:
        key = (place, slug)
        if key not in self._people:
            self._people[key] = self._read_person(self._sources[place], slug)
        return self._people[key]

    def _read_person(
        self, source: Source, slug: str
    ) -> tuple[Person | None, str | None, tuple[Problem, ...]]:
        entry = source.person(slug)
        if entry is None:
            return None, None, ()
        revision = UNREADABLE
        try:
            data = source.read(entry.path)
            revision = revision_of(data, entry.revision)
            person, problems = read_person(data, entry.path)
        except ReadError as error:
            name = self._names.get(slug)
            last = Person(slug, name) if name else None
            return last, revision, (as_problem(error),)
        return person, revision, problems


def as_problem(error: ReadError) -> Problem:
    """Return the problem that an error is."""
    if isinstance(error, NoTranscriptError):
        return Problem(error.file, error.line, error.message, error.hint, "notice", "no-transcript")
    return Problem(error.file, error.line, error.message, error.hint, "error", "unusable")


def read_all(
    reader: TranscriptReader, items: Sequence[Listed], jobs: int
) -> Generator[Reading, None, None]:
    """Yield each item's reading in order.

    Two processes are best used if this one reads while another writes; of more,
    all but these two read.
    """
    workers = min(jobs - 2, len(items))
    if workers < 1:
        for item in items:
            yield reader.read(item)
        return
    # Not forked: a child would inherit the writer's lock and hold it after a kill of this process.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (reader,)) as pool:
        waiting: deque[Future[Reading]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(_read_in_worker, item))
                if len(waiting) >= workers * _AHEAD_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


_worker: list[TranscriptReader] = []


def _start_worker(reader: TranscriptReader) -> None:
    _worker[:] = [reader]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker of a killed parent would wait for work for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_in_worker(item: Listed) -> Reading:
    return _worker[0].read(item)

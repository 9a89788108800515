"""Checking an index and the transcripts, as the configuration says.

In: a Config. Out: a report of what is wrong, with the place of each problem.
Never: prints, mends, or takes what can't be read for being in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.app.sources import sources
from searchqa.errors import BrokenIndexError, IndexForeignError, IndexMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.config import Config
    from searchqa.model import Problem
    from searchqa.report import CheckReport, Found
    from searchqa.sources.base import Source


def check(
    config: Config, *, index_wanted: bool = True, strict: bool = False, unused: bool = False
) -> CheckReport:
    """Compare the index with its manifest, and read each transcript of the sources.

    Without a configured source only the index is checked.

    Args:
        config: Which index, which sources.
        index_wanted: Whether it is an error that there is no index; without it
            the transcripts alone are checked where there is none.
        strict: Whether warnings count for the exit code.
        unused: Whether to tell of people files that no transcript needs.

    Raises:
        SourceError: No source can be listed.
        IndexForeignError: The index's folder holds something else, and a source
            would keep its clone there.
    """
    # The engine and readers of YAML and HTML: the other commands have no use for them.
    from searchqa.engines.whoosh_engine.engine import WhooshEngine
    from searchqa.indexing.verify import verify
    from searchqa.report import CheckReport

    index: tuple[Problem, ...] = ()
    error: BrokenIndexError | None = None
    missing = False
    try:
        index = verify(config.index, WhooshEngine())
    except IndexMissingError as none:
        missing = not index_wanted
        error = None if missing else none
    except BrokenIndexError as broken:
        # A clone is kept in the index's folder, and nothing of ours goes into another's.
        if isinstance(broken, IndexForeignError) and any(one.git for one in config.sources):
            raise
        error = broken
    files, found = _read(sources(config), config, unused=unused) if config.sources else (0, ())
    return CheckReport(index, found, files, error, missing, strict, len(config.sources))


def _read(
    places: Sequence[Source], config: Config, *, unused: bool
) -> tuple[int, tuple[Found, ...]]:
    """Read every transcript; return how many there are and each problem once, in order."""
    # As above.
    from searchqa.checks.answers import open_questions
    from searchqa.checks.people import people_files
    from searchqa.checks.together import Checked, same_twice
    from searchqa.indexing.listing import list_transcripts
    from searchqa.indexing.reading import TranscriptReader
    from searchqa.sources.folder import FolderSource

    listing = list_transcripts(places)
    reader = TranscriptReader(places, config.aliases, {})
    number = {source.name: at for at, source in enumerate(places)}
    problems = [(number[name], problem) for name, problem in listing.told]
    read: list[Checked] = []
    for item in listing.books.values():
        reading, transcript = reader.look(item)
        problems += ((item.place, problem) for problem in reading.problems)
        if transcript is not None and reading.flattened is not None:
            collection = places[item.place].format.collection
            read.append(Checked(item.place, item.source, collection, transcript))
            opens = open_questions(transcript, reading.flattened)
            problems += ((item.place, problem) for problem in opens)
    problems += ((one.place, problem) for one, problem in same_twice(read))
    slugs = {slug for one in read for slug in one.transcript.author_slugs}
    for place, source in enumerate(places):
        if isinstance(source, FolderSource) and source.name not in listing.failed:
            found = people_files(source.people(), slugs if unused else None)
            problems += ((place, problem) for problem in found)
    return len(listing.books), tuple(_found(places, problems))


def _found(places: Sequence[Source], problems: Sequence[tuple[int, Problem]]) -> Iterator[Found]:
    # As above.
    from searchqa.report import Found

    # A people file's problems come with each of the person's books.
    once = dict.fromkeys(problems)
    for place, problem in sorted(once, key=lambda one: (one[0], one[1].file, one[1].line or 0)):
        source = places[place]
        path = "" if problem.code == "source-failed" else source.where(problem.file)
        yield Found(source.name, path, problem)

"""Checking an index and the transcripts, as the configuration says.

In: a Config. Out: a report of what is wrong, with the place of each problem.
Never: prints, mends, or takes what can't be read for being in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.app.sources import sources
from searchqa.errors import BrokenIndexError, IndexMissingError
from searchqa.report import CheckReport, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.config import Config, SourceConfig
    from searchqa.model import Problem
    from searchqa.sources.base import Source


def check(config: Config, *, index_wanted: bool = True, strict: bool = False) -> CheckReport:
    """Compare the index with its manifest, and read each transcript of the sources.

    Without a configured source only the index is checked.

    Args:
        config: Which index, which sources.
        index_wanted: Whether it is an error that there is no index; without it
            the transcripts alone are checked where there is none.
        strict: Whether warnings count for the exit code.

    Raises:
        SourceError: No source can be listed.
    """
    # The engine and readers of YAML and HTML: the other commands have no use for them.
    from searchqa.engines.whoosh_engine.engine import WhooshEngine
    from searchqa.indexing.verify import verify

    index: tuple[Problem, ...] = ()
    error: BrokenIndexError | None = None
    missing = False
    try:
        index = verify(config.index, WhooshEngine())
    except IndexMissingError as none:
        missing = not index_wanted
        error = None if missing else none
    except BrokenIndexError as broken:
        error = broken
    files, found = _read(sources(config), config) if config.sources else (0, ())
    return CheckReport(index, found, files, error, missing, strict)


def _read(places: Sequence[Source], config: Config) -> tuple[int, tuple[Found, ...]]:
    """Read every transcript; return how many there are and each problem once, in order."""
    # As above.
    from searchqa.checks.answers import open_questions
    from searchqa.checks.together import Checked, same_twice
    from searchqa.indexing.listing import list_transcripts, without_index
    from searchqa.indexing.reading import TranscriptReader

    listing = list_transcripts(places)
    reader = TranscriptReader(places, config.aliases, {})
    number = {source.name: at for at, source in enumerate(places)}
    problems = [
        (number[name], without_index(problem))
        for name, problem in zip(listing.whose, listing.problems, strict=True)
    ]
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
    return len(listing.books), tuple(_found(places, config.sources, problems))


def _found(
    places: Sequence[Source],
    configured: Sequence[SourceConfig],
    problems: Sequence[tuple[int, Problem]],
) -> Iterator[Found]:
    # A people file's problems come with each of the person's books.
    once = dict.fromkeys(problems)
    for place, problem in sorted(once, key=lambda one: (one[0], one[1].file, one[1].line or 0)):
        path = "" if problem.code == "source-failed" else _path(configured[place], problem.file)
        yield Found(places[place].name, path, problem)


def _path(one: SourceConfig, file: str) -> str:
    """Return where a file of a source is, as its problems name it; "" when it isn't here."""
    if one.git:
        return ""
    root = one.path.resolve()
    root = root.parent if root.is_file() else root
    if one.form.folder and root.name == one.form.folder:
        root = root.parent
    # People may lie beside the folder of transcripts.
    places = (root / file, root.parent / file)
    return str(next((path for path in places if path.is_file()), places[0]))

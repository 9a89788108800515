"""Reindex: bring an index up to what its sources hold now, or leave it as it was.

In: sources, the index folder, an engine. Out: a report, and perhaps a new generation.
Never: changes what answers before the new generation is whole, or prints.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from searchqa.indexing import before as starting
from searchqa.indexing import disk, generations, lock
from searchqa.indexing.build import Build
from searchqa.indexing.listing import check_names, list_transcripts
from searchqa.indexing.plan import make_plan
from searchqa.indexing.settings import DEFAULTS, Settings
from searchqa.indexing.standing import states
from searchqa.report import Progress, ReindexOptions, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchqa.engines.base import Engine
    from searchqa.indexing.before import Before
    from searchqa.indexing.listing import Listed, Listing
    from searchqa.indexing.plan import Plan
    from searchqa.sources.base import Source

_STAYS: Final = "; its part of the index stays as it was"
_OLD_ANSWERS: Final = "what was published before still answers; mend that and run it again"


def _silent(_: Progress) -> None:
    """Tell nobody."""


def reindex(
    sources: Sequence[Source],
    index: Path,
    engine: Engine,
    options: ReindexOptions | None = None,
    settings: Settings = DEFAULTS,
    progress: Callable[[Progress], None] = _silent,
) -> Report:
    """Bring the index in a folder up to date.

    Only what changed is read: transcripts whose content differs, and those
    whose authors' people files do. A bad file is a problem in the report; its
    last good version stays in the index, and so does all of a source that can't
    be listed. Whatever fails before the new
    generation is whole leaves the old one answering.

    Args:
        sources: Of two files with one stem, the first source's counts.
        index: The folder; it is made when absent.
        engine: Who stores the documents.
        options: How; None takes the defaults.
        settings: What the configuration says of reading and searching.
        progress: Called before each source and file, before writing and before
            publishing. What it raises ends the run; nothing is published then.

    Raises:
        SourceError: There is no source, none can be listed, or two have one name.
        IndexLockedError: Another process is writing.
        IndexForeignError: The folder holds something else.
        BrokenIndexError: The disk refused; the message says why.
    """
    started = time.perf_counter()
    check_names(sources)
    options = options or ReindexOptions()
    with generations.telling(index, "written", _OLD_ANSWERS):
        generations.check_ours(index)
        if not options.dry_run:
            disk.make_folder(index)
        with nullcontext() if options.dry_run else lock.writing(index):
            return _reindex(sources, index, engine, options, settings, progress, started)


def _reindex(
    sources: Sequence[Source],
    index: Path,
    engine: Engine,
    options: ReindexOptions,
    settings: Settings,
    progress: Callable[[Progress], None],
    started: float,
) -> Report:
    def begin(place: int, source: Source) -> None:
        progress(Progress("syncing", place, len(sources), source.name))

    listing = list_transcripts(sources, begin, _STAYS)
    before = starting.look(index, engine, settings.fingerprint)
    plan = make_plan(
        before.records,
        listing.books,
        _person_revisions(sources),
        full=options.full or bool(before.rebuild) or before.missing,
        held=_held(before, listing),
        reread=_reread(before, listing),
    )
    if options.dry_run:
        return _dry_report(before, listing, plan, started)
    if before.answering or before.missing:
        generations.sweep(index, before.answering or None)
    build = Build(index, engine, before, listing, plan, options, settings)
    answering = build.run(sources, progress)
    if build.published:
        generations.sweep(index, answering)
    return build.report(answering, time.perf_counter() - started)


def _held(before: Before, listing: Listing) -> frozenset[str]:
    """Return the names of the sources whose part of the index stays as it was."""
    held = set(listing.failed)
    # A source that fails and was never seen may be an old one under a new name.
    if held - before.sources.keys():
        held |= before.sources.keys() - listing.sources.keys()
    return frozenset(held)


def _reread(before: Before, listing: Listing) -> frozenset[str]:
    """Return the names of the sources whose files would be read otherwise than before."""
    known = before.sources
    return frozenset(
        name
        for name, source in listing.sources.items()
        if name in known and known[name].fingerprint != source.fingerprint
    )


def _person_revisions(sources: Sequence[Source]) -> Callable[[Listed, str], str | None]:
    known: dict[tuple[int, str], str | None] = {}

    def revision(item: Listed, slug: str) -> str | None:
        key = (item.place, slug)
        if key not in known:
            entry = sources[item.place].person(slug)
            known[key] = entry.revision if entry is not None else None
        return known[key]

    return revision


def _dry_report(before: Before, listing: Listing, plan: Plan, started: float) -> Report:
    """Return what would be done; nothing was read, so only known problems are in it."""
    records = before.records
    known = [p for book in (*plan.unchanged, *plan.still_bad) for p in records[book].problems]
    manifest = before.manifest
    return Report(
        added=plan.added,
        changed=plan.changed,
        removed=tuple(book for book in plan.removed if book not in listing.withheld),
        unchanged=tuple(sorted((*plan.unchanged, *plan.held))),
        kept=tuple(book for book in plan.still_bad if records[book].indexed),
        failed=tuple(book for book in plan.still_bad if not records[book].indexed),
        problems=tuple(dict.fromkeys((*listing.problems, *known))),
        counts=manifest.counts if manifest is not None else {},
        seconds=time.perf_counter() - started,
        generation=before.answering,
        published=False,
        rebuilt=before.rebuild,
        dry_run=True,
        sources=states(listing, before.sources, before.records),
    )

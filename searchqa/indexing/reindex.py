"""Reindex: bring an index up to what its sources hold now, or leave it as it was.

In: sources, the index folder, an engine. Out: a report, and perhaps a new generation.
Never: changes what answers before the new generation is whole, or prints.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from searchqa.errors import SourceError
from searchqa.indexing import before as starting
from searchqa.indexing import disk, generations, lock
from searchqa.indexing.before import aliases_fingerprint
from searchqa.indexing.build import Build
from searchqa.indexing.listing import list_transcripts
from searchqa.indexing.plan import make_plan
from searchqa.report import Progress, ReindexOptions, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from searchqa.engines.base import Engine
    from searchqa.indexing.before import Before
    from searchqa.indexing.listing import Listed, Listing
    from searchqa.indexing.plan import Plan
    from searchqa.sources.base import Source

_OLD_ANSWERS: Final = "what was published before still answers; mend that and run it again"
NO_ALIASES: Mapping[str, Sequence[str]] = {}


def _silent(_: Progress) -> None:
    """Tell nobody."""


def reindex(
    sources: Sequence[Source],
    index: Path,
    engine: Engine,
    options: ReindexOptions | None = None,
    aliases: Mapping[str, Sequence[str]] = NO_ALIASES,
    progress: Callable[[Progress], None] = _silent,
) -> Report:
    """Bring the index in a folder up to date.

    Only what changed is read: transcripts whose content differs, and those
    whose authors' people files do. A bad file is a problem in the report; its
    last good version stays in the index. Whatever fails before the new
    generation is whole leaves the old one answering.

    Args:
        sources: Of two files with one stem, the first source's counts.
        index: The folder; it is made when absent.
        engine: Who stores the documents.
        options: How; None takes the defaults.
        aliases: Other names of authors, from the config.
        progress: Called before each file, before writing and before publishing.

    Raises:
        SourceError: There is no source, or one can't be listed.
        IndexLockedError: Another process is writing.
        IndexForeignError: The folder holds something else.
        BrokenIndexError: The disk refused; the message says why.
    """
    started = time.perf_counter()
    if not sources:
        raise SourceError("no source of transcripts was named", "name a folder of transcripts")
    options = options or ReindexOptions()
    with generations.telling(index, "written", _OLD_ANSWERS):
        generations.check_ours(index)
        if not options.dry_run:
            disk.make_folder(index)
        with nullcontext() if options.dry_run else lock.writing(index):
            return _reindex(sources, index, engine, options, aliases, progress, started)


def _reindex(
    sources: Sequence[Source],
    index: Path,
    engine: Engine,
    options: ReindexOptions,
    aliases: Mapping[str, Sequence[str]],
    progress: Callable[[Progress], None],
    started: float,
) -> Report:
    listing = list_transcripts(sources)
    before = starting.look(index, engine, aliases_fingerprint(aliases))
    plan = make_plan(
        before.records,
        listing.books,
        _person_revisions(sources),
        full=options.full or bool(before.rebuild) or before.missing,
    )
    if options.dry_run:
        return _dry_report(before, listing, plan, started)
    if before.answering or before.missing:
        generations.sweep(index, before.answering or None)
    build = Build(index, engine, before, listing, plan, options, aliases_fingerprint(aliases))
    answering = build.run(sources, aliases, progress)
    if build.published:
        generations.sweep(index, answering)
    return build.report(answering, time.perf_counter() - started)


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
        unchanged=plan.unchanged,
        kept=tuple(book for book in plan.still_bad if records[book].indexed),
        failed=tuple(book for book in plan.still_bad if not records[book].indexed),
        problems=tuple(dict.fromkeys((*listing.problems, *known))),
        counts=manifest.counts if manifest is not None else {},
        seconds=time.perf_counter() - started,
        generation=before.answering,
        published=False,
        rebuilt=before.rebuild,
        dry_run=True,
    )

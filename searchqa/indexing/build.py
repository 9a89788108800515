"""One build: readings become a draft, and the draft the generation that answers.

In: what was before, what is listed, the plan. Out: a published generation, or no trace.
Never: publishes when nothing differs, or when strict and any file is bad.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final

from searchqa.errors import SearchqaError
from searchqa.formats import book_of
from searchqa.indexing import catalog
from searchqa.indexing.before import last_documents
from searchqa.indexing.faults import as_it_counts, errors_of, lost, moved
from searchqa.indexing.generations import Draft
from searchqa.indexing.manifest import Manifest, Record, SourceRecord
from searchqa.indexing.standing import states
from searchqa.report import Progress, ReindexOptions, Report
from searchqa.sources.base import UNREADABLE
from searchqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from searchqa.engines.base import Engine, Writer
    from searchqa.indexing.before import Before
    from searchqa.indexing.listing import Listing
    from searchqa.indexing.plan import Plan
    from searchqa.indexing.reading import Reading
    from searchqa.indexing.settings import Settings
    from searchqa.model import Book, Document, Problem
    from searchqa.sources.base import Source

_NEVER_GOOD: Final = Record("", "", "", {}, 0, 0)


class Build:
    """The work of one reindex, under the writer's lock.

    Args:
        index: The index folder.
        engine: Who stores the documents.
        before: What is there.
        listing: What the sources hold.
        plan: What to do about it.
        options: How.
        settings: What the configuration says.
    """

    def __init__(
        self,
        index: Path,
        engine: Engine,
        before: Before,
        listing: Listing,
        plan: Plan,
        options: ReindexOptions,
        settings: Settings,
    ) -> None:
        self._index = index
        self._engine = engine
        self._before = before
        self._listing = listing
        self._plan = plan
        self._options = options
        self._settings = settings
        self._afresh = options.full or bool(before.rebuild) or before.missing
        base = None if self._afresh else before.manifest
        self._draft = Draft(index, base)
        self._base_records: Mapping[str, Record] = base.transcripts if base is not None else {}
        self._writer: Writer | None = None
        self._records: dict[str, Record] = {}
        self._books: dict[str, Book] = {}
        self._problems: list[Problem] = list(listing.problems)
        self._opened = False
        self.published = False

    def run(
        self,
        sources: Sequence[Source],
        progress: Callable[[Progress], None],
    ) -> str:
        """Build and publish; return the generation that answers afterwards."""
        try:
            self._draft_all(sources, progress)
            refused = self._options.strict and any(p.severity == "error" for p in self._problems)
            if refused or not self._differs():
                self._let_go()
                return self._before.answering
            read = len(self._plan.to_read)
            progress(Progress("writing", read, read))
            self._open_draft()
            # A new folder can be opened only after a commit, be it one of nothing.
            if self._afresh:
                self._to_write()
            # Whatever a commit did before it failed, there is nothing left to cancel.
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.commit()
            progress(Progress("publishing", read, read))
            self._draft.publish(self._manifest(), catalog.dump(self._books))
        except BaseException:
            self._let_go()
            raise
        self.published = True
        return self._draft.generation

    def report(self, answering: str, seconds: float) -> Report:
        """Return what was done."""
        records, before = self._records, self._before.records
        bad = [book for book, record in records.items() if not record.good]
        read = {book for book in self._plan.to_read if records[book].good}
        manifest = self._manifest() if self.published else self._before.manifest
        known = manifest.sources if manifest is not None else {}
        return Report(
            added=tuple(sorted(b for b in read if b not in before or not before[b].indexed)),
            changed=tuple(sorted(b for b in read if b in before and before[b].indexed)),
            removed=tuple(b for b in self._plan.removed if b not in records),
            unchanged=tuple(sorted((*self._plan.unchanged, *self._plan.held))),
            kept=tuple(sorted(book for book in bad if records[book].indexed)),
            failed=tuple(sorted(b for b in bad if not records[b].indexed and records[b].problems)),
            problems=tuple(dict.fromkeys(self._problems)),
            counts=manifest.counts if manifest is not None else {},
            seconds=seconds,
            generation=answering,
            published=self.published,
            rebuilt=self._before.rebuild,
            sources=states(self._listing, known, records),
        )

    def _draft_all(
        self,
        sources: Sequence[Source],
        progress: Callable[[Progress], None],
    ) -> None:
        for book in (*self._plan.unchanged, *self._plan.still_bad):
            self._carry(book)
        for book in self._plan.held:
            self._hold(book)
        for book in self._plan.removed:
            if book in self._base_records and book not in self._listing.withheld:
                self._to_write().remove(book)
        self._keep(self._read(sources, progress) if self._plan.to_read else [])

    def _read(
        self,
        sources: Sequence[Source],
        progress: Callable[[Progress], None],
    ) -> list[Reading]:
        """Read and store what is planned; return the readings of bad files."""
        # YAML and HTML take longer to import than a run that finds nothing changed takes.
        from searchqa.indexing.reading import TranscriptReader, read_all

        names = {a.slug: a.name for b in self._before.catalog.values() for a in b.authors}
        reader = TranscriptReader(sources, self._settings.aliases, names)
        items = [self._listing.books[book] for book in self._plan.to_read]
        bad = []
        with contextlib.closing(read_all(reader, items, self._options.jobs)) as readings:
            for done, item in enumerate(items):
                progress(Progress("reading", done, len(items), item.book))
                reading = next(readings)
                if reading.flattened is None:
                    before = self._before.records.get(item.book)
                    reading = as_it_counts(reading, before)
                    bad.append(reading)
                else:
                    self._take(reading)
                self._problems += reading.problems
        return bad

    def _carry(self, book: str) -> None:
        """Take over what didn't change; the file may have moved."""
        item = self._listing.books[book]
        record = moved(self._before.records[book], item)
        self._records[book] = record
        self._problems += record.problems
        if record.indexed:
            self._books[book] = self._before.catalog[book]

    def _hold(self, book: str) -> None:
        """Leave what a source that fails gave before as it was."""
        record = self._before.records[book]
        self._problems += record.problems
        if not record.indexed or not self._afresh:
            self._records[book] = record
            if record.indexed:
                self._books[book] = self._before.catalog[book]

    def _take(self, reading: Reading) -> None:
        """Store a transcript that could be read."""
        flattened = reading.flattened
        assert flattened is not None  # noqa: S101 - the caller has looked; this tells the type
        book = flattened.book
        self._store(book.id, flattened.documents)
        self._books[book.id] = book
        self._records[book.id] = Record(
            source=reading.item.source,
            file=reading.item.file,
            revision=reading.revision,
            people=dict(reading.people),
            threads=book.threads,
            messages=book.messages,
            problems=errors_of(reading.problems),
        )

    def _store(self, book: str, documents: Iterable[Document]) -> None:
        writer = self._to_write()
        if book in self._base_records:
            writer.remove(book)
        writer.add(documents)

    def _keep(self, bad: Sequence[Reading]) -> None:
        """Let the last good versions of bad, withheld and held files go on answering."""
        before = self._before.records
        withheld = [b for b in self._plan.removed if b in self._listing.withheld]
        held = set(self._plan.held) if self._afresh else set()
        books = [*withheld, *held, *(reading.item.book for reading in bad)]
        kept = {book for book in books if book in before and before[book].indexed}
        if self._afresh:
            last = last_documents(self._index, self._engine, self._before, kept)
            for book, documents in sorted(last.items()):
                self._store(book, documents)
            for book in sorted(kept - set(last)):
                self._problems.append(lost(before[book].file))
            kept &= set(last)
        self._books.update({book: self._before.catalog[book] for book in kept})
        self._records.update({book: before[book] for book in kept & held})
        for book in kept & set(withheld):
            of_it = [p for p in self._listing.problems if book_of(p.file) == book]
            record = replace(before[book], bad_revision=UNREADABLE, problems=errors_of(of_it))
            self._records[book] = record
        for reading in bad:
            item = reading.item
            record = before[item.book] if item.book in kept else _NEVER_GOOD
            self._records[item.book] = replace(
                record,
                source=item.source,
                file=item.file,
                bad_revision=reading.revision,
                problems=errors_of(reading.problems),
            )

    def _to_write(self) -> Writer:
        if self._writer is None:
            self._open_draft()
            self._writer = self._engine.writer(self._draft.segments)
        return self._writer

    def _open_draft(self) -> None:
        if not self._opened:
            self._opened = True
            self._draft.prepare()

    def _let_go(self) -> None:
        if self._writer is not None:
            # What went wrong before is what people have to see, not that letting go failed too.
            with contextlib.suppress(OSError, SearchqaError):
                self._writer.cancel()
            self._writer = None
        if self._opened:
            self._draft.discard()

    def _differs(self) -> bool:
        if self._afresh:
            return True
        manifest = self._before.manifest
        assert manifest is not None  # noqa: S101 - else all is afresh; this tells the type
        now = (self._records, self._books, self._sources(), self._settings.collections)
        known = (manifest.transcripts, self._before.catalog, manifest.sources, manifest.collections)
        return now != known

    def _sources(self) -> dict[str, SourceRecord]:
        """Return the sources of the new generation; one that fails stands as it stood."""
        names = {record.source for record in self._records.values()}
        known = {n: s for n, s in self._before.sources.items() if n in names}
        return {**known, **self._listing.sources}

    def _manifest(self) -> Manifest:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return Manifest(
            engine=self._engine.name,
            fingerprint=self._engine.fingerprint,
            version=__version__,
            aliases=self._settings.fingerprint,
            generation=self._draft.generation,
            created=now,
            files={},
            collections=self._settings.collections,
            sources=self._sources(),
            transcripts=self._records,
        )

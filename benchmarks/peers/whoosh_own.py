"""Whoosh as it comes: its default writer, its parser, its searcher, its facets.

In: plain rows. Out: an index with a tutorial's schema and its answers.
Never: uses anything of searchqa's engine, but to write the fields of our own older schema.

Its highlights are one fragment a hit, not its default of three: the others give one. Its search
has no limit: with one, the count of all matches takes a second search, and both take twice as long.
"""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.base import (
    BUCKETS,
    FACETS,
    FRAGMENTS,
    HITS,
    SNIPPET_CHARACTERS,
    Found,
    Shown,
    plain_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.peers.base import Mode
    from benchmarks.queries import Query

SEARCHED: Final = ("text", "question", "title")
COLUMNS: Final = "plain schema and facet columns"
PLAIN: Final = "plain schema"
OUR_FIELDS: Final = "our fields"


class WhooshOwn:
    """The peer."""

    name = "whoosh"
    label = "Whoosh itself"
    modes: tuple[Mode, ...] = ("plain", "facets")
    builds: tuple[str, ...] = (COLUMNS, PLAIN, OUR_FIELDS)

    def cannot(self, query: Query, mode: Mode) -> str:  # noqa: ARG002 - as the protocol
        """Say everything."""
        return ""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return plain rows with dates."""
        rows = plain_rows(archive.documents())
        for row in rows:
            row["day"] = _moment(date.fromordinal(row["day"]))
            row["author"] = ",".join(row["author"])
        return rows

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401 - as the protocol
        """Write with the default writer."""
        schema = _our_schema() if how == OUR_FIELDS else _schema(columns=how == COLUMNS)
        index: Any = importlib.import_module("whoosh.index")
        writer = index.create_in(str(folder), schema).writer()
        for row in rows:
            writer.add_document(**row)
        writer.commit()

    def open(self, folder: Path) -> WhooshReader:
        """Open one searcher."""
        return WhooshReader(folder)


def _schema(*, columns: bool) -> Any:  # noqa: ANN401 - untyped
    fields: Any = importlib.import_module("whoosh.fields")
    schema = fields.Schema(id=fields.ID(stored=True, unique=True))
    for name in SEARCHED:
        schema.add(name, fields.TEXT(stored=True))
    for name in ("participant", "book"):
        schema.add(name, fields.ID(stored=True, sortable=columns))
    schema.add("author", fields.KEYWORD(stored=True, commas=True, sortable=columns))
    schema.add("day", fields.DATETIME(stored=True, sortable=True))
    return schema


def _our_schema() -> Any:  # noqa: ANN401 - untyped
    schema: Any = importlib.import_module("searchqa.engines.whoosh_engine.schema")
    filled: Any = importlib.import_module("tests.support.whoosh_oracle")
    return filled.schema_for(schema.build_schema())


def our_rows(archive: Archive) -> list[dict[str, Any]]:
    """Return documents as the fields of our own Whoosh schema.

    Raises:
        ImportError: searchqa has no such schema any more.
    """
    from benchmarks.indexing import fields_of

    return [fields_of(document) for document in archive.documents()]


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


class WhooshReader:
    """An open searcher and its parser; words are joined by OR, as searchqa does."""

    def __init__(self, folder: Path) -> None:
        index: Any = importlib.import_module("whoosh.index").open_dir(str(folder), readonly=True)
        parsers: Any = importlib.import_module("whoosh.qparser")
        self._query: Any = importlib.import_module("whoosh.query")
        sorting: Any = importlib.import_module("whoosh.sorting")
        self._searcher = index.searcher()
        self._parser = parsers.MultifieldParser(SEARCHED, index.schema, group=parsers.OrGroup)
        self._parser.add_plugin(parsers.FuzzyTermPlugin())
        self._groups = {
            name: sorting.FieldFacet(name, maptype=sorting.Count, allow_overlap=name == "author")
            for name in FACETS
        }

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return a search of what is typed into its parser."""
        text = _typed(query)
        narrow = self._narrow(query, values)
        grouped = {"groupedby": self._groups} if mode == "facets" else {}
        newest = {"sortedby": "day", "reverse": True} if query.kind == "browse" else {}
        every = self._query.Every()

        def ask() -> Found:
            parsed = self._parser.parse(text) if text else every
            # With a limit it leaves matches out, and to count them it has to search once more.
            results = self._searcher.search(parsed, limit=None, filter=narrow, **grouped, **newest)
            hits = tuple(map(_shown, islice(results, HITS)))
            return Found(len(results), hits, _facets(results) if grouped else {})

        return ask

    def _narrow(self, query: Query, values: Mapping[str, Sequence[str]]) -> Any:  # noqa: ANN401
        parts = []
        chosen = query.chosen(values)
        if chosen is not None:
            parts.append(self._query.Term(*chosen))
        if query.after:
            last = _moment(date.fromisoformat(query.before) - timedelta(days=1))
            first = _moment(date.fromisoformat(query.after))
            parts.append(self._query.DateRange("day", first, last))
        return self._query.And(parts) if parts else None

    def close(self) -> None:
        """Let go of files."""
        self._searcher.close()


def _facets(results: Any) -> dict[str, tuple[tuple[str, int], ...]]:  # noqa: ANN401 - untyped
    out = {}
    for name in FACETS:
        counts = results.groups(name)
        most = sorted(counts.items(), key=lambda pair: -pair[1])[:BUCKETS]
        out[name] = tuple((str(value), int(count)) for value, count in most)
    return out


def _shown(hit: Any) -> Shown:  # noqa: ANN401 - untyped
    stored = hit.fields()
    # Its highlights are marked up text; the ranges stand in it.
    text = stored["text"]
    snippet = hit.highlights("text", text=text, top=FRAGMENTS) or text[:SNIPPET_CHARACTERS]
    title, participant = stored["title"], stored["participant"]
    return Shown(stored["id"], title, participant, stored["question"], snippet, (), hit.score)


def _typed(query: Query) -> str:
    """Return the query in Whoosh's language."""
    if query.phrase:
        return f'"{" ".join(query.phrase)}"'
    if query.prefix:
        return f"{query.prefix}*"
    if query.fuzzy:
        return f"{query.fuzzy}~{query.slips}"
    words = " OR ".join(query.content)
    must = " AND ".join((*query.every, *query.required))
    both = f"({must}) ANDMAYBE ({words})" if must and words else must or words
    # A mere NOT would be one more alternative where words are joined by OR.
    return f"({both}) ANDNOT ({' OR '.join(query.without)})" if query.without else both

"""tantivy through its Python binding.

In: plain rows. Out: an index of one segment and its answers.
Never: counts with a second search what one search can count.

Given for speed: all threads and a large heap while writing is timed; a single segment for
searching; ids and facet values without positions, facets on fast fields; one open searcher.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.base import (
    BUCKETS,
    FACETS,
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
BOOSTS: Final = {"question": 0.1}
ONE_SEGMENT: Final = "1 thread, one segment"
ALL_THREADS: Final = "all threads"
_HEAP: Final = 2_000_000_000


class Tantivy:
    """The peer."""

    name = "tantivy"
    label = "tantivy"
    modes: tuple[Mode, ...] = ("plain", "facets")
    builds: tuple[str, ...] = (ONE_SEGMENT, ALL_THREADS)

    def cannot(self, query: Query, mode: Mode) -> str:  # noqa: ARG002 - as the protocol
        """Say everything."""
        return ""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return plain rows."""
        return plain_rows(archive.documents())

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401 - as the protocol
        """Write and merge."""
        tantivy: Any = importlib.import_module("tantivy")
        schema = _schema(tantivy)
        threads = 1 if how == ONE_SEGMENT else os.cpu_count() or 1
        writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP, threads)
        from_dict = tantivy.Document.from_dict
        for row in rows:
            writer.add_document(from_dict(row, schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> TantivyReader:
        """Open the index with one searcher."""
        return TantivyReader(folder)


def _schema(tantivy: Any) -> Any:  # noqa: ANN401 - untyped
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in SEARCHED:
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for name in FACETS:
        builder.add_text_field(
            name, stored=True, tokenizer_name="raw", index_option="basic", fast=True
        )
    builder.add_integer_field("day", stored=True, indexed=True, fast=True)
    return builder.build()


class TantivyReader:
    """An open index."""

    def __init__(self, folder: Path) -> None:
        self._tantivy: Any = importlib.import_module("tantivy")
        self._schema = _schema(self._tantivy)
        self._index = self._tantivy.Index(self._schema, path=str(folder))
        self._searcher = self._index.searcher()
        self._counts = {f: {"terms": {"field": f, "size": BUCKETS}} for f in FACETS}

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return a search; where its language has no word for it, the query is put together."""
        build = self._builder(query, values)
        searcher, generator = self._searcher, self._tantivy.SnippetGenerator.create
        schema = self._schema
        newest = {"order_by_field": "day"} if query.kind == "browse" else {}

        def ask() -> Found:
            built = build()
            result = searcher.search(built, HITS, count=True, **newest)
            snippets = generator(searcher, built, schema, "text")
            snippets.set_max_num_chars(SNIPPET_CHARACTERS)
            hits = [_shown(score, searcher.doc(at), snippets) for score, at in result.hits]
            facets = self._facets(built) if mode == "facets" else {}
            return Found(result.count, tuple(hits), facets)

        return ask

    def _facets(self, built: Any) -> dict[str, tuple[tuple[str, int], ...]]:  # noqa: ANN401
        counted = self._searcher.aggregate(built, self._counts)
        return {
            name: tuple((one["key"], one["doc_count"]) for one in counted[name]["buckets"])
            for name in FACETS
        }

    def _builder(self, query: Query, values: Mapping[str, Sequence[str]]) -> Callable[[], Any]:
        narrow = self._narrowing(query, values)
        text = _typed(query)
        parse, make, occur = self._index.parse_query, self._tantivy.Query, self._tantivy.Occur

        def build() -> Any:  # noqa: ANN401 - untyped
            if query.prefix or query.fuzzy:
                main = self._expanded(query)
            elif text:
                main = parse(text, SEARCHED, field_boosts=BOOSTS)
            else:
                main = make.all_query()
            parts = narrow()
            if not parts:
                return main
            return make.boolean_query([(occur.Must, one) for one in (main, *parts)])

        return build

    def _expanded(self, query: Query) -> Any:  # noqa: ANN401 - untyped
        make, should = self._tantivy.Query.fuzzy_term_query, self._tantivy.Occur.Should
        word, slips = query.prefix or query.fuzzy, 0 if query.prefix else query.slips
        starts = bool(query.prefix)
        fields = [
            (should, make(self._schema, f, word, slips, True, starts))  # noqa: FBT003
            for f in SEARCHED
        ]
        return self._tantivy.Query.boolean_query(fields)

    def _narrowing(
        self, query: Query, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], list[Any]]:
        from datetime import date

        make, schema = self._tantivy.Query, self._schema
        chosen = query.chosen(values)
        days = [date.fromisoformat(d).toordinal() for d in (query.after, query.before) if d]
        number = self._tantivy.FieldType.Integer

        def narrow() -> list[Any]:
            out = []
            if chosen is not None:
                out.append(make.const_score_query(make.term_query(schema, *chosen), 0.0))
            if days:
                within = make.range_query(
                    schema, "day", number, days[0], days[1], include_upper=False
                )
                out.append(make.const_score_query(within, 0.0))
            return out

        return narrow

    def close(self) -> None:
        """Let go of files."""
        del self._searcher, self._index


def _typed(query: Query) -> str:
    """Return the query in tantivy's language, as far as it has words for it."""
    parts = [*query.content, *(f"+{word}" for word in (*query.required, *query.every))]
    parts += [f"-{word}" for word in query.without]
    parts += [f'"{" ".join(query.phrase)}"'] if query.phrase else []
    return " ".join(parts)


def _shown(score: Any, document: Any, snippets: Any) -> Shown:  # noqa: ANN401 - untyped
    stored = document.to_dict()
    snippet = snippets.snippet_from_doc(document)
    ranges = tuple((one.start, one.end) for one in snippet.highlighted())
    text = snippet.fragment() or stored["text"][0][:SNIPPET_CHARACTERS]
    return Shown(
        stored["id"][0],
        stored["title"][0],
        stored["participant"][0],
        stored["question"][0],
        text,
        ranges,
        float(score or 0),
    )

"""Whoosh's own searcher doing our work: our analysis, our fields, our query language.

In: documents. Out: an index that Whoosh's default writer wrote, and the answers of Whoosh's
query classes, matchers, collectors, columns and highlighter on it.
Never: runs anything of our engine: a query is parsed and bound by our code, since that is what it
means, and from then on all is Whoosh's.

It does a little less than ours, to its advantage: Whoosh can't say within a query what a pair of
neighbouring words adds (``PAIR_BOOST``) or that an answer counts more (``ANSWER_PRIOR``); names in
filters are taken as they are written; of slips, a swap of two letters counts twice, as Whoosh
counts. It finds the same messages as ours, but for slips.

Given for speed: columns whose offsets are written, for facets and for days; the authors of a
message as one value of a column, counted together and told apart afterwards; what is shown as one
stored value; words that are expanded once for a query, not for each highlighted hit; a search
without a limit, since one with a limit would search again to count.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.base import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.peers.base import Mode, Reader
    from benchmarks.queries import Query
    from searchqa.model import Document

# Between the authors of a message.
AND: Final = "\x1f"


class WhooshFields:
    """The peer."""

    name = "whoosh-fields"
    label = "Whoosh, our fields"
    modes: tuple[Mode, ...] = ("plain", "facets")
    builds: tuple[str, ...] = ("our fields and facet columns",)

    def cannot(self, query: Query, mode: Mode) -> str:  # noqa: ARG002 - as the protocol
        """Say everything."""
        return ""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return documents as the fields of our schema, with columns and what is shown."""
        return [dict(_row(document)) for document in archive.documents()]

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401, ARG002 - as the protocol
        """Write with the default writer."""
        index: Any = importlib.import_module("whoosh.index")
        writer = index.create_in(str(folder), _schema()).writer()
        for row in rows:
            writer.add_document(**row)
        writer.commit()

    def open(self, folder: Path) -> Reader:
        """Open one searcher."""
        # Whoosh shall not be in the memory of who measures another engine.
        from benchmarks.peers.whoosh_searcher import FieldsReader

        return FieldsReader(folder)


def _schema() -> Any:  # noqa: ANN401 - untyped
    ours: Any = importlib.import_module("searchqa.engines.whoosh_engine.schema")
    filled: Any = importlib.import_module("tests.support.whoosh_oracle")
    fields: Any = importlib.import_module("whoosh.fields")
    columns: Any = importlib.import_module("whoosh.columns")
    schema = filled.schema_for(ours.build_schema())
    for name in FACETS:
        # Else the places of all values are counted out anew in each search of a small index.
        column = columns.VarBytesColumn(write_offsets_cutoff=0)
        schema.remove(name)
        schema.add(name, fields.ID(sortable=column))
    schema.add("day", fields.NUMERIC(int, bits=32, signed=False, sortable=True))
    return schema


def _row(document: Document) -> Iterator[tuple[str, Any]]:
    oracle: Any = importlib.import_module("tests.support.whoosh_oracle")
    shown = (
        *(document.id, document.title, document.participant_key),
        *(document.question, document.text),
    )
    yield from oracle.fields_of(document, shown).items()
    yield "day", document.start.toordinal()
    yield "_stored_author", AND.join(document.authors)
    yield "_stored_book", document.book
    yield "_stored_participant", document.participant_key

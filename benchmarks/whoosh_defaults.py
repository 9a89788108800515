"""What Whoosh finds by itself: its own schema, parser and ranking, nothing of ours.

In: an open index, whose documents it takes. Out: threads for a query, best first.
Never: is used by searchqa; it is what searchqa is compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.analysis.analyzers import StemmingAnalyzer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser.default import MultifieldParser
from whoosh.qparser.syntax import OrGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.model import Document

FIELDS = ("text", "question", "title")


class WhooshDefaults:
    """Three stemmed fields, the default parser over them, BM25F as it comes.

    Words are joined by OR: with the parser's own AND hardly a long query finds anything.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        text = TEXT(analyzer=StemmingAnalyzer())
        schema = Schema(thread=STORED, **dict.fromkeys(FIELDS, text))
        storage: Any = RamStorage  # untyped, as all of Whoosh
        self._index: Any = storage().create_index(schema)
        writer = self._index.writer()
        for one in documents:
            words = {"text": one.text, "question": one.question, "title": one.title}
            writer.add_document(thread=f"{one.book}#{one.number}", **words)
        writer.commit()
        self._parser: Any = MultifieldParser(FIELDS, schema, group=OrGroup)

    def threads(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the first ``limit`` threads as ``book#number``, by their best message."""
        with self._index.searcher() as searcher:
            hits = searcher.search(self._parser.parse(text), limit=None)
            return tuple(dict.fromkeys(hit["thread"] for hit in hits))[:limit]

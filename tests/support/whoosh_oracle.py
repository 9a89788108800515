"""The same index made by Whoosh's own writer, and all that Whoosh reads from an index."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh import fields
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.index import create_in

from searchqa.analysis import analyze
from searchqa.model import UNDATED
from searchqa.text.fold import fold
from tests.support.inverted import GAP, end_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from searchqa.model import Document

# Parts of a body; white space, so that no test text tells it from its own.
PART = "\x1e"
SCORED = ("body", "question", "words")


class Parts(Analyzer):
    """Tokens of the parts of a body, with the gap between them."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        base = 0
        token = Token(positions=True, chars=True)
        for text in value.split(PART):
            analysis = analyze(text)
            texts = analysis.words if self.what == "words" else analysis.terms
            for token.text, place, token.startchar, token.endchar in zip(
                texts, analysis.positions, analysis.starts, analysis.ends, strict=True
            ):
                token.pos = base + place
                token.boost = 1.0
                yield token
            base += end_of(text) + GAP


def schema_for(schema: fields.Schema) -> fields.Schema:
    """Return a schema with the same fields, which Whoosh's own writer can fill."""
    out = fields.Schema()
    for name, original in schema.items():
        field = copy(original)
        if name in SCORED:
            field.analyzer = Parts("words" if name == "words" else "terms")
        out.add(name, field)
    return out


def fields_of(document: Document, stored: bytes) -> dict[str, Any]:
    """Return a document as Whoosh's ``add_document`` takes it."""
    parts = [document.title, document.question]
    if document.position:
        parts.append(document.text)
    body = PART.join(part.replace(PART, " ") for part in parts)
    code = any(span.kind == "code" for span in document.spans)
    flags = "l" * bool(document.links) + "c" * code + "u" * (not document.answered)
    exact: dict[str, list[str]] = {
        "author": sorted({fold(name) for name in document.authors}),
        "book": [document.book],
        "flags": list(flags),
        "id": [document.id],
        "kind": [document.kind],
        "participant": [fold(document.participant_key)] if document.participant_key else [],
        "role": [document.role],
        "thread": [document.thread],
        "year": [] if document.start == UNDATED else [str(document.start.year)],
        "collection": [fold(document.collection)],
    }
    return {"body": body, "question": document.question, "words": body, "document": stored, **exact}


def write(folder: Path, schema: fields.Schema, documents: Sequence[dict[str, Any]]) -> None:
    """Write an index by Whoosh's own writer."""
    writer = create_in(str(folder), schema_for(schema)).writer()
    for document in documents:
        writer.add_document(**document)
    writer.commit()


class Posting(NamedTuple):
    """One posting with its value, and the figures of the block it stands in."""

    document: int
    weight: float
    frequency: int
    positions: tuple[int, ...]
    block: tuple[float, ...]


def contents(reader: Any) -> dict[Any, Any]:
    """Return everything that an index holds, as Whoosh reads it."""
    out: dict[Any, Any] = {
        "count": reader.doc_count_all(),
        "deleted": sorted(set(range(reader.doc_count_all())) - set(reader.all_doc_ids())),
        "fields": sorted(reader.indexed_field_names()),
        "stored": [reader.stored_fields(n) for n in range(reader.doc_count_all())],
    }
    for name in SCORED:
        lengths = [reader.doc_field_length(n, name) for n in range(reader.doc_count_all())]
        out[name] = (lengths, reader.field_length(name))
        if any(lengths):
            out[name] += (reader.min_field_length(name), reader.max_field_length(name))
    for name, term in reader.all_terms():
        info = reader.term_info(name, term)
        out[name, term] = {
            "weight": info.weight(),
            "documents": info.doc_frequency(),
            "lengths": (info.min_length(), info.max_length()),
            "most": info.max_weight(),
            "ids": (info.min_id(), info.max_id()),
            "postings": list(postings(reader, name, term)),
        }
    return out


def postings(reader: Any, name: str, term: bytes) -> Iterator[Posting]:
    """Yield a term's postings."""
    matcher = reader.postings(name, term)
    while matcher.is_active():
        positions = tuple(matcher.value_as("positions")) if name == "body" else ()
        block: tuple[float, ...] = ()
        if hasattr(matcher, "block_max_id"):
            lengths = matcher.block_min_length(), matcher.block_max_length()
            block = (matcher.block_max_id(), matcher.block_max_weight(), *lengths)
        frequency = matcher.value_as("frequency") if name in SCORED else 1
        yield Posting(matcher.id(), matcher.weight(), frequency, positions, block)
        matcher.next()

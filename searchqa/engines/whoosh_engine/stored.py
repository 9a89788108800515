"""How a document is written down and read back, whole or as a short row.

In: documents and bytes. Out: bytes and documents.
Never: pickles; a row has only what filters, facets and order need.
"""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from searchqa.model import Document, Kind, Role, Span

_UNIT = "\x1f"
_FLAG_LINK, _FLAG_CODE, _FLAG_UNANSWERED = "l", "c", "u"


class Row(NamedTuple):
    """What each message brings to filters and facets; ``flags`` of ``lcu``."""

    id: str
    thread: str
    participant: str
    role: str
    kind: str
    flags: str


class Week(NamedTuple):
    """What all messages of a book share; dates are proleptic ordinals."""

    book: str
    title: str
    start: int
    end: int
    authors: tuple[str, ...]


def flags_of(document: Document) -> str:
    """Return the document's flags: ``l`` link, ``c`` code, ``u`` unanswered thread."""
    code = any(span.kind == "code" for span in document.spans)
    return (
        (_FLAG_LINK if document.links else "")
        + (_FLAG_CODE if code else "")
        + ("" if document.answered else _FLAG_UNANSWERED)
    )


def pack_row(document: Document) -> bytes:
    """Return the row of a document."""
    parts = (
        document.id,
        document.participant_key.replace(_UNIT, " "),
        document.role,
        document.kind,
        flags_of(document),
    )
    return _UNIT.join(parts).encode("utf-8", "surrogatepass")


def unpack_row(data: bytes) -> Row:
    """Return the row of ``pack_row``'s bytes."""
    id_, participant, role, kind, flags = data.decode("utf-8", "surrogatepass").split(_UNIT)
    return Row(id_, id_.rpartition(".")[0], participant, role, kind, flags)


def pack_week(document: Document) -> bytes:
    """Return what the document shares with its book."""
    parts = (
        document.book,
        document.title,
        document.start.toordinal(),
        document.end.toordinal(),
        document.authors,
    )
    return json.dumps(parts, separators=(",", ":")).encode()


def unpack_week(data: bytes) -> Week:
    """Return the week of ``pack_week``'s bytes."""
    book, title, start, end, authors = json.loads(data)
    return Week(book, title, start, end, tuple(authors))


def pack_document(document: Document) -> bytes:
    """Return the whole document."""
    parts = (
        document.id,
        document.number,
        document.size,
        document.kind,
        document.role,
        document.participant,
        document.participant_key,
        document.text,
        [(s.start, s.end, s.kind, s.url) for s in document.spans],
        document.links,
        document.question,
        document.asker,
        document.title,
        document.authors,
        document.start.toordinal(),
        document.end.toordinal(),
        document.answered,
    )
    return json.dumps(parts, separators=(",", ":")).encode()


def unpack_document(data: bytes) -> Document:
    """Return the document of ``pack_document``'s bytes."""
    parts = json.loads(data)
    id_: str = parts[0]
    kind: Kind = parts[3]
    role: Role = parts[4]
    thread, _, position = id_.rpartition(".")
    return Document(
        id=id_,
        thread=thread,
        book=thread.rpartition("/")[0],
        position=int(position),
        number=parts[1],
        size=parts[2],
        kind=kind,
        role=role,
        participant=parts[5],
        participant_key=parts[6],
        text=parts[7],
        spans=tuple(Span(*span) for span in parts[8]),
        links=tuple(parts[9]),
        question=parts[10],
        asker=parts[11],
        title=parts[12],
        authors=tuple(parts[13]),
        start=date.fromordinal(parts[14]),
        end=date.fromordinal(parts[15]),
        answered=parts[16],
    )

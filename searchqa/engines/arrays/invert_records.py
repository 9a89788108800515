"""What documents say beside their words, written down for arrays.

In: documents in the order they are numbered in. Out: columns, and records in JSON.
Never: looks into a text.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from searchqa.engines.arrays.facts import packed
from searchqa.engines.arrays.layout import FLAG_CODE, FLAG_LINK, FLAG_UNANSWERED
from searchqa.engines.arrays.own import own_record
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.engines.arrays.facts import Array
    from searchqa.model import Document, Span

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ROLE: Final = {role: ordinal for ordinal, role in enumerate(ROLES)}
_KIND: Final = {kind: ordinal for ordinal, kind in enumerate(KINDS)}


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Return documents as the layout numbers them.

    Raises:
        ValueError: A thread has no head, or a document is there twice.
    """
    books: dict[str, list[Document]] = {}
    for document in documents:
        books.setdefault(document.book, []).append(document)
    weeks = sorted(
        books.values(), key=lambda week: (-week[0].start.toordinal(), week[0].book + "/")
    )
    out: list[Document] = []
    for week in weeks:
        week.sort(key=attrgetter("id"))
        out += week
    _check(out)
    return out


def _check(documents: Sequence[Document]) -> None:
    last = ""
    seen: set[str] = set()
    for document in documents:
        if document.thread != last:
            last = document.thread
            if document.position or last in seen:
                raise ValueError(f"the thread {last} is not whole: {document.id} stands alone")
            seen.add(last)
        elif document.position == 0:
            raise ValueError(f"{document.id} is there twice")


def columns_of(documents: Sequence[Document]) -> dict[str, Array]:
    """Return what stands beside words: books, threads, spellings and documents."""
    heads = [n for n, document in enumerate(documents) if document.position == 0]
    threads = [documents[n] for n in heads]
    firsts = [n for n, head in enumerate(threads) if n == 0 or head.book != threads[n - 1].book]
    books = [threads[n] for n in firsts]
    keys = sorted({document.participant_key for document in documents})
    key_at = {key: ordinal for ordinal, key in enumerate(keys)}
    return {
        **packed("book.id", encoded(book.book for book in books)),
        **packed("book.record", encoded(map(_book_record, books))),
        "book.start": np.array([book.start.toordinal() for book in books], np.int32),
        "book.end": np.array([book.end.toordinal() for book in books], np.int32),
        "book.thread": np.array([*firsts, len(threads)], np.int32),
        **packed("thread.name", encoded(head.thread[len(head.book) + 1 :] for head in threads)),
        **packed("thread.record", encoded(_thread_record(head) for head in threads)),
        "thread.document": np.array([*heads, len(documents)], np.int32),
        **packed("spelling", encoded(keys)),
        **packed("document.record", encoded(_document_record(document) for document in documents)),
        "document.position": np.array([d.position for d in documents], np.int32),
        "document.role": np.array([_ROLE[d.role] for d in documents], np.uint8),
        "document.kind": np.array([_KIND[d.kind] for d in documents], np.uint8),
        "document.flags": np.array([_flags(d) for d in documents], np.uint8),
        "document.day": np.array(
            [d.sent.toordinal() if d.sent else 0 for d in documents], np.int32
        ),
        "document.spelling": np.array([key_at[d.participant_key] for d in documents], np.int32),
    }


def encoded(texts: Iterable[str]) -> list[bytes]:
    """Return texts as tables keep them; a half character stays one."""
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def _book_record(book: Document) -> str:
    return _JSON.encode([book.title, book.authors, book.collection])


def _thread_record(head: Document) -> str:
    question, asker = encode_basestring(head.question), encode_basestring(head.asker)
    return f"[{head.number},{head.size},{question},{asker}]"


def _document_record(document: Document) -> str:
    # Four times as fast as an encoder, which is set up anew for each record.
    who, text = encode_basestring(document.participant), encode_basestring(document.text)
    spans = _JSON.encode([_span(span) for span in document.spans]) if document.spans else "[]"
    links = _JSON.encode(document.links) if document.links else "[]"
    return f"[{who},{text},{spans},{links}{own_record(document)}]"


def _span(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.kind, span.url


def _flags(document: Document) -> int:
    code = any(span.kind == "code" for span in document.spans)
    return (
        (FLAG_LINK if document.links else 0)
        | (FLAG_CODE if code else 0)
        | (0 if document.answered else FLAG_UNANSWERED)
    )

"""The stored document: what an index without arrays is made from again.

In: a batch's records. Out: a line of JSON for each document, and the document of a line.
Never: pickles, or parses a record to write it.
"""

from __future__ import annotations

import json
from datetime import date
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

import numpy as np

from searchqa.engines.arrays.facts import strings_of
from searchqa.engines.arrays.layout import FLAG_UNANSWERED
from searchqa.engines.arrays.own import own_of
from searchqa.model import Document, Span
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.engines.arrays.facts import Array, Facts


def stored_documents(batch: Facts, ids: Sequence[str]) -> Iterator[bytes]:
    """Yield each document's line; ``ids`` are the documents'.

    A line is ``[id, role, kind, answered, participant_key, start, end, book, thread,
    document]``; the last three are the records that the layout describes.
    """
    keys = [encode_basestring(text_of(key)) for key in strings_of(batch, "spelling")]
    days = zip(batch["book.start"].tolist(), batch["book.end"].tolist(), strict=True)
    weeks = [
        f",{start},{end},".encode() + record
        for (start, end), record in zip(days, strings_of(batch, "book.record"), strict=True)
    ]
    contexts = [
        b"%b,%b," % (weeks[book], record)
        for book, record in zip(
            book_of_threads(batch).tolist(), strings_of(batch, "thread.record"), strict=True
        )
    ]
    for id_, role, kind, flags, key, thread, record in zip(
        ids,
        batch["document.role"].tolist(),
        batch["document.kind"].tolist(),
        batch["document.flags"].tolist(),
        batch["document.spelling"].tolist(),
        thread_of_documents(batch).tolist(),
        strings_of(batch, "document.record"),
        strict=True,
    ):
        answered = "false" if flags & FLAG_UNANSWERED else "true"
        own = f'[{encode_basestring(id_)},"{ROLES[role]}","{KINDS[kind]}",{answered},{keys[key]}'
        yield b"%b%b%b]" % (own.encode("utf-8", "surrogatepass"), contexts[thread], record)


def document_of(line: bytes) -> Document:
    """Return the document of a stored line."""
    id_, role, kind, answered, key, start, end, of_book, of_thread, of_document = json.loads(line)
    title, authors, collection = of_book
    number, size, question, asker = of_thread
    participant, text, spans, links, *own = of_document
    sent, url, reactions = own_of(own)
    thread, _, position = id_.rpartition(".")
    return Document(
        id=id_,
        thread=thread,
        book=thread.rpartition("/")[0],
        position=int(position),
        number=number,
        size=size,
        kind=kind,
        role=role,
        participant=participant,
        participant_key=key,
        text=text,
        spans=tuple(Span(*span) for span in spans),
        links=tuple(links),
        question=question,
        asker=asker,
        title=title,
        authors=tuple(authors),
        start=date.fromordinal(start),
        end=date.fromordinal(end),
        answered=answered,
        collection=collection,
        sent=sent,
        url=url,
        reactions=reactions,
    )


def text_of(string: bytes) -> str:
    """Return a string of a table."""
    return string.decode("utf-8", "surrogatepass")


def thread_of_documents(batch: Facts) -> Array:
    """Return the ordinal of each document's thread."""
    counts = np.diff(batch["thread.document"])
    return np.repeat(np.arange(len(counts)), counts)


def book_of_threads(batch: Facts) -> Array:
    """Return the ordinal of each thread's book."""
    counts = np.diff(batch["book.thread"])
    return np.repeat(np.arange(len(counts)), counts)

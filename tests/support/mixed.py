"""An archive of weeks and talks: what messages of some sources have, laid over the sample's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from searchqa.model import TALKS, UNDATED, Document
from tests.support.documents import documents_by_book


def mixed() -> dict[str, tuple[Document, ...]]:
    """Return the sample's books: each third a talk, one of them undated, some messages dated."""
    out = {}
    for number, (book, documents) in enumerate(sorted(documents_by_book().items())):
        changed = documents
        if number % 3 == 2:
            changed = tuple(replace(d, collection=TALKS, end=d.start) for d in changed)
        if number in (2, 7):
            changed = tuple(replace(d, start=UNDATED, end=UNDATED) for d in changed)
        if number in (1, 2, 3):
            changed = tuple(_own(d, at) for at, d in enumerate(changed))
        out[book] = changed
    return out


def _own(document: Document, at: int) -> Document:
    if at % 4 == 3:
        return document
    sent = datetime(2021, 2, 1, 23, 59, 59, tzinfo=timezone.utc) + timedelta(days=31 * at)
    if at == 5:
        # As good as no day.
        sent = datetime.min.replace(tzinfo=timezone.utc)
    url = f"https://video.example.org/watch?v=x&t={at * 61}"
    return replace(document, sent=sent if at % 4 else None, url=url, reactions=at % 3)

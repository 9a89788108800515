"""The books of an index as ``catalog.json``.

In: books by id, or the file's bytes. Out: the bytes, or the books again.
Never: touches a file, or knows documents.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from searchqa.errors import IndexDamagedError
from searchqa.model import Author, Book, Link
from searchqa.records import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def dump(books: Mapping[str, Book]) -> bytes:
    """Return the bytes of ``catalog.json``, books in the order of their ids."""
    entries = [_entry(book) for _, book in sorted(books.items())]
    return json.dumps(entries, separators=(",", ":")).encode("ascii") + b"\n"


def _entry(book: Book) -> dict[str, Any]:
    return {
        **fields_of(book),
        "start": book.start.isoformat(),
        "end": book.end.isoformat(),
        "authors": [fields_of(author) for author in book.authors],
        "links": [fields_of(link) for link in book.links],
    }


def parse(data: bytes, remedy: str) -> dict[str, Book]:
    """Return what :func:`dump` wrote.

    Raises:
        IndexDamagedError: It isn't what we write; ``remedy`` is its hint.
    """
    try:
        return {entry["id"]: _book(entry) for entry in json.loads(data)}
    except (ValueError, KeyError, TypeError) as error:
        message = f"the index's catalog.json is not as it was written ({error})"
        raise IndexDamagedError(message, remedy) from None


def _book(entry: dict[str, Any]) -> Book:
    return Book(
        **{
            **entry,
            "start": date.fromisoformat(entry["start"]),
            "end": date.fromisoformat(entry["end"]),
            "authors": tuple(
                Author(a["slug"], a["name"], tuple(a["aliases"])) for a in entry["authors"]
            ),
            "links": tuple(Link(**link) for link in entry["links"]),
        }
    )

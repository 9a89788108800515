"""Numbers of the last answer, and the pages of books.

In: a number, or a thread. Out: which thread it is, a browser at the book's page.
Never: opens an address that isn't http(s): links come from transcripts.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchqa.app import open_index
from searchqa.cli import output
from searchqa.cli.places import configuration, index_path, shown
from searchqa.cli.state import recall
from searchqa.errors import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.model import Book


def numbered_thread(number: int, index: str | None, config: str | None) -> tuple[Path, str]:
    """Return the index and the thread that a number of the last answer means.

    Raises:
        NotFoundError: There is no last answer, it has no such number, or it
            came from another index than the one named.
    """
    last = recall()
    if last is None or not last.threads:
        raise NotFoundError(
            f"no last answer is known, so there is no number {number} in it",
            "run searchqa query first, or give a thread's id",
        )
    if (index or config) and index_path(index, config).absolute() != last.index:
        raise NotFoundError(
            f"the last answer came from another index ({shown(last.index)})",
            "run searchqa query on this one first, or give a thread's id",
        )
    if number not in last.threads:
        first, end = min(last.threads), max(last.threads)
        raise NotFoundError(
            f"the last answer has no hit {number}",
            f"its hits are {first} to {end}" if end > first else f"its only hit is {first}",
        )
    return last.index, last.threads[number]


def open_numbered(number: int, index: str | None, config: str | None) -> int:
    """Open the book's page of a hit of the last answer; return the exit code."""
    path, thread = numbered_thread(number, index, config)
    with open_index(path, once=True) as opened:
        return open_book(opened.thread(thread).book, config)


def open_book(book: Book, config: str | None) -> int:
    """Open a book's page in the browser, or only print its address into a pipe.

    Raises:
        NotFoundError: The book has no page.
    """
    page = configuration(None, config).page
    links = [link.url for link in book.links if link.url.startswith(("http://", "https://"))]
    if not page and not links:
        raise NotFoundError(
            f'"{book.title}" has no page: its transcript names no link',
            "set `page:` in searchqa.yaml (docs/configuration.md)",
        )
    url = page.replace("{book}", book.id) if page else links[0]
    output.write(url)
    if sys.stdout.isatty():
        click.launch(url)
    return 0

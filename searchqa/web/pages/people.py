"""Pages of people: an author with books, a participant with messages.

In: an index, a facet's value. Out: what the templates draw. Never: merges two people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from searchqa.errors import NotFoundError
from searchqa.flatten import participant_key
from searchqa.presenters.found import beyond_title
from searchqa.presenters.nouns import books_counted, kinds
from searchqa.presenters.wording import when
from searchqa.schema import ALL
from searchqa.text.distance import nearest
from searchqa.web.pages import marking
from searchqa.web.pages.state import State

if TYPE_CHECKING:
    from markupsafe import Markup

    from searchqa.app import Index
    from searchqa.model import Book
    from searchqa.results import Bucket, Hit
    from searchqa.schema import FacetName

_NEWEST: Final = 20
_SLIPS: Final = 3


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A thread somebody wrote in, with the beginning of one message of theirs."""

    hit: Hit
    fragments: Markup
    when: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody: name, counts, newest threads; ``every`` leads to all of them.

    ``role`` is what they are called who answer there, ``works`` what they answer about.
    """

    name: str
    books: tuple[Book, ...]
    asked: int
    answered: int
    replied: int
    threads: int
    newest: tuple[PersonLine, ...]
    every: str
    author: str
    participant: str
    role: str
    works: str


def author_view(index: Index, name: str, root: str) -> PersonView:
    """Return an author's page: books, newest answers.

    Raises:
        NotFoundError: Nobody of that name wrote a book here.
    """
    bucket = _known(index, "author", name)
    books = tuple(
        book
        for book in index.newest_books()
        if any(author.name == bucket.value for author in book.authors)
    )
    keys = _keys(index, bucket.value, books)
    chosen: dict[str, Any] = {"participant": keys, "role": ("author",)}
    # One key has a page of its own.
    page = keys[0] if len(keys) == 1 else ""
    # No participant is no filter, and everybody's answers aren't theirs.
    view = (
        _person(index, bucket.label, books, chosen, root, ("", page))
        if keys
        else PersonView(bucket.label, books, 0, 0, 0, 0, (), "", "", "", "", "")
    )
    counted = books_counted((book.collection, 1) for book in books)
    words = kinds(book.collection for book in books)
    return replace(view, works=counted, role=" and ".join(one.author for one in words))


def participant_view(index: Index, key: str, root: str) -> PersonView:
    """Return a participant's page: what they asked and said.

    Raises:
        NotFoundError: Nobody of that name wrote here.
    """
    bucket = _known(index, "participant", key)
    wrote = {b.value for b in index.facet("author")}
    author = bucket.value if bucket.value in wrote else ""
    return _person(index, bucket.label, (), {"participant": (bucket.value,)}, root, (author, ""))


def _keys(index: Index, name: str, books: tuple[Book, ...]) -> tuple[str, ...]:
    """Return the participants that an author is: ``Ada @ engines`` may be Ada Quill."""
    wrote = {bucket.value for bucket in index.facet("participant")}
    keys = (
        participant_key(known, book.id)
        for book in books
        for author in book.authors
        if author.name == name
        for known in (name, *author.aliases)
    )
    return tuple(dict.fromkeys(key for key in keys if key in wrote))


def _known(index: Index, facet: FacetName, value: str) -> Bucket:
    buckets = {bucket.value: bucket for bucket in index.facet(facet)}
    if value not in buckets:
        near = nearest(value, buckets, _SLIPS)
        message = f'There is no {facet} "{value}".'
        raise NotFoundError(message, "Search for the name.", *near[:1])
    return buckets[value]


def _person(
    index: Index,
    name: str,
    books: tuple[Book, ...],
    chosen: dict[str, Any],
    root: str,
    pages: tuple[str, str],
) -> PersonView:
    # Nobody's page is about one collection.
    chosen = {**chosen, "collection": (ALL,)} if index.narrowed else chosen
    found = index.search("", **chosen, sort="newest", limit=_NEWEST, facets=(), fragments=1)
    counted = index.search("", **chosen, group="none", limit=0, facets="kind")
    kind = {bucket.value: bucket.count for bucket in counted.facets["kind"]}
    words = kinds({hit.book.collection: 0 for hit in found.hits})
    return PersonView(
        name=name,
        books=books,
        asked=kind.get("question", 0),
        answered=kind.get("answer", 0),
        replied=kind.get("reply", 0),
        threads=found.total,
        newest=tuple(
            PersonLine(hit, marking.fragments(beyond_title(hit)), when(hit, weeks=True))
            for hit in found.hits
        ),
        every=State(filters=chosen).address(root),
        author=pages[0],
        participant=pages[1],
        role=" or ".join(one.author for one in words),
        works=" and ".join(f"{one.book}s" for one in words),
    )

"""What the things of a collection are called: a week about a book, a recorded talk.

In: a collection's name. Out: the words for what it holds.
Never: words that programs read; JSON and CSV call everything as they always did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.model import TALKS
from searchqa.presenters.wording import count
from searchqa.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Nouns(NamedTuple):
    """The words of one collection.

    Attributes:
        book: What a transcript is about.
        thread: A part of it.
        author: Who answers.
        somebody: Any one of them.
        wrote: What is said of them beside their name in a conversation.
        asks: What whoever begins a thread does with its first message.
        asked: The same, beside later messages of theirs; "" where it says nothing.
        asker: The same, as a value to choose.
        by: Before the name of who began a thread; "" where it says nothing.
        head: A thread's first message.
        newest: What stands over the newest ones.
        related: What stands over similar threads.
        unanswered: Of a thread that no author wrote in.
        missing: Where a transcript has no threads.
    """

    book: str
    thread: str
    author: str
    somebody: str
    wrote: str
    asks: str
    asked: str
    asker: str
    by: str
    head: str
    newest: str
    related: str
    unanswered: str
    missing: str


_BOOKS: Final = Nouns(
    book="book",
    thread="thread",
    author="author",
    somebody="an author",
    wrote="wrote the book",
    asks="asks",
    asked="asked",
    asker="who asked",
    by="asked by",
    head="question",
    newest="Newest weeks",
    related="Related questions",
    unanswered="unanswered",
    missing="No threads of this week were kept.",
)
# A chapter is begun by whoever happens to speak: mostly nobody asks.
_TALKS: Final = Nouns(
    book="talk",
    thread="chapter",
    author="guest",
    somebody="a guest",
    wrote="guest",
    asks="begins",
    asked="",
    asker="who began",
    by="",
    head="beginning",
    newest="Newest talks",
    related="Related",
    unanswered="without the guest",
    missing="This talk isn't written down.",
)


def nouns(collection: str) -> Nouns:
    """Return the words of a collection; what isn't known is called as weeks about books are."""
    return _TALKS if collection == TALKS else _BOOKS


def kinds(collections: Iterable[str]) -> tuple[Nouns, ...]:
    """Return the words of some collections, each once; those of books where there is none."""
    return tuple(dict.fromkeys(map(nouns, collections))) or (_BOOKS,)


def books_counted(held: Iterable[tuple[str, int]]) -> str:
    """Return ``74 books and 47 talks`` of collections with how many each holds."""
    return _counted([(nouns(name).book, number) for name, number in held], _BOOKS.book)


def threads_counted(held: Iterable[tuple[str, int]]) -> str:
    """Return ``1,881 threads and 676 chapters`` of collections with how many each holds."""
    return _counted([(nouns(name).thread, number) for name, number in held], _BOOKS.thread)


def _counted(held: Iterable[tuple[str, int]], usual: str) -> str:
    sums: dict[str, int] = {}
    for noun, number in held or [(usual, 0)]:
        sums[noun] = sums.get(noun, 0) + number
    return " and ".join(count(number, noun) for noun, number in sums.items())

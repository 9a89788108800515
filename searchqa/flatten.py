"""A transcript becomes documents: one for each message, with what its book and thread give it.

In: a Transcript and who is who. Out: a Book, Documents with lasting ids, problems.
Never: does I/O of its own, or lets an id depend on where in the file a thread stands.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.model import BOOKS, KEY_MARK, Author, Book, Document, Problem
from searchqa.people.ladder import SURE, resolve_author
from searchqa.text.fold import fold
from searchqa.text.slack import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from searchqa.model import CleanText, Kind, Person, RawThread, Role, Transcript

NO_ALIASES: Mapping[str, Sequence[str]] = {}


# Every message of a thread carries its question, so the question has to stay one.
MAX_QUESTION_MESSAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Flattened:
    """What a transcript became; ``slugs`` are the people it was asked about."""

    book: Book
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    slugs: tuple[str, ...]


def flatten(
    transcript: Transcript,
    people: Callable[[str], Person | None],
    aliases: Mapping[str, Sequence[str]] = NO_ALIASES,
    collection: str = BOOKS,
) -> Flattened:
    """Flatten one transcript.

    Args:
        transcript: As read.
        people: Who a slug is, None when the directory doesn't know.
        aliases: Other names by slug or name, from the config.
        collection: What its source is kept under.
    """
    authors, problems = _authors(transcript, people, aliases)
    book = Book(
        id=transcript.id,
        title=transcript.title,
        description=transcript.description,
        cover=transcript.cover,
        start=transcript.start,
        end=transcript.end,
        authors=authors,
        links=transcript.links,
        threads=len(transcript.threads),
        messages=sum(1 + len(thread.replies) for thread in transcript.threads),
        collection=collection,
    )
    documents = tuple(_documents(book, transcript.threads))
    return Flattened(book, documents, tuple(problems), transcript.author_slugs)


def _authors(
    transcript: Transcript,
    people: Callable[[str], Person | None],
    aliases: Mapping[str, Sequence[str]],
) -> tuple[tuple[Author, ...], list[Problem]]:
    names, helpers = _names(transcript.threads)
    authors = []
    problems = []
    file, line = transcript.file, transcript.authors_line
    for slug in transcript.author_slugs:
        person = people(slug)
        resolution = resolve_author(slug, person, names, aliases)
        if resolution.how not in SURE:
            # By a loose likeness only those can be the author who answered somebody else.
            resolution = resolve_author(slug, person, helpers, aliases)
        author = resolution.author
        authors.append(author)
        # A name of several words says all that a people file would.
        if person is None and len(slug.split()) < 2:
            message = f'the author "{slug}" has no people file and is called "{author.name}"'
            hint = f"add _people/{slug}.md, or correct the short name under authors:"
            problems.append(Problem(file, line, message, hint, "notice", "no-person"))
        if names and resolution.how == "none":
            near = " or ".join(f'"{name}"' for name in resolution.nearest)
            message = f'the author "{author.name}" wrote nothing here under that name'
            hint = f"if {near or 'another name'} is theirs, add it to aliases: in searchqa.yaml"
            problems.append(Problem(file, line, message, hint, "notice", "no-answers"))
    return tuple(authors), problems


def _names(threads: Sequence[RawThread]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who wrote at all, and who wrote in a thread somebody else began."""
    names: dict[str, None] = {}
    helpers: dict[str, None] = {}
    for thread in threads:
        asker = tidy_name(thread.head.name)
        names[asker] = None
        for reply in thread.replies:
            name = tidy_name(reply.name)
            names[name] = None
            if name != asker:
                helpers[name] = None
    return tuple(names), tuple(helpers)


def thread_ids(book: str, threads: Sequence[RawThread]) -> tuple[str, ...]:
    """Return lasting ids: the file's stem and 10 hex of SHA-256 of the head's name and text.

    A head that is there twice in one file gets ``-2``, and so on.
    """
    seen: dict[str, int] = {}
    ids = []
    for thread in threads:
        head = f"{thread.head.name}\n{thread.head.text}".encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(head).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        ids.append(f"{book}/{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""))
    return tuple(ids)


def _documents(book: Book, threads: tuple[RawThread, ...]) -> Iterator[Document]:
    writers = {
        fold(name) for author in book.authors for name in (author.name, *author.aliases) if name
    }
    ids = thread_ids(book.id, threads)
    for number, (thread_id, thread) in enumerate(zip(ids, threads, strict=True), 1):
        yield from _messages(book, writers, thread_id, number, thread)


def _messages(
    book: Book, writers: set[str], thread_id: str, number: int, thread: RawThread
) -> Iterator[Document]:
    messages = (thread.head, *thread.replies)
    names = [tidy_name(message.name) for message in messages]
    texts = [clean(message.text) for message in messages]
    folded = [fold(name) for name in names]
    by_author = [bool(name) and one in writers for name, one in zip(names, folded, strict=True)]
    question = _question(names, folded, texts)
    authors = tuple(author.name for author in book.authors)
    answered = any(by_author)
    rows = zip(messages, names, texts, by_author, strict=True)
    for position, (message, name, text, wrote) in enumerate(rows):
        asked = position == 0 or (bool(name) and folded[position] == folded[0])
        role: Role = "author" if wrote else "asker" if asked else "other"
        kind: Kind = "question" if position == 0 else "answer" if wrote else "reply"
        yield Document(
            id=f"{thread_id}.{position}",
            thread=thread_id,
            book=book.id,
            position=position,
            number=number,
            size=len(messages),
            kind=kind,
            role=role,
            participant=name,
            participant_key=participant_key(name, book.id),
            text=text.text,
            spans=text.spans,
            links=text.links,
            question=question,
            asker=names[0],
            title=book.title,
            authors=authors,
            start=book.start,
            end=book.end,
            answered=answered,
            collection=book.collection,
            sent=message.sent,
            url=message.url,
            reactions=message.reactions,
        )


def _question(names: Sequence[str], folded: Sequence[str], texts: Sequence[CleanText]) -> str:
    """Return the head and what its writer added before anyone else spoke."""
    parts = [texts[0].text]
    run = slice(1, MAX_QUESTION_MESSAGES)
    for name, one, text in zip(names[run], folded[run], texts[run], strict=True):
        if not name or one != folded[0]:
            break
        parts.append(text.text)
    return "\n\n".join(part for part in parts if part)


def tidy_name(name: str) -> str:
    """Return a name as written, without odd spaces and invisible characters."""
    return " ".join(normalise(name).split())


def participant_key(name: str, book: str) -> str:
    """Return whom a filter means by a name: one word alone names a person of one book only."""
    return name if not name or " " in name else f"{name}{KEY_MARK}{book}"

"""What a large archive is drawn from: the threads of a real one.

In: a folder of transcripts. Out: a Seed: messages without names, sentences, words, titles.
Never: keeps a name of a person; who wrote is kept as a number within the thread.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.growing.change import Pieces, fit_to_lend, take_apart
from searchqa.flatten import flatten
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource

if TYPE_CHECKING:
    from pathlib import Path

    from searchqa.model import Document, Person, RawThread

_WORDS: Final = re.compile(r"\b[a-z]{5,12}\b")
# What YAML can't hold, and half a character.
_UNWRITABLE: Final = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
                                "\U00010000-\U0010ffff]")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One message: who of its thread wrote it, whether as the book's author, and what."""

    speaker: int
    by_author: bool
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Seed:
    """All that is drawn from.

    Attributes:
        key: Changes with the corpus.
        threads: Each one's messages, the head first.
        books: How many messages each book has.
        authors: How many authors each book has.
        titles: The words of each title.
        sentences: Sentences to lend.
        words: Words that new ones grow from, as often as they stand in the corpus.
    """

    key: str
    threads: tuple[tuple[Line, ...], ...]
    books: tuple[int, ...]
    authors: tuple[int, ...]
    titles: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    words: tuple[str, ...]


def read_seed(folder: Path) -> Seed:
    """Read the transcripts of a folder.

    Raises:
        SourceError: It holds none.
        ReadError: One of them can't be read.
    """
    source = FolderSource(folder)
    digest = hashlib.sha256()
    threads: list[tuple[Line, ...]] = []
    books, authors, titles = [], [], []

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    for entry in source.transcripts():
        digest.update(entry.revision.encode())
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        flattened = flatten(transcript, person)
        if not flattened.documents:
            continue
        threads += lines_of(transcript.threads, flattened.documents)
        books.append(len(flattened.documents))
        authors.append(max(1, len(transcript.author_slugs)))
        titles.append(tuple(transcript.title.split()))
    said = [sentence for t in threads for line in t for sentence in line.pieces.sentences]
    return Seed(
        key=digest.hexdigest()[:10],
        threads=tuple(threads),
        books=tuple(books),
        authors=tuple(authors),
        titles=tuple(titles),
        sentences=tuple(one for one in said if fit_to_lend(one)),
        words=tuple(word for one in said for word in _WORDS.findall(one)),
    )


def lines_of(
    threads: tuple[RawThread, ...], documents: tuple[Document, ...]
) -> list[tuple[Line, ...]]:
    """Return threads as numbered speakers and pieces of text."""
    waiting = iter(documents)
    out = []
    for thread in threads:
        speakers: dict[tuple[bool, str], int] = {}
        lines = []
        for message in (thread.head, *thread.replies):
            document = next(waiting)
            wrote = document.role == "author"
            key = (wrote, document.participant)
            own = [one for one in speakers if one[0] == wrote]
            speaker = speakers.setdefault(key, len(own))
            pieces = take_apart(_UNWRITABLE.sub(" ", message.text).strip())
            lines.append(Line(speaker, wrote, pieces))
        out.append(tuple(lines))
    return out

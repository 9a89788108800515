"""A small invented archive, searched by an engine of plain loops."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from searchqa.model import Author, Book, Document
from searchqa.search import Search
from tests.support.brute import BruteSearcher

Message = tuple[str, str]

# (id, title, authors with slugs, first day, threads)
ARCHIVE: tuple[
    tuple[str, str, tuple[tuple[str, str], ...], date, tuple[tuple[Message, ...], ...]], ...
] = (
    (
        "20210927-patient-data-engines",
        "Patient Data Engines",
        (("ottiliebrandt", "Ottilie Brandt"),),
        date(2021, 9, 27),
        (
            (
                ("Pim", "How do you version data and models together?"),
                ("Ottilie Brandt", "We snapshot every artifact, data versioning comes for free."),
                ("Ruth Abara", "A spreadsheet did for us."),
            ),
            (
                ("Ruth Abara", "Which database survives a power cut?"),
                ("Ottilie Brandt", "Any that calls fsync; see `fsync(2)`."),
            ),
            (("Ruth Abara", "Is the audiobook out?"),),
        ),
    ),
    (
        "20220314-growing-forests",
        "Growing Forests of Decision Trees",
        (("tvance", "Teodor Vance"), ("mirelaquist", "Mirela Quist")),
        date(2022, 3, 14),
        (
            (
                ("Pim", "Is a forest slower than one tree? Our data is small."),
                ("Mirela Quist", "Trees are cheap; measure on your own data."),
                ("Teodor Vance", "What Mirela says."),
            ),
            (("Ruth Abara", "Is the audiobook out?"), ("Teodor Vance", "In spring.")),
        ),
    ),
    (
        "20230102-ville-of-trees",
        "A Ville of Trees",
        (("ville-trees", "Ville Holm"),),
        date(2023, 1, 2),
        ((("Mira Abara", "May I cite chapter nine?"), ("Ville Holm", "Please do.")),),
    ),
)


def thread_id(book: str, head: Message) -> str:
    digest = hashlib.sha256("\n".join(head).encode()).hexdigest()
    return f"{book}/{digest[:10]}"


def documents() -> list[Document]:
    out = []
    for book, title, authors, start, threads in ARCHIVE:
        names = tuple(name for _, name in authors)
        for number, thread in enumerate(threads, 1):
            asker, question = thread[0]
            for position, (name, text) in enumerate(thread):
                wrote = name in names
                out.append(
                    Document(
                        id=f"{thread_id(book, thread[0])}.{position}",
                        thread=thread_id(book, thread[0]),
                        book=book,
                        position=position,
                        number=number,
                        size=len(thread),
                        kind="question" if position == 0 else "answer" if wrote else "reply",
                        role="author" if wrote else "asker" if name == asker else "other",
                        participant=name,
                        participant_key=name if " " in name else f"{name} @ {book}",
                        text=text,
                        spans=(),
                        links=(),
                        question=question,
                        asker=asker,
                        title=title,
                        authors=names,
                        start=start,
                        end=start + timedelta(days=4),
                        answered=any(writer in names for writer, _ in thread),
                    )
                )
    return out


def catalog() -> dict[str, Book]:
    return {
        book: Book(
            book,
            title,
            "",
            "",
            start,
            start + timedelta(days=4),
            tuple(Author(slug, name) for slug, name in authors),
            (),
            len(threads),
            sum(map(len, threads)),
        )
        for book, title, authors, start, threads in ARCHIVE
    }


@pytest.fixture(scope="session")
def search() -> Search:
    return Search(BruteSearcher(documents()), "000007", catalog())

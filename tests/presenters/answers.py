"""Answers of an invented archive, to be presented."""

from __future__ import annotations

from datetime import date

from searchqa.results import (
    BookRef,
    Bucket,
    Hit,
    Loosening,
    QueryEcho,
    Results,
    Snippet,
    ThreadRef,
)

ENGINES = BookRef(
    "20210927-patient-data-engines",
    "Patient Data Engines",
    ("Ottilie Brandt",),
    date(2021, 9, 27),
    date(2021, 10, 1),
)
GARDENS = BookRef(
    "20220314-growing-forests-of-decision-trees-for-the-impatient",
    "Growing Forests of Decision Trees for the Impatient",
    ("Teodor Vance", "Mirela Quist"),
    date(2022, 3, 14),
    date(2022, 3, 18),
)


def marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a text without its brackets, and where they stood."""
    plain, ranges, begin = "", [], 0
    for char in text:
        if char == "[":
            begin = len(plain)
        elif char == "]":
            ranges.append((begin, len(plain)))
        else:
            plain += char
    return plain, tuple(ranges)


def snippet(
    text: str, field: str = "text", *, before: bool = False, after: bool = False
) -> Snippet:
    plain, ranges = marks(text)
    return Snippet(field, plain, ranges, before, after)


ANSWER = Hit(
    "20210927-patient-data-engines/3f9c2a1b04.2",
    "answer",
    11.25,
    "Ottilie Brandt",
    "author",
    2,
    3,
    ENGINES,
    ThreadRef(
        "20210927-patient-data-engines/3f9c2a1b04",
        4,
        "Hi Ottilie! Thanks for being here.\nHow do you version data and models together?",
        "Pim Okafor",
        12,
    ),
    (
        snippet(
            "we snapshot every artifact, so [data versioning] comes for free: each run's [data] is"
            " immutable and addressed by its hash",
            before=True,
            after=True,
        ),
        snippet("Nobody should have to remember which [version] of the table it was.", after=True),
    ),
    ("https://example.org/hashes",),
)
QUESTION = Hit(
    "20220314-growing-forests-of-decision-trees-for-the-impatient/00aa11bb22.0",
    "question",
    7.5,
    "Pim",
    "asker",
    0,
    0,
    GARDENS,
    ThreadRef(
        "20220314-growing-forests-of-decision-trees-for-the-impatient/00aa11bb22",
        11,
        "Is [data] ever too small to be versioned?".replace("[", "").replace("]", ""),
        "Pim",
        1,
    ),
    (snippet("Is [data] ever too small to be [versioned]?"),),
    (),
)
FOLLOW_UP = Hit(
    "20220314-growing-forests-of-decision-trees-for-the-impatient/77cc88dd99.5",
    "reply",
    3.0,
    "Zoë 森田",
    "other",
    5,
    1,
    GARDENS,
    ThreadRef(
        "20220314-growing-forests-of-decision-trees-for-the-impatient/77cc88dd99",
        2,
        "Hello both, congratulations on the book! We keep our training tables in one bucket and our"
        " notes in another. Which tools would you choose to keep track of the [data] behind each"
        " forest?".replace("[", "").replace("]", ""),
        "Ada Nwosu",
        6,
    ),
    (
        snippet("choose to keep track of the [data] behind each forest?", "question", before=True),
        snippet("A spreadsheet did for us, until the second winter came and with it", after=True),
    ),
    (),
)
FACETS = {
    "author": (
        Bucket("Ottilie Brandt", "Ottilie Brandt", 31, selected=True),
        Bucket("Mirela Quist", "Mirela Quist", 17),
        Bucket("Teodor Vance", "Teodor Vance", 17),
        Bucket("Ruth Abara", "Ruth Abara", 9),
        Bucket("Bartholomew Featherstonehaugh", "Bartholomew Featherstonehaugh", 4),
    ),
    "book": (
        Bucket(ENGINES.id, ENGINES.title, 31),
        Bucket(GARDENS.id, GARDENS.title, 17),
        Bucket("20200106-small", "Small", 9),
    ),
    "participant": (
        Bucket("Ottilie Brandt", "Ottilie Brandt", 28),
        Bucket("Pim Okafor", "Pim Okafor", 12),
        Bucket("Pim @ 20200106-small", "Pim (Small)", 2),
    ),
    "role": (Bucket("author", "author", 44), Bucket("asker", "asker", 30)),
    "kind": (
        Bucket("answer", "answer", 44),
        Bucket("question", "question", 30),
        Bucket("reply", "reply", 12),
    ),
    "year": (
        Bucket("2021", "2021", 31),
        Bucket("2022", "2022", 17),
        Bucket("2020", "2020", 9),
        Bucket("2023", "2023", 0, selected=True),
    ),
}


def results(*hits: Hit, **changes: object) -> Results:
    """Return the usual answer, with changes."""
    values: dict[str, object] = {
        "query": QueryEcho(
            "data versioning", {"author": ["Ottilie Brandt"]}, "relevance", "thread", 0, 10
        ),
        "notices": (
            '"ulle" is nobody here; did you mean author "Ottilie Brandt"? Searched without it.',
        ),
        "total": 57,
        "messages": 131,
        "took_ms": 0.4142,
        "generation": "000012",
        "hits": hits or (ANSWER, QUESTION, FOLLOW_UP, ANSWER, FOLLOW_UP),
        "facets": FACETS,
        "suggestion": None,
    }
    return Results(**{**values, **changes})  # type: ignore[arg-type]


NOTHING = results(
    query=QueryEcho(
        "versionning +zebra", {"author": ["Ottilie Brandt"]}, "relevance", "thread", 0, 10
    ),
    notices=(),
    total=0,
    messages=0,
    hits=(),
    facets={},
    suggestion="versioning +zebra",
    understood='"versionning", with "zebra", author "Ottilie Brandt"',
    loosenings=(
        Loosening('without "zebra"', "versionning", {"author": ["Ottilie Brandt"]}, 12),
        Loosening('without author "Ottilie Brandt"', "versionning +zebra", {}, 1),
    ),
)

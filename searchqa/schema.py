"""The table of query fields and the numbers that bound a query.

In: nothing. Out: one table that the parser, the facets, the completion and the
docs are made from. Never: knows how an engine stores a field.
"""

from __future__ import annotations

from typing import Final, Literal

from searchqa.records import dataclass

FacetName = Literal["author", "book", "participant", "role", "kind", "year", "collection"]
Sort = Literal["relevance", "newest", "oldest"]
Grouping = Literal["thread", "none"]

FACETS: Final[tuple[FacetName, ...]] = (
    "author",
    "book",
    "participant",
    "role",
    "kind",
    "year",
    "collection",
)
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest")
GROUPINGS: Final[tuple[Grouping, ...]] = ("thread", "none")
ROLES: Final[tuple[str, ...]] = ("author", "asker", "other")
KINDS: Final[tuple[str, ...]] = ("question", "answer", "reply")
# As a collection it means every one.
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class QueryField:
    """A name that may stand before a colon in a query.

    Attributes:
        name: What people type.
        values: The only values it takes, or () when any text may follow.
        facet: The facet it filters by, or None.
        example: One query that shows it.
        help: One sentence for people.
    """

    name: str
    values: tuple[str, ...]
    facet: FacetName | None
    example: str
    help: str


QUERY_FIELDS: Final[tuple[QueryField, ...]] = (
    QueryField("author", (), "author", 'author:"Ada Lovelace"', "Books by this author."),
    QueryField("book", (), "book", 'book:"Notes on Engines"', "One book, by title or id."),
    QueryField("participant", (), "participant", "participant:ada", "Messages this person wrote."),
    QueryField(
        "role",
        ROLES,
        "role",
        "role:author",
        "Messages by the book's author, by who began the thread, by others.",
    ),
    QueryField(
        "kind",
        KINDS,
        "kind",
        "kind:answer",
        "Questions, answers by the book's author, other replies.",
    ),
    QueryField("year", (), "year", "year:2021", "The year the book's week began in."),
    QueryField(
        "collection",
        (),
        "collection",
        "collection:talks",
        "What the index keeps apart, such as books and talks; all means every one.",
    ),
    QueryField(
        "is",
        (*KINDS, "unanswered"),
        None,
        "is:unanswered",
        "A kind of message, or threads no author of the book wrote in.",
    ),
    QueryField("has", ("link", "code"), None, "has:code", "Messages with a link or with code."),
    QueryField(
        "before", (), None, "before:2021-09", "Weeks that began before this year, month or day."
    ),
    QueryField("after", (), None, "after:2021", "Weeks that began after this year, month or day."),
    QueryField(
        "during",
        (),
        None,
        "during:2021-09-27",
        "Weeks that began in this year or month, or that hold this day.",
    ),
)

MAX_QUERY_CHARS: Final = 1_000
MAX_QUERY_TERMS: Final = 64
MAX_TERM_EXPANSIONS: Final = 128
MAX_QUERY_EXPANSIONS: Final = 192
# A bound on summed postings: about a tenth of a second of numpy, a few seconds of plain Python.
MAX_QUERY_POSTINGS: Final = 20_000_000
MAX_LIMIT: Final = 1_000
MAX_FRAGMENTS: Final = 10

BODY_BOOST: Final = 1.0
QUESTION_BOOST: Final = 0.1
PAIR_BOOST: Final = 0.2
# An answer by the book's author is worth this many times its words. Among the messages of a
# thread it decides which one is shown; ARCHITECTURE.md says what was measured.
ANSWER_PRIOR: Final = 1.2

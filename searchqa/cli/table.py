"""The options of ``searchqa query``, and those that it shares: one table.

In: nothing. Out: rows that click's options are made from, and that the quick
reader of a line reads by. Never: imports click, or parses.
"""

from __future__ import annotations

from typing import Any, Final

from searchqa.presenters.formats import FORMATS
from searchqa.records import dataclass
from searchqa.schema import FACETS, GROUPINGS, MAX_LIMIT, SORTS

COLORS: Final = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes:
        name: What is typed: ``--limit``.
        help: One sentence for people.
        metavar: What its value is called, "" where ``choices`` say it or there is none.
        key: What a command calls its value.
        choices: The only values it takes, or () for any.
        least: The smallest number it takes, None when its value is no number.
        most: The largest number, None for any.
        multiple: Whether it may be repeated.
        default: Its value when it isn't typed.
        flag: Whether it takes no value: typing it means True,
        off: and this the opposite, "" when there is no such name.
    """

    name: str
    help: str
    metavar: str = ""
    key: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    multiple: bool = False
    default: Any = None
    flag: bool = False
    off: str = ""

    @property
    def parameter(self) -> str:
        """Return what a command calls its value."""
        return self.key or self.name.removeprefix("--")

    @property
    def completes(self) -> bool:
        """Say whether a shell is offered the values of the facet of this name."""
        return self.parameter in FACETS


INDEX: Final = Option(
    "--index",
    "Folder of the index. Default: SEARCHQA_INDEX, the configuration file, ./index.",
    metavar="DIR",
)
CONFIG: Final = Option(
    "--config",
    "Configuration file. Default: the nearest searchqa.yaml in this folder or above.",
    metavar="FILE",
)
COLOR: Final = Option(
    "--color",
    "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.",
    choices=COLORS,
    default="auto",
)

FILTERS: Final = (
    Option("--author", "Books by this author. Repeat for several.", metavar="NAME", multiple=True),
    Option("--book", "Only this book, by title or id. Repeatable.", metavar="TITLE", multiple=True),
    Option(
        "--participant",
        "Messages this person wrote. Repeatable.",
        metavar="NAME",
        multiple=True,
    ),
    Option(
        "--role",
        "Who wrote it: author (of the book), asker, other. Repeatable.",
        metavar="ROLE",
        multiple=True,
    ),
    Option(
        "--kind",
        "question, answer (by the book's author), reply. Repeatable.",
        metavar="KIND",
        multiple=True,
    ),
    Option(
        "--year",
        "The year the book's week began in. Repeatable.",
        metavar="YYYY",
        multiple=True,
    ),
    Option(
        "--collection",
        "What the index keeps apart, such as talks; all is every one. Repeatable."
        " Default: the index's own.",
        metavar="NAME",
        multiple=True,
    ),
    Option(
        "--before",
        "Weeks that began before this year, month or day (2021, 2021-09, 2021-09-27).",
        metavar="DATE",
    ),
    Option("--after", "Weeks that began after it.", metavar="DATE"),
    Option(
        "--during",
        "Weeks that began in this year or month, or that hold this day. Repeatable.",
        metavar="DATE",
        multiple=True,
    ),
)

QUERY: Final = (
    *FILTERS,
    Option("--sort", "Order of the hits. Default: relevance.", choices=SORTS, default="relevance"),
    Option(
        "--limit",
        "Hits on a page. Default: what fits the terminal, up to 10; 10 elsewhere.",
        metavar="N",
        least=0,
        most=MAX_LIMIT,
    ),
    Option("--page", "Which page. Default: 1.", metavar="N", least=1, default=1),
    Option(
        "--group",
        "thread: one hit a conversation (default); none: each message.",
        choices=GROUPINGS,
        default="thread",
    ),
    Option(
        "--facets",
        "Count authors, books, years and the like beside the hits.",
        default=True,
        flag=True,
        off="--no-facets",
    ),
    Option(
        "--format",
        "Default: text. The others are for programs and documents.",
        key="format_",
        choices=FORMATS,
        default="text",
    ),
    Option(
        "--open",
        "Open the book's page of hit N; without words, of the last answer's.",
        metavar="N",
        key="open_",
        least=1,
    ),
    Option("--explain", "Show what each hit's score is made of.", default=False, flag=True),
    COLOR,
    INDEX,
    CONFIG,
)

# Their defaults are those of the configuration file's ``server:``, which they beat.
SERVE: Final = (
    Option("--host", "Address to listen on. Default: 127.0.0.1.", metavar="ADDRESS"),
    Option(
        "--port",
        "Port to listen on; 0 takes any free one. Default: 8000.",
        metavar="N",
        least=0,
        most=65_535,
    ),
    Option("--socket", "Listen on a unix socket instead.", metavar="PATH"),
    Option("--workers", "Processes that answer. Default: 1.", metavar="N", least=1, most=64),
    Option(
        "--root-path",
        "Path that a proxy serves us under and takes away, such as /qa.",
        metavar="PATH",
    ),
    Option(
        "--reindex-every",
        "Reindex the configured sources now and so often, beside the server: 30s, 15m, 2h, 1d.",
        metavar="TIME",
    ),
    Option(
        "--reindex-watch",
        "Reindex as soon as a source's folder changes.",
        flag=True,
        off="--no-reindex-watch",
    ),
    Option(
        "--log-queries",
        "Show in the log what people search for. Default: no.",
        flag=True,
        off="--no-log-queries",
    ),
    INDEX,
    CONFIG,
)

"""The forms in which transcripts are published, and what tells one from another.

In: nothing. Out: frozen records that a source lists by and a reader reads by.
Never: lists or reads a file.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Final, Literal

from searchqa.model import BOOKS, TALKS
from searchqa.records import dataclass, field

FormatName = Literal["transcripts", "talks", "html", "slack"]
FORMAT_NAMES: Final[tuple[FormatName, ...]] = ("transcripts", "talks", "html", "slack")

_MARKDOWN: Final = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where things stand on a page of HTML, as CSS selectors.

    Attributes:
        thread: A question with its replies.
        reply: A reply inside a thread.
        name: Who wrote a message, inside its thread or reply.
        text: What was written, inside its thread or reply; "" is all but the name and the replies.
        title: The book's title on the page.
        author: Each author's name on the page.
        start: The week's first day, as a ``datetime`` attribute or as text; so ``end``.
    """

    thread: str = ".book-archive-thread"
    reply: str = ".book-archive-reply"
    name: str = "b"
    text: str = ""
    title: str = "h1"
    author: str = ".book-author"
    start: str = ".book-start"
    end: str = ".book-end"


@dataclass(frozen=True, slots=True)
class Week:
    """A book's week in a Slack channel.

    Attributes:
        channel: The channel's name.
        start: First day; messages that begin a thread from it on count.
        end: Last day, included.
        book: The book's id, as a transcript's file would be called without ``.md``.
        title: The book's title.
        authors: Short names (of people files) or names.
        description: A line about the book, or "".
        cover: A picture's path or address, or "".
        line: Where the configuration says it, 0 when it was made elsewhere.
    """

    channel: str
    start: date
    end: date
    book: str
    title: str
    authors: tuple[str, ...]
    description: str = ""
    cover: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Format:
    """How the transcripts of a source are written.

    Attributes:
        name: Which reader reads them.
        folder: The folder of a site's checkout that holds them, "" when there is none.
        endings: What the names of their files end with, in small letters.
        collection: What the index keeps them under.
        selectors: Of pages of HTML.
        weeks: Of a Slack export: which messages are whose week.
        workspace: Of a Slack export: the workspace's address, for links to messages, or "".
    """

    name: FormatName
    folder: str
    endings: tuple[str, ...]
    collection: str = BOOKS
    selectors: Selectors = Selectors()
    weeks: tuple[Week, ...] = ()
    workspace: str = ""

    @property
    def fingerprint(self) -> str:
        """What differs when the same bytes would be read otherwise."""
        said = repr(self.selectors) if self.name == "html" else ""
        # A week's own settings are part of the bytes that a Slack source gives.
        return f"{self.name}|{self.collection}|{said}"


TRANSCRIPTS: Final = Format("transcripts", "_books", _MARKDOWN)
FORMATS: Final[dict[str, Format]] = {
    "transcripts": TRANSCRIPTS,
    "talks": Format("talks", "_podcast", _MARKDOWN, TALKS),
    "html": Format("html", "", (".html", ".htm")),
    "slack": Format("slack", "", (".json",)),
}


def book_of(path: str) -> str:
    """Return the id of the book that a file of a source holds: its name without the ending.

    A page called index.html has the name of its folder: sites whose addresses end
    with a slash call every page so.
    """
    file = PurePosixPath(path)
    if file.name.casefold() in ("index.html", "index.htm") and file.parent.name:
        return file.parent.name
    return file.stem

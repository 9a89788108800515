"""A transcript that was published as a page of HTML.

In: a file's bytes, its name, and where things stand on the site's pages. Out: a Transcript and
problems. Never: takes scripts, styles, comments or what a page hides for words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.formats import book_of
from searchqa.model import UNDATED, Transcript
from searchqa.readers.dates import date_of_name, parse_date
from searchqa.readers.fields import Notes
from searchqa.readers.heads import MAX_AUTHORS, title_of_name
from searchqa.readers.page.linked import linked_items
from searchqa.readers.page.microdata import microdata_items
from searchqa.readers.page.schema_org import Found, read_items
from searchqa.readers.page.text import address
from searchqa.readers.page.threads import select, select_threads
from searchqa.readers.page.tree import attribute, read_tree, words

if TYPE_CHECKING:
    from datetime import date

    from bs4 import BeautifulSoup

    from searchqa.formats import Selectors
    from searchqa.model import Problem

_WEEK: Final = timedelta(days=4)
_NO_QUESTIONS: Final = "nothing to do if it is no transcript; else set selectors: for the site"


def read_page(
    data: bytes, file: str, selectors: Selectors
) -> tuple[Transcript, tuple[Problem, ...]]:
    """Read one page.

    Its threads are what the selectors find; where they find none, the questions and
    discussions of schema.org in JSON-LD, and where there are none, in microdata.

    Args:
        data: The file's bytes.
        file: Its name inside its source; ``formats.book_of`` makes the id of it.
        selectors: Where things stand on the site's pages.

    Returns:
        The transcript and its problems, in the order of the page.

    Raises:
        NoTranscriptError: The page holds no question.
        ReadError: No page, or its data can't be read.
        ConfigError: A selector isn't one.
    """
    notes = Notes(file)
    page = _Page(read_tree(data, notes), selectors, notes)
    found = _find(page)
    if not found.threads:
        raise NoTranscriptError(file, None, "holds no questions; left out", _NO_QUESTIONS)
    book = book_of(file)
    start, end = _week(page, book, found)
    transcript = Transcript(
        id=book,
        file=file,
        title=found.title or page.said("title") or page.title() or title_of_name(book),
        description=page.meta("description", "og:description"),
        cover=page.meta("og:image"),
        start=start,
        end=end,
        author_slugs=_authors(page, found),
        links=(),
        threads=found.threads,
        body="",
    )
    return transcript, notes.in_order()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's tree, and what stands where on it."""

    tree: BeautifulSoup
    selectors: Selectors
    notes: Notes

    def all(self, which: str) -> list[str]:
        """Return the texts that a selector finds, each once."""
        found = (words(tag) for tag in select(self.tree, self.selectors, which))
        return [text for text in dict.fromkeys(found) if text]

    def said(self, which: str) -> str:
        """Return the first text that a selector finds, or ""."""
        return next(iter(self.all(which)), "")

    def day(self, which: str) -> date | None:
        """Return the day that the first tag of a selector says, in ``datetime`` or as text."""
        for tag in select(self.tree, self.selectors, which):
            written = attribute(tag, "datetime") or attribute(tag, "content") or words(tag)
            day = parse_date(written)
            if day is None:
                message = f'{which} "{written[:40]}" isn\'t a date YYYY-MM-DD'
                hint = "give the tag datetime=2021-09-27"
                self.notes.warn(tag.sourceline, message, hint, "bad-date")
            return day
        return None

    def meta(self, *names: str) -> str:
        """Return the first of some ``<meta>`` of the page, by name or property."""
        for name in names:
            for key in ("name", "property", "itemprop"):
                tag = self.tree.find("meta", attrs={key: name})
                if tag is not None and attribute(tag, "content"):
                    return attribute(tag, "content")
        return ""

    def title(self) -> str:
        """Return what the page's head calls it."""
        tag = self.tree.find("title")
        inside = " ".join(tag.get_text().split()) if tag is not None else ""
        return self.meta("og:title") or inside

    def base(self) -> str:
        """Return the page's own address, or ""."""
        link = self.tree.find("link", attrs={"rel": "canonical"})
        href = attribute(link, "href") if link is not None else ""
        return address(href) or address(self.meta("og:url"))


def _find(page: _Page) -> Found:
    base = page.base()
    threads = select_threads(page.tree, page.selectors, base, page.notes)
    if threads:
        return Found(threads)
    linked = linked_items(page.tree, page.notes)
    found = read_items(linked.items, base, page.notes)
    if not found.threads:
        found = read_items(microdata_items(page.tree), base, page.notes)
    if not found.threads and linked.broken is not None:
        message = "its structured data (JSON-LD) can't be read, and there are no other questions"
        raise ReadError(page.notes.file, linked.broken, message, "restore the page")
    return found


def _authors(page: _Page, found: Found) -> tuple[str, ...]:
    names = page.all("author") or list(found.authors)
    names = names or [page.meta("author", "article:author")]
    known = tuple(name for name in names if name and not name.startswith(("http:", "https:")))
    if not known:
        message = "names no author, so no reply counts as an answer"
        page.notes.note(None, message, "see selectors: author:", "no-authors")
    if len(known) > MAX_AUTHORS:
        message = f"names {len(known)} authors; only the first {MAX_AUTHORS} count"
        page.notes.warn(None, message, "see selectors: author:", "many-authors")
    return known[:MAX_AUTHORS]


def _week(page: _Page, book: str, found: Found) -> tuple[date, date]:
    """Return the first and last day: of the selectors, the file's name, the messages, the page."""
    named = date_of_name(book)
    start, end = page.day("start"), page.day("end")
    if start is not None and named is not None and named != start:
        message = f"the file's name says {named}, the page says {start}; the page counts"
        page.notes.warn(None, message, "correct one of them", "date-mismatch")
    start = start or named
    if start is None and found.days:
        return found.days[0], max(found.days[-1], end or found.days[-1])
    start = start or _published(page)
    if start is None:
        hint = "give its file a name like 20210927-some-book.html, or see selectors: start:"
        page.notes.warn(None, "the page has no date, so it is undated", hint, "no-date")
        return UNDATED, UNDATED
    if end is not None and end < start:
        message = f"ends ({end}) before it starts ({start}); took {start + _WEEK}"
        page.notes.warn(None, message, "correct start or end", "end-before-start")
        end = None
    return start, end or start + _WEEK


def _published(page: _Page) -> date | None:
    times = (attribute(tag, "datetime") for tag in page.tree.find_all("time", limit=1))
    metas = (page.meta(one) for one in ("article:published_time", "date", "datePublished"))
    days = (parse_date(written) for written in (*metas, *times) if written)
    return next((day for day in days if day is not None), None)

"""Pages with threads on them, and what is read of such a page."""

from __future__ import annotations

from searchqa.formats import Selectors
from searchqa.model import Problem, Transcript
from searchqa.readers.page.page import read_page
from searchqa.text.slack import clean

NAME = "books/20210927-engines.html"
DEFAULT = Selectors()


def page(body: str, head: str = "", name: str = NAME) -> tuple[Transcript, list[Problem]]:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    transcript, problems = read_page(html.encode(), name, DEFAULT)
    return transcript, list(problems)


def thread(text: str, *replies: str) -> str:
    inside = "".join(f'<div class="book-archive-reply">{reply}</div>' for reply in replies)
    return f'<div class="book-archive-thread">{text}{inside}</div>'


def said(transcript: Transcript) -> list[list[tuple[str, str]]]:
    return [[(m.name, m.text) for m in (t.head, *t.replies)] for t in transcript.threads]


def shown(body: str) -> str:
    """Return what is searched of a message whose HTML is ``body``."""
    transcript, _ = page(thread(f"<b>Ida</b> {body}"))
    return clean(transcript.threads[0].head.text).text

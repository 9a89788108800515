"""A whole conversation, to be read like a letter.

In: an index, a thread's id, where the reader came from. Out: what the template draws.
Never: shortens what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.presenters.own import place
from searchqa.web.pages import marking
from searchqa.web.pages.state import encoded

if TYPE_CHECKING:
    from markupsafe import Markup

    from searchqa.app import Index
    from searchqa.model import Document
    from searchqa.results import ThreadLine, ThreadView
    from searchqa.web.pages.state import State

_RELATED: Final = 5


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message and its text as HTML; ``links`` are those its text doesn't show.

    ``place`` is what its own address is called, "" when it has none.
    """

    document: Document
    html: Markup
    links: tuple[Markup, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread, what lies around it, and the way back to the results."""

    thread: ThreadView
    messages: tuple[MessageView, ...]
    answered: bool
    related: tuple[ThreadLine, ...]
    back: str


def conversation(index: Index, thread_id: str, state: State, root: str) -> Conversation:
    """Return a thread's page with the words marked that were searched.

    Raises:
        NotFoundError: There is no such thread.
    """
    view = index.thread(thread_id)
    marks = index.found_in(state.text, view.messages)
    pairs = state.pairs()
    return Conversation(
        thread=view,
        messages=tuple(
            _message(document, [(start, end) for start, end, _ in found])
            for document, found in zip(view.messages, marks, strict=True)
        ),
        answered=view.messages[0].answered,
        related=index.related(view.thread.id, _RELATED),
        back=f"{root}/search?{encoded(pairs)}" if pairs else "",
    )


def _message(document: Document, ranges: list[tuple[int, int]]) -> MessageView:
    shown = {span.url for span in document.spans if span.kind == "link"}
    rest = tuple(
        marking.link(url, marking.plain(url)) for url in document.links if url not in shown
    )
    html = marking.message(document.text, document.spans, ranges)
    return MessageView(document, html, rest, place(document.url, document.collection))

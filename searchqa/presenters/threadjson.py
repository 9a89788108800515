"""A whole conversation as JSON (docs/api.schema.json, Thread).

In: a thread. Out: JSON text, a line a message. Never: leaves out a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchqa.model import iso_moment
from searchqa.presenters.bookjson import book_shape
from searchqa.presenters.jsonout import member, members, whole

if TYPE_CHECKING:
    from searchqa.model import Document
    from searchqa.results import ThreadView


def render(view: ThreadView, generation: str) -> str:
    """Return the thread as one object."""
    lines = [
        member("generation", generation),
        member("thread", view.thread.to_dict()),
        member("book", book_shape(view.book)),
        *members("messages", map(_message, view.messages)),
        member("also_in", [{"id": id_, "title": title} for id_, title in view.also_in]),
        member("previous", view.previous),
        member("next", view.next),
    ]
    return whole(lines)


def _message(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "position": document.position,
        "kind": document.kind,
        "role": document.role,
        "participant": document.participant,
        "text": document.text,
        "spans": [
            {"start": span.start, "end": span.end, "kind": span.kind}
            | ({"url": span.url} if span.url else {})
            for span in document.spans
        ],
        "links": list(document.links),
        "sent": iso_moment(document.sent),
        "url": document.url,
        "reactions": document.reactions,
    }

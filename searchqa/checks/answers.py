"""Questions that nobody answered, or no author did.

In: a transcript and what it became. Out: notices, one a question, with its line.
Never: judges whether a message is a question: an author's own is none, any other is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.flatten import Flattened
    from searchqa.model import RawThread, Transcript

UNANSWERED: Final = "unanswered"
NO_AUTHOR_REPLY: Final = "no-author-reply"

_WORDS: Final = 8
_HINT: Final = "if a reply is an author's under another name, add it to aliases: in searchqa.yaml"


def open_questions(transcript: Transcript, flattened: Flattened) -> Iterator[Problem]:
    """Yield each question without a reply (``unanswered``) or an author's (``no-author-reply``)."""
    heads = (document for document in flattened.documents if document.position == 0)
    for thread, head in zip(transcript.threads, heads, strict=True):
        # Of a question without words there is a notice already.
        if head.answered or not thread.head.text.strip():
            continue
        if thread.replies:
            yield _notice(transcript, thread, "no author replied to", _HINT, NO_AUTHOR_REPLY)
        else:
            yield _notice(transcript, thread, "nobody replied to", "", UNANSWERED)


def _notice(transcript: Transcript, thread: RawThread, what: str, hint: str, code: str) -> Problem:
    words = thread.head.text.split()
    more = " …" if len(words) > _WORDS else ""
    message = f'{what} "{" ".join(words[:_WORDS])}{more}"'
    return Problem(transcript.file, thread.head.line, message, hint, "notice", code)

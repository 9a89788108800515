"""What went wrong, for programs: problem details (RFC 9457).

In: an error. Out: status, title, detail, hint, headers; JSON of them.
Never: shows a traceback, a path of this machine, or a library's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from searchqa.errors import BrokenIndexError, NotFoundError, QueryError, SearchqaError
from searchqa.presenters.jsonout import line
from searchqa.web.desk import BUSY_SECONDS, BusyError, TooSlowError

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMAND: Final = "searchqa "
_ELSEWHERE: Final = "Search for it, or look through the books (/books, /api/books)."
TYPE: Final = "application/problem+json"
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what people and programs are told of it.

    ``detail`` is a sentence; ``hint`` says what to do, or is "".
    """

    status: int
    detail: str
    hint: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def response(self) -> Response:
        """Return the problem as JSON."""
        body = {"type": "about:blank", "title": self.title, "status": self.status}
        body |= {"detail": self.detail} | ({"hint": self.hint} if self.hint else {})
        text = line(body).encode()
        headers = {"cache-control": "no-store", **self.headers}
        return Response(text, self.status, headers, media_type=TYPE)


def problem_of(error: Exception) -> Problem:
    """Return what an error means for somebody who asked over HTTP."""
    if isinstance(error, BusyError | TooSlowError):
        later = {"retry-after": str(BUSY_SECONDS)}
        return Problem(503, _sentence(error.message), _sentence(error.hint), later)
    if isinstance(error, NotFoundError):
        return Problem(404, _sentence(error.message), _sentence(_where(error)))
    if isinstance(error, QueryError):
        return Problem(422, _sentence(error.message), _sentence(error.hint))
    if isinstance(error, BrokenIndexError):
        # Its message names folders of this machine; the log has it.
        detail = "The index can't be searched at the moment."
        return Problem(503, detail, "Try again in a minute.", {"retry-after": "30"})
    if isinstance(error, SearchqaError):
        return Problem(400, _sentence(error.message), _sentence(error.hint))
    return Problem(500, "Something went wrong here.", "It is in the server's log.")


def _where(error: NotFoundError) -> str:
    """Return what to do; a command is of use only on a terminal."""
    if error.near:
        return f"Did you mean {error.near}?"
    return _ELSEWHERE if _COMMAND in error.hint else error.hint


def _sentence(text: str) -> str:
    """Return a message that begins and ends as a sentence does, however long what it quotes."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rstrip() + "…"
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?…" else f"{text}."

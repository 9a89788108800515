"""An error as whoever asked can read it: a page for people, problem details for programs.

In: an error and its request. Out: a response with the right status.
Never: answers 200.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from searchqa.text.distance import nearest
from searchqa.web.pages.failed import failed_page
from searchqa.web.problems import Problem, problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response

_FOR_PROGRAMS: Final = ("/api/", "/healthz", "/readyz", "/metrics", "/static/")
_SENTENCES: Final = {
    404: ("There is nothing at this address.", "Search for it, or begin at the start page."),
    405: ("This address is only there to be read.", "Use GET."),
}


async def on_failure(request: Request, error: Exception) -> Response:
    """Return the response for an error that a route raised."""
    problem = _problem(error)
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    if path.startswith(_FOR_PROGRAMS):
        return problem.response()
    return failed_page(request, problem)


def _problem(error: Exception) -> Problem:
    if isinstance(error, RequestValidationError):
        return Problem(422, *_told(error.errors()[0]))
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        sentence, hint = _SENTENCES.get(error.status_code, (f"{phrase}.", ""))
        return Problem(error.status_code, sentence, hint, error.headers or {})
    return problem_of(error)


def _told(wrong: dict[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do."""
    name = _shown(wrong["loc"])
    known: Sequence[str] = wrong.get("ctx", {}).get("known", ())
    if wrong["type"] == "extra_forbidden":
        meant = nearest(name, known)
        hint = f'Did you mean "{meant[0]}"?' if meant else "/api/openapi.json lists what there is."
        return f'There is no parameter "{name}".', hint
    message = str(wrong["msg"])
    return f'Parameter "{name}": {message[:1].lower()}{message[1:]}.', "Change it and ask again."


def _shown(place: Sequence[object]) -> str:
    """Return a parameter's name; ("query", "author", 0) is author."""
    names = [part for part in place[1:] if isinstance(part, str)]
    return names[0][:100] if names else "?"

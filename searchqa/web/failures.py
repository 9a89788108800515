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
from searchqa.web.api.openapi import parameters_of
from searchqa.web.pages.failed import failed_page
from searchqa.web.problems import Problem, problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response

_FOR_PROGRAMS: Final = ("/api/", "/healthz", "/readyz", "/metrics", "/static/", "/hooks/")
_SENTENCES: Final = {
    404: ("There is nothing at this address.", "Search for it, or begin at the start page."),
    405: ("This address is only there to be read.", "Use GET."),
}
# Heads answers what GET answers.
_SENTENCES_OF: Final = {
    "int_parsing": '"{name}" is a number.',
    "int_parsing_size": '"{name}" is a smaller number.',
    "int_from_float": '"{name}" is a whole number.',
    "greater_than_equal": '"{name}" is at least {ge}.',
    "less_than_equal": '"{name}" is at most {le}.',
    "string_too_long": 'A value of "{name}" has at most {max_length} characters.',
    "too_long": '"{name}" has at most {max_length} values.',
    "literal_error": '"{name}" is one of {expected}.',
}
_ALLOWED: Final = {"allow": "GET, HEAD"}


async def on_failure(request: Request, error: Exception) -> Response:
    """Return the response for an error that a route raised."""
    return answer_of(request, _problem(request, error))


def answer_of(request: Request, problem: Problem) -> Response:
    """Return a problem as whoever asked at this address reads it."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    if path.startswith(_FOR_PROGRAMS):
        return problem.response()
    return failed_page(request, problem)


def _problem(request: Request, error: Exception) -> Problem:
    if isinstance(error, RequestValidationError):
        return Problem(422, *_told(error.errors()[0], _known(request)))
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        sentence, hint = _SENTENCES.get(error.status_code, (f"{phrase}.", ""))
        headers = error.headers or {}
        if error.status_code == 405 and headers.get("allow", headers.get("Allow")) == "POST":
            sentence, hint = "This address is only there to be called.", "Use POST."
        elif error.status_code == 405:
            headers = _ALLOWED
        return Problem(error.status_code, sentence, hint, headers)
    return problem_of(error)


def _known(request: Request) -> tuple[str, ...]:
    """Return the names of the parameters of the address that was asked."""
    return parameters_of(request.app, getattr(request.scope.get("route"), "path", ""))


def _told(wrong: dict[str, Any], known: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do."""
    name = _shown(wrong["loc"])
    if wrong["type"] == "extra_forbidden":
        meant = nearest(name, known)
        hint = f'Did you mean "{meant[0]}"?' if meant else _listed(known)
        return f'There is no parameter "{name}".', hint
    bounds = wrong.get("ctx", {})
    sentence = _SENTENCES_OF.get(wrong["type"])
    if sentence is not None:
        return sentence.format(name=name, **bounds), "Change it and ask again."
    message = str(wrong["msg"])
    return f'Parameter "{name}": {message[:1].lower()}{message[1:]}.', "Change it and ask again."


def _listed(known: Sequence[str]) -> str:
    return f"There are {', '.join(known)}." if known else "This address takes none."


def _shown(place: Sequence[object]) -> str:
    """Return a parameter's name; ("query", "author", 0) is author."""
    names = [part for part in place[1:] if isinstance(part, str)]
    return names[0][:100] if names else "?"

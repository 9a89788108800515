"""A page for what went wrong: the sentence, what to do, and the field.

In: a request and its problem. Out: a page. Never: fails itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.web.pages.state import State
from searchqa.web.pages.templates import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from searchqa.web.problems import Problem


def failed_page(request: Request, problem: Problem) -> Response:
    """Return the page of a problem, with its status."""
    state = State.read(request.query_params.multi_items())
    response = page(request, "failed.html", problem.status, problem=problem, state=state)
    response.headers.update({"cache-control": "no-store", **problem.headers})
    return response

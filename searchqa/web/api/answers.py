"""What the API's routes have in common: how they answer and how they are documented.

In: JSON text, the generation it came from. Out: responses that may be kept.
Never: serialises again what a presenter wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from searchqa.web.caching import cached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

JSON: Final = "application/json"


def json_of(request: Request, text: str, generation: str, media_type: str = JSON) -> Response:
    """Return JSON that a browser may keep until another generation answers."""
    return cached(request, Response(text.encode(), media_type=media_type), generation)


def told(summary: str, schema: str, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what OpenAPI says of a route, for ``router.get``.

    Args:
        summary: One sentence.
        schema: The JSON answer's name under components, "" when there is none.
        others: Schemas of other answers, by media type.
    """
    content: dict[str, Any] = {name: {"schema": one} for name, one in (others or {}).items()}
    if schema:
        content[JSON] = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    answer = {"description": "The answer.", "content": content}
    return {"summary": summary, "responses": {200: answer}, "response_class": Response}

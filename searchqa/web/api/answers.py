"""What the API's routes have in common: how they answer and how they are documented.

In: JSON text. Out: responses.
Never: serialises again what a presenter wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: Final = "application/json"


def json_of(text: str, media_type: str = JSON) -> Response:
    """Return JSON as a response."""
    return Response(text.encode(), media_type=media_type)


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

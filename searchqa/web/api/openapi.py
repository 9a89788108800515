"""What /api/openapi.json says: FastAPI's description with our own schemas in it.

In: the application. Out: an OpenAPI document. Never: describes what no test reads back.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final

from fastapi import FastAPI

from searchqa.web.problems import TYPE

# The same files are in docs/; a test compares them.
_FILES: Final = {"results": "results.schema.json", "api": "api.schema.json"}
# Parts of a hit; the API has a Book and a Thread of its own, with more in them.
# One true answer of the sample for each schema, and the address that gives it.
_EXAMPLES: Final = "examples.json"
_NAMES: Final = {"book": "HitBook", "thread": "HitThread"}
_PROBLEMS: Final = {
    "400": "The request can't be read.",
    "404": "There is nothing of this name; the hint has the nearest one.",
    "413": "A body is larger than anything here needs.",
    "414": "The address is too long.",
    "422": "A parameter is unknown or out of bounds.",
    "500": "Something went wrong in the server.",
    "503": "Too many questions at once, a question that took too long, or no index.",
}
_CALLED: Final = {
    "400": "The request can't be read.",
    "403": "The signature is absent or wrong.",
    "404": "No secret is configured, so nobody may call.",
    "408": "The body didn't come.",
    "413": "The body is larger than 1 MB.",
    "414": "The address is too long.",
    "503": "The request can't be noted.",
}
_HEADERS: Final = {
    "etag": ("Of the question and the generation that answered it.", "string"),
    "retry-after": ("Seconds after which to ask again.", "string"),
}


class Described(FastAPI):
    """The application, with its answers and problems described."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            document.setdefault("components", {})["schemas"] = _schemas()
            examples = _read(_EXAMPLES)
            for path, methods in document["paths"].items():
                if "post" in methods:
                    _describe_call(methods["post"]["responses"])
                    continue
                _describe(methods["get"]["responses"], has_id="{" in path)
                _exemplify(methods["get"]["responses"]["200"]["content"], examples)
        return self.openapi_schema or {}


def parameters_of(app: FastAPI, path: str) -> tuple[str, ...]:
    """Return the names of an address's parameters, () for one that isn't described."""
    # A route says {id:path} where the document says {id}.
    described = path.replace(":path}", "}")
    operation = app.openapi().get("paths", {}).get(described, {}).get("get", {})
    return tuple(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


def _describe(responses: dict[str, Any], *, has_id: bool) -> None:
    responses["200"]["headers"] = _header("etag")
    responses["304"] = {"description": "What the ETag stands for is still so."}
    for status, description in _PROBLEMS.items():
        if status == "404" and not has_id:
            continue
        responses[status] = _problem(description)
    responses["503"]["headers"] = _header("retry-after")


def _describe_call(responses: dict[str, Any]) -> None:
    """Describe what may go wrong with a call that changes something."""
    responses.pop("422", None)
    responses |= {status: _problem(description) for status, description in _CALLED.items()}


def _problem(description: str) -> dict[str, Any]:
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def _exemplify(content: dict[str, Any], examples: dict[str, Any]) -> None:
    """Put an example beside the schema of a JSON answer."""
    for answer in content.values():
        name = answer["schema"].get("$ref", "").rpartition("/")[2]
        if name in examples:
            known = examples[name]
            answer["examples"] = {"sample": {"summary": known["path"], "value": known["value"]}}


def _header(name: str) -> dict[str, Any]:
    description, kind = _HEADERS[name]
    return {name: {"description": description, "schema": {"type": kind}}}


def _schemas() -> dict[str, Any]:
    """Return the schemas of both files under the names they have as components."""
    read = {name: _read(file) for name, file in _FILES.items()}
    results = {key: one for key, one in read["results"].items() if key[0] != "$"}
    schemas = {"Results": _moved(results, "results")}
    for file, whole in read.items():
        schemas |= {_named(file, key): _moved(one, file) for key, one in whole["$defs"].items()}
    return schemas


def _read(file: str) -> dict[str, Any]:
    text = files("searchqa.web.api").joinpath(file).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _named(file: str, key: str) -> str:
    return key if file == "api" else _NAMES.get(key, key.capitalize())


def _moved(schema: Any, file: str) -> Any:  # noqa: ANN401 (any part of a schema)
    """Return a schema whose references point to components."""
    if isinstance(schema, list):
        return [_moved(one, file) for one in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {key: _moved(one, file) for key, one in schema.items()}
    if isinstance(schema.get("$ref"), str):
        base, _, key = schema["$ref"].partition("#/$defs/")
        owner = base.removeprefix("urn:searchqa:") or file
        moved["$ref"] = f"#/components/schemas/{_named(owner, key)}"
    return moved

"""The API on one page, made from its own description.

In: the OpenAPI document. Out: what the template draws. Never: says what the document doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``values`` are the only ones it takes, or ()."""

    name: str
    help: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address; ``example`` can be opened as it is, or is ""."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: str


def endpoints(document: Mapping[str, Any]) -> tuple[Endpoint, ...]:
    """Return what the API answers, in the order of its document."""
    return tuple(
        Endpoint(
            path=path,
            summary=operations["get"].get("summary", ""),
            parameters=tuple(map(_parameter, operations["get"].get("parameters", ()))),
            example="" if "{" in path else path,
        )
        for path, operations in document["paths"].items()
        if "get" in operations
    )


def _parameter(described: Mapping[str, Any]) -> Parameter:
    schema = described.get("schema", {})
    values = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return Parameter(described["name"], described.get("description", ""), tuple(values))

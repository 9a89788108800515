"""The contract's JSON (docs/results.schema.json).

In: results. Out: JSON text, a line for each key, hit and bucket.
Never: adds or leaves out a key of the contract.
"""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchqa.results import Bucket, Results

# JSON may hold these raw, terminals and encoders may not.
_RAW: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_DELETE: Final = "\x7f"
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
# Written in C where Python has it; names and labels of buckets need nothing else.
_string: Final = encode_basestring


def render(results: Results) -> str:
    """Return the whole answer as one object."""
    head = [
        f'  "query": {line(results.query.to_dict())},',
        f'  "notices": {line(results.notices)},',
        f'  "total": {results.total},',
        f'  "messages": {results.messages},',
        f'  "took_ms": {round(results.took_ms, 3)!r},',
        f'  "generation": {line(results.generation)},',
        f'  "hits": {listed((line(hit.to_dict()) for hit in results.hits), "  ")},',
        f'  "facets": {facets(results.facets)},',
        f'  "suggestion": {line(results.suggestion)}',
    ]
    return "\n".join(("{", *head, "}", ""))


def dumps(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - any JSON value
    """Return JSON that is readable, and safe to print and to encode."""
    return _safe(json.dumps(value, ensure_ascii=False, indent=indent))


def line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return JSON on one line: ``dumps`` without its options, and sooner."""
    return _safe(_encode(value))


def listed(lines: Iterable[str], indent: str) -> str:
    """Return JSON values as a list, one a line; ``indent`` stands before the list's end."""
    between = f",\n{indent}  "
    inside = between.join(lines)
    return f"[\n{indent}  {inside}\n{indent}]" if inside else "[]"


def facets(counted: Mapping[str, Sequence[Bucket]]) -> str:
    """Return buckets by facet, one a line."""
    parts = [f'    "{name}": {listed(_buckets(some), "    ")}' for name, some in counted.items()]
    return "{\n" + ",\n".join(parts) + "\n  }" if parts else "{}"


def buckets(some: Sequence[Bucket], indent: str) -> str:
    """Return buckets as a list, one a line."""
    return listed(_buckets(some), indent)


def _buckets(some: Sequence[Bucket]) -> list[str]:
    # An answer has hundreds; a dictionary or a call for each would take most of its time.
    lines = [
        f'{{"value": {_string(bucket.value)}, "label": {_string(bucket.label)}, '
        f'"count": {bucket.count}, "selected": {"true" if bucket.selected else "false"}}}'
        for bucket in some
    ]
    return [_safe(one) if _DELETE in one or not one.isascii() else one for one in lines]


def _safe(text: str) -> str:
    # Whether a text is ASCII is known without looking at it, and most of them are.
    if text.isascii() and _DELETE not in text:
        return text
    return _RAW.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"

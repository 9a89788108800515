"""The contract's JSON (docs/results.schema.json).

In: results. Out: JSON text, a line for each key, hit and bucket.
Never: adds or leaves out a key of the contract.
"""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from searchqa.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchqa.results import Bucket, Results

    _Row = tuple[tuple[str, str], int, bool]

# JSON may hold these raw, terminals and encoders may not.
_RAW: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_DELETE: Final = "\x7f"
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
# Written in C where Python has it; names and labels of buckets need nothing else.
_string: Final = encode_basestring
_begun: Final[Kept[tuple[str, str], str]] = Kept()
_CHOSEN: Final = ', "selected": true},'
_OPEN: Final = ', "selected": false},'


def render(results: Results) -> str:
    """Return the whole answer as one object."""
    lines = [
        member("query", results.query.to_dict()),
        member("notices", results.notices),
        member("total", results.total),
        member("messages", results.messages),
        member("took_ms", round(results.took_ms, 3)),
        member("generation", results.generation),
        *members("hits", [hit.to_dict() for hit in results.hits]),
        *_facets(results.facets),
        member("suggestion", results.suggestion),
    ]
    return whole(lines)


def dumps(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - any JSON value
    """Return JSON that is readable, and safe to print and to encode."""
    return _safe(json.dumps(value, ensure_ascii=False, indent=indent))


def line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return JSON on one line: ``dumps`` without its options, and sooner."""
    return _safe(_encode(value))


def whole(lines: Sequence[str]) -> str:
    """Return an object of the lines of ``member`` and ``members``."""
    # Joined once: texts with letters of all the world are dear to copy.
    return "\n".join(("{", *_ended(lines), "}", ""))


def member(key: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return a key and its value on one line, with a comma."""
    return f'  "{key}": {line(value)},'


def members(key: str, values: Iterable[Any]) -> list[str]:
    """Return a key and a list, each value on a line of its own."""
    return _listed(key, [f"    {line(value)}," for value in values], "  ")


def buckets(key: str, some: Sequence[Bucket], indent: str = "  ") -> list[str]:
    """Return a key and a list of buckets, each on a line of its own."""
    # An answer has hundreds, and the next one the same: making each, or writing its name again,
    # would take most of an answer's time.
    rows = getattr(some, "rows", None)
    found: list[_Row] = (
        rows() if rows else [((b.value, b.label), b.count, b.selected) for b in some]
    )
    find, keep = _begun.find, _begun.keep
    inside = f"{indent}  "
    lines = [
        f"{inside}{find(name) or keep(name, _begin(name))}{count}{_CHOSEN if chosen else _OPEN}"
        for name, count, chosen in found
    ]
    return _listed(key, lines, indent)


def _begin(name: tuple[str, str]) -> str:
    """Return a bucket's line up to its count."""
    value, label = name
    return f'{{"value": {_safe(_string(value))}, "label": {_safe(_string(label))}, "count": '


def _facets(counted: Mapping[str, Sequence[Bucket]]) -> list[str]:
    if not counted:
        return [member("facets", {})]
    lines = [each for name, some in counted.items() for each in buckets(name, some, "    ")]
    return ['  "facets": {', *_ended(lines), "  },"]


def _listed(key: str, lines: Sequence[str], indent: str) -> list[str]:
    if not lines:
        return [f'{indent}"{key}": [],']
    return [f'{indent}"{key}": [', *_ended(lines), f"{indent}],"]


def _ended(lines: Sequence[str]) -> list[str]:
    """Return lines without the comma behind the last one."""
    return [*lines[:-1], lines[-1][:-1]]


def _safe(text: str) -> str:
    # Whether a text is ASCII is known without looking at it, and most of them are.
    if text.isascii() and _DELETE not in text:
        return text
    return _RAW.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"

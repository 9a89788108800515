"""The contract's JSON (docs/results.schema.json).

In: results. Out: JSON text. Never: adds or leaves out a key of the contract.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from searchqa.results import Results

# JSON may hold these raw, terminals and encoders may not.
_RAW: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(results: Results) -> str:
    """Return the whole answer as one object."""
    return dumps(results.to_dict(), indent=2) + "\n"


def dumps(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - any JSON value
    """Return JSON that is readable, and safe to print and to encode."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _RAW.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

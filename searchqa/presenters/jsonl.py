"""One hit a line, for programs that read line by line.

In: results. Out: a JSON object a line; no hits, no lines. Never: breaks a line
inside a hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.jsonout import line

if TYPE_CHECKING:
    from searchqa.results import Results


def render(results: Results) -> str:
    """Return the hits as they stand in the contract's ``hits``."""
    return "".join(line(hit.to_dict()) + "\n" for hit in results.hits)

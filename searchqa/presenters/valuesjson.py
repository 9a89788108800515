"""A facet's values, and completions, as JSON (docs/api.schema.json).

In: an answer's buckets, suggestions. Out: JSON text, a line each.
Never: counts anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.jsonout import buckets, line, member, members, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.results import Bucket, Results, Suggestion


def render_values(results: Results, field: str, values: Sequence[Bucket], total: int) -> str:
    """Return the values of one facet of an answer.

    Args:
        results: The answer they were counted in.
        field: The facet.
        values: Those to show.
        total: How many there are.
    """
    lines = [
        member("query", results.query.to_dict()),
        member("notices", results.notices),
        member("generation", results.generation),
        member("field", field),
        member("total", total),
        *buckets("values", values),
    ]
    return whole(lines)


def render_suggestions(text: str, found: Sequence[Suggestion], generation: str) -> str:
    """Return completions of a text."""
    lines = [
        member("q", text),
        member("generation", generation),
        *members("suggestions", [one.to_dict() for one in found]),
    ]
    return whole(lines)


def render_opensearch(text: str, found: Sequence[Suggestion]) -> str:
    """Return completions as OpenSearch's suggestions extension has them."""
    return line([text, [one.text for one in found]]) + "\n"

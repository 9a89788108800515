"""How far two words are apart, and which of many is nearest.

In: words. Out: distances and the nearest candidates. Never: reads an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def edit_distance(left: str, right: str, limit: int) -> int:
    """Return the optimal string alignment distance, or ``limit + 1`` when it is more.

    Insertions, deletions, substitutions and swaps of neighbours cost 1 each
    (Damerau 1964, in the restricted form without edits between swapped letters).
    """
    if left == right:
        return 0
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def allowed_distance(word: str) -> int:
    """Return how many slips a word of this length is forgiven: 0, 1 or 2."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def nearest(word: str, candidates: Iterable[str], limit: int | None = None) -> tuple[str, ...]:
    """Return the candidates within ``limit`` edits, nearest first, then alphabetical."""
    bound = allowed_distance(word) if limit is None else limit
    scored = ((edit_distance(word, c, bound), c) for c in candidates)
    return tuple(c for d, c in sorted(s for s in scored if s[0] <= bound))

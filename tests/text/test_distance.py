"""Distances of words against the table that defines them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from searchqa.text.distance import edit_distance, nearest

# Few letters, so that words are near; one that takes three bytes, one beyond 16 bits.
WORDS = st.text(alphabet="abcé😀", max_size=9)


def table(left: str, right: str) -> int:
    """Fill in the whole table of the optimal string alignment distance."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


@given(left=WORDS, right=WORDS, limit=st.integers(0, 10))
@example(left="ca", right="abc", limit=5)  # 3: nothing is edited between swapped letters
@example(left="a" * 70, right="a" * 69 + "b", limit=2)
def test_the_distance_is_the_tables(left: str, right: str, limit: int) -> None:
    assert edit_distance(left, right, limit) == min(table(left, right), limit + 1)


def test_the_nearest_come_first_then_by_alphabet() -> None:
    assert nearest("modle", ["mole", "model", "modal", "table", "mode"], 2) == (
        "mode",
        "model",
        "mole",
        "modal",
    )

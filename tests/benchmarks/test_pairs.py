"""The arithmetic of the report."""

from __future__ import annotations

import pytest

from benchmarks.pairs import pair, percentile, ratio


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 50), (50.5, 51), (95, 95), (99, 99), (100, 100)]
)
def test_a_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == expected


def test_a_percentile_of_few_values() -> None:
    assert percentile([3.0], 99) == 3
    assert percentile([1.0, 2.0], 50) == 1
    assert percentile([1.0, 2.0, 9.0], 95) == 9
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_a_ratio_is_the_median_of_the_pairs_not_the_ratio_of_medians() -> None:
    # Peer / ours: 4, 1, 2. The medians are 2 and 4.
    pairs = [(1.0, 4.0), (8.0, 8.0), (2.0, 4.0)]
    assert ratio(pairs) == 2
    assert ratio([(2.0, 1.0)]) == 0.5
    with pytest.raises(ValueError, match="nothing"):
        ratio([])


def test_who_is_first_changes_with_the_turn() -> None:
    asked: list[str] = []
    for turn in range(3):
        ours, peer = pair(lambda: asked.append("ours"), lambda: asked.append("peer"), turn)
        assert ours > 0
        assert peer > 0
    assert asked == ["ours", "peer", "peer", "ours", "ours", "peer"]

"""The best of many numbers against sorting all of them."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.engines.arrays.kernels import vector_order
from searchqa.engines.arrays.kernels.vector_order import best_places, most_first

NUMBERS = st.lists(st.integers(0, 9), max_size=200)


@given(numbers=NUMBERS, count=st.integers(1, 12), rows=st.integers(1, 9))
def test_the_best_are_among_the_places(numbers: list[int], count: int, rows: int) -> None:
    with patch.object(vector_order, "_ROWS", rows):
        places = best_places(np.array(numbers, np.float32), count).tolist()
    assert places == sorted(places)
    by_rank = sorted(range(len(numbers)), key=lambda place: (-numbers[place], place))
    # Each that ties with the last of the best has to be there: who comes first decides later.
    edge = numbers[by_rank[:count][-1]] if numbers else 0
    assert {place for place in by_rank if numbers[place] >= edge} <= set(places)


@pytest.mark.parametrize("few", [0, 128])
@given(counts=NUMBERS, looked_at=st.integers(0, 60))
def test_what_was_counted_comes_most_first(few: int, counts: list[int], looked_at: int) -> None:
    values = [7 * place for place in range(len(counts))]
    with patch.object(vector_order, "_FEW", few):
        tally = most_first(np.array(values, np.intp), np.array(counts, np.intp))
    ranked = sorted((-count, value) for count, value in zip(counts, values, strict=True) if count)
    assert len(tally.values) == len(tally.counts) == len(ranked)
    for place in range(min(looked_at, len(ranked))):
        assert (-tally.counts[place], tally.values[place]) == ranked[place]
    assert list(tally.values) == [value for _, value in ranked]
    assert list(tally.counts) == [-count for count, _ in ranked]

"""The best of many numbers against sorting all of them."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchqa.engines.arrays.kernels import plain_order, vector_order
from searchqa.engines.arrays.kernels.vector_order import Ranking, best_places

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


@given(counts=NUMBERS, looked_at=st.integers(0, 60), few=st.sampled_from([0, 128]))
def test_what_was_counted_comes_most_first(counts: list[int], looked_at: int, few: int) -> None:
    values = [7 * place for place in range(len(counts))]
    tally = Ranking(np.array(values, np.intp), np.array(counts, np.intp))
    ranked = sorted((-count, value) for count, value in zip(counts, values, strict=True) if count)
    assert tally.size == len(ranked)
    for last in (looked_at, len(ranked) + 1):
        with patch.object(vector_order, "_FEW", few):
            in_order, often = tally.part(0, last)
        assert list(zip(often, in_order, strict=True)) == [
            (-count, value) for count, value in ranked[:last]
        ]
    assert tally.part(1, 3)[0] == [value for _, value in ranked[1:3]]
    assert sorted(tally.held({0, 7, 8, 70})) == sorted(
        value for _, value in ranked if value in {0, 7, 8, 70}
    )


@given(
    scores=st.dictionaries(st.integers(0, 300), st.integers(1, 9).map(float), max_size=80),
    about=st.integers(0, 12),
    many=st.integers(0, 80),
)
def test_plain_python_gives_the_best_first(scores: dict[int, float], about: int, many: int) -> None:
    ordered = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    with patch.object(plain_order, "_MANY", many):
        assert list(plain_order.best_first(scores, about)) == ordered

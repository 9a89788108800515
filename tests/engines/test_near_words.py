"""Words within a distance: both kernels against one comparison after the other."""

from __future__ import annotations

from array import array
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.engines.arrays.kernels.plain_words import PlainWords
from searchqa.engines.arrays.kernels.vector_words import VectorWords
from searchqa.engines.arrays.layout import COLUMNS
from searchqa.engines.arrays.tables import encoded
from searchqa.text.distance import edit_distance

WORD = st.text(alphabet="aabbcdé\ud83d😀", min_size=1, max_size=9)


def arrays(words: list[str]) -> Any:
    """Return arrays that hold nothing but a table of words."""
    data = [encoded(word) for word in words]
    offsets = array("q", [0, *accumulate(map(len, data))])
    views = {name: memoryview(array(column.type)) for name, column in COLUMNS.items()}
    views["word.bytes"] = memoryview(b"".join(data))
    views["word.offset"] = memoryview(offsets)
    return SimpleNamespace(documents=0, view=views.__getitem__)


@pytest.mark.parametrize("kernel", [VectorWords, PlainWords])
@given(
    words=st.lists(st.one_of(WORD, st.sampled_from(["b" * 31, "b" * 64])), unique=True),
    word=st.one_of(st.just(""), WORD, st.sampled_from(["b" * n for n in (31, 32, 33, 63, 64)])),
    limit=st.integers(0, 3),
)
def test_words_within_a_distance(
    kernel: type[VectorWords | PlainWords], words: list[str], word: str, limit: int
) -> None:
    words.sort(key=encoded)
    expected = {
        (edit_distance(word, other, limit), ordinal)
        for ordinal, other in enumerate(words)
        if edit_distance(word, other, limit) <= limit
    }
    found = kernel(arrays(words)).near(word, limit)
    assert len(found) == len(expected)
    assert set(found) == expected

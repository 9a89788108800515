"""Which segments become one: few are left, and no merge is large."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from searchqa.engines.whoosh_engine.toc import to_merge


@dataclass(frozen=True)
class Sizes:
    """What ``to_merge`` asks of a segment."""

    all: int
    deleted: int

    def doc_count_all(self) -> int:
        return self.all

    def deleted_count(self) -> int:
        return self.deleted


def test_the_smallest_are_merged_when_there_are_too_many() -> None:
    five = [Sizes(n, 0) for n in (50, 10, 30, 20, 40)]
    assert [s.all for s in to_merge(five, 3, 1_000)] == [10, 20, 30]
    assert to_merge(five, 5, 1_000) == []
    assert to_merge(five, 3, 25) == []


def test_what_is_mostly_deleted_is_written_anew() -> None:
    assert [s.all for s in to_merge([Sizes(10, 6), Sizes(5, 0)], 8, 1_000)] == [10]
    assert to_merge([Sizes(10, 5), Sizes(5, 0)], 8, 1_000) == []


@given(
    st.lists(st.builds(Sizes, st.integers(1, 100), st.integers(0, 100)), max_size=30),
    st.integers(1, 8),
    st.integers(1, 200),
)
def test_merges_are_bounded(sizes: list[Sizes], limit: int, most: int) -> None:
    segments = [Sizes(s.all, s.deleted % s.all) for s in sizes]
    chosen = to_merge(segments, limit, most)
    live = [s.all - s.deleted for s in segments]
    assert sum(s.all - s.deleted for s in chosen) <= most
    assert len(segments) - len(chosen) + bool(chosen) <= limit or sum(live) > most

"""The unstemmed words of an index: by beginning, by nearness, by frequency.

In: mapped arrays. Out: ordinals of words, most frequent first; near words.
Never: scores documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.schema import MAX_TERM_EXPANSIONS
from searchqa.text.distance import allowed_distance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays


class Vocabulary:
    """Words of one index; the kernel finds similar ones."""

    def __init__(self, arrays: Arrays, kernel: AnyKernel) -> None:
        self._words = arrays.words
        self._bounds = arrays.view("wordposting.offset")
        self._near = kernel.near

    def frequency(self, word: int) -> int:
        """Return how many documents hold a word."""
        return int(self._bounds[word + 1] - self._bounds[word])

    def beginning_with(self, prefix: str, limit: int) -> tuple[list[int], int]:
        """Return the most frequent words with a prefix, and how many there are."""
        return self._most_frequent(self._words.beginning_with(prefix), limit)

    def counted(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words with a prefix and their document counts."""
        if not prefix:
            return ()
        found, _ = self.beginning_with(prefix, limit)
        return tuple((self._words[word], self.frequency(word)) for word in found)

    def similar_to(self, word: str, distance: int, limit: int) -> tuple[list[int], int]:
        """Return the most frequent words within a distance, and how many there are."""
        return self._most_frequent([found for _, found in self._near(word, distance)], limit)

    def near(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return up to ten words like this one with their document counts.

        Nearest first, then most frequent, then alphabetical.
        """
        found = self._near(word, allowed_distance(word))
        # Ordinals are alphabetical.
        ranked = sorted((distance, -self.frequency(other), other) for distance, other in found)
        return tuple((self._words[other], -count) for _, count, other in ranked[:10])

    def _most_frequent(self, words: Iterable[int], limit: int) -> tuple[list[int], int]:
        counted = sorted((-self.frequency(word), word) for word in words)
        return [word for _, word in counted[: min(limit, MAX_TERM_EXPANSIONS)]], len(counted)

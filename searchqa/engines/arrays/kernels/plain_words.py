"""The kernel without numpy: words that are spelled much like another one.

In: a word. Out: ordinals of words and how far they are. Never: reads documents.
"""

from __future__ import annotations

from itertools import pairwise

from searchqa.engines.arrays.kernels.plain import PlainAlgebra
from searchqa.engines.arrays.opened import Arrays
from searchqa.engines.arrays.tables import decoded
from searchqa.text.distance import Ruler


class PlainWords(PlainAlgebra):
    """Nearness of words; see ``Kernel``. All words are read on the first wish."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self._words: list[str] = []

    def near(self, word: str, limit: int) -> list[tuple[int, int]]:
        """Return how far each word within a distance is, and its ordinal."""
        self._words = self._words or self._spelled()
        ruler = Ruler(word)
        shortest, longest = len(word) - limit, len(word) + limit
        # One edit changes at most two letters of those that a word is made of.
        letters, most = set(word).symmetric_difference, 2 * limit
        return [
            (distance, ordinal)
            for ordinal, other in enumerate(self._words)
            if shortest <= len(other) <= longest
            and len(letters(other)) <= most
            and (distance := ruler.to(other, limit)) <= limit
        ]

    def _spelled(self) -> list[str]:
        data = bytes(self.view("word.bytes"))
        bounds = pairwise(self.view("word.offset").tolist())
        text = decoded(data)
        if len(text) == len(data):
            # Bytes and letters count alike: decoded at once, 11,000 words take 3 ms, not 5.
            return [text[low:high] for low, high in bounds]
        return [decoded(data[low:high]) for low, high in bounds]

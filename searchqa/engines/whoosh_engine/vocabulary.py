"""The unstemmed words of an index: by beginning, by nearness, by frequency.

In: the segments of an open index. Out: words, most frequent first.
Never: scores documents; a word that only deleted messages hold is no word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchqa.engines.whoosh_engine.private import iterate_terms
from searchqa.schema import MAX_TERM_EXPANSIONS
from searchqa.text.distance import allowed_distance, edit_distance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.engines.whoosh_engine.postings import PostingReader

_FIELD = "words"


class Vocabulary:
    """Words over all segments; read on the first wish and kept."""

    def __init__(
        self, segments: list[tuple[Any, int]], postings: PostingReader, *, deletions: bool
    ) -> None:
        self._segments = segments
        self._postings = postings
        self._deletions = deletions
        self._signatures: dict[str, int] = {}

    def beginning_with(self, prefix: str, limit: int) -> tuple[list[str], int]:
        """Return the most frequent words with a prefix, and how many there are."""
        return self._most_frequent(self._words(prefix), limit)

    def similar_to(self, word: str, distance: int, limit: int) -> tuple[list[str], int]:
        """Return the most frequent words within a distance, and how many there are."""
        return self._most_frequent([found for _, found in self._near(word, distance)], limit)

    def near(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return up to ten words like this one with their document counts.

        Nearest first, then most frequent, then alphabetical.
        """
        found = (
            (distance, -self._frequency(other), other)
            for distance, other in self._near(word, allowed_distance(word))
        )
        ranked = sorted(entry for entry in found if entry[1])
        return tuple((other, -count) for _, count, other in ranked[:10])

    def _words(self, prefix: str) -> set[str]:
        data = prefix.encode("utf-8", "surrogatepass")
        return {
            term.decode("utf-8", "surrogatepass")
            for segment, _ in self._segments
            for term in iterate_terms(segment, _FIELD, data)
        }

    def _frequency(self, word: str) -> int:
        if self._deletions:
            return len(self._postings.postings(_FIELD, word).documents)
        return self._postings.upper_frequency(_FIELD, word)

    def _most_frequent(self, words: Iterable[str], limit: int) -> tuple[list[str], int]:
        counted = sorted((-self._frequency(word), word) for word in words)
        living = [word for count, word in counted if count]
        return living[: min(limit, MAX_TERM_EXPANSIONS)], len(living)

    def _near(self, word: str, distance: int) -> list[tuple[int, str]]:
        if not self._signatures:
            self._signatures = {other: _signature(other) for other in self._words("")}
        mine = _signature(word)
        shortest, longest = len(word) - distance, len(word) + distance
        out: list[tuple[int, str]] = []
        for other, signature in self._signatures.items():
            # One edit changes at most two letters of the signature.
            if not shortest <= len(other) <= longest or (
                (mine ^ signature).bit_count() > 2 * distance
            ):
                continue
            found = edit_distance(word, other, distance)
            if found <= distance:
                out.append((found, other))
        return out


def _signature(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits

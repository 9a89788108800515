"""Where a fragment begins and ends.

In: a text, a core to show, spans that stay whole. Out: bounds.
Never: cuts inside a word, inside a mark, or inside code that fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.snippets.source import Source

# A sentence's end is worth an earlier stop only if it leaves most of the width used.
_FULL_ENOUGH: Final = 0.6


class Cutter:
    """Cuts one text.

    Args:
        source: The text.
        whole: Spans in order, disjoint, never cut in their middle.
        width: Code points a fragment aims at.
    """

    __slots__ = ("_finish", "_sentences", "_spaced", "_whole", "_width")

    def __init__(self, source: Source, whole: Sequence[tuple[int, ...]], width: int) -> None:
        self._spaced = source.spaced
        self._finish = source.finish
        self._sentences = source.sentences
        self._whole = whole
        self._width = width

    def around(self, core: tuple[int, int], low: int, high: int) -> tuple[int, int]:
        """Return the bounds of a fragment that shows ``core``, inside ``low``..``high``."""
        first, last = core
        # The nearest sentence, so that what was found stands at the front.
        start = self._last_sentence(max(low, last - self._width), first + 1)
        if start < 0:
            context = max(0, (self._width - (last - first)) // 2)
            start = self._word_start(max(low, first - context), low, first)
        end = self.end_after(last, start, high)
        if end - start < self._width:
            start = self._further_left(start, end, low, high)
        return start, end

    def end_after(self, last: int, start: int, high: int) -> int:
        """Return where a fragment from ``start`` ends that has to reach ``last``."""
        limit = min(high, start + self._width)
        if limit <= last:
            return last
        if limit >= self._finish:
            return max(last, self._finish)
        enough = max(last + 1, start + int(self._width * _FULL_ENOUGH))
        sentence = self._last_sentence(enough, limit + 1)
        end = self._stripped(sentence, last) if sentence > last else self._word_end(limit, last)
        return max(last, end)

    def _further_left(self, start: int, end: int, low: int, high: int) -> int:
        """Use room that is left at a text's end for the sentences before."""
        room = max(low, end - self._width)
        earlier = self._first_sentence(room, start)
        if earlier >= 0:
            return earlier
        if start > low and end >= min(high, self._finish):
            at_sentence = self._first_sentence(start, start + 1) >= 0
            return start if at_sentence else self._word_start(room, low, start)
        return start

    def _first_sentence(self, low: int, high: int) -> int:
        """Return where the first sentence of ``low <= place < high`` begins, else -1."""
        sentences = self._sentences
        for index in range(bisect_left(sentences, low), len(sentences)):
            place = sentences[index]
            if place >= high:
                return -1
            if self._inside(place) is None:
                return place
        return -1

    def _last_sentence(self, low: int, high: int) -> int:
        """Return where the last sentence of ``low <= place < high`` begins, else -1."""
        sentences = self._sentences
        index = bisect_left(sentences, high) - 1
        while index >= 0:
            place = sentences[index]
            if place < low:
                return -1
            if self._inside(place) is None:
                return place
            index -= 1
        return -1

    def _inside(self, place: int) -> tuple[int, ...] | None:
        """Return the span in whose middle a place is; no sentence begins there."""
        # A span that begins at the place comes behind it, being longer than one number.
        index = bisect_right(self._whole, (place,))
        if index:
            span = self._whole[index - 1]
            if span[0] < place < span[1]:
                return span
        return None

    def _word_start(self, place: int, low: int, core: int) -> int:
        """Return the first word's start at or behind ``place``, before ``core``."""
        spaced = self._spaced
        while place < core:
            if place > low and spaced[place - 1] != " ":
                # In the middle of a word: on to the next.
                place = spaced.find(" ", place, core)
                if place < 0:
                    return core
            while place < core and spaced[place] == " ":
                place += 1
            span = self._inside(place)
            if span is None:
                return place
            place = span[1]
        return core

    def _word_end(self, limit: int, core: int) -> int:
        """Return the last word's end at or before ``limit``, behind ``core``."""
        spaced = self._spaced
        place = limit
        while place > core:
            if place < len(spaced) and spaced[place] != " ":
                # In the middle of a word: back to the one before.
                place = spaced.rfind(" ", core, place)
            while place > core and spaced[place - 1] == " ":
                place -= 1
            span = self._inside(place)
            if span is None:
                return max(place, core)
            place = span[0]
        return core

    def _stripped(self, end: int, core: int) -> int:
        while end > core and self._spaced[end - 1] == " ":
            end -= 1
        return end

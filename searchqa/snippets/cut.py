"""Where a fragment begins and ends, and how its text is written on one line.

In: a text, a core to show, spans that stay whole. Out: bounds; one-line text.
Never: cuts inside a word, inside a mark, or inside code that fits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# A sentence begins behind a full stop and space, unless small letters go on ("e.g. this") or a
# number stands before ("2. Which ..."), and on each new line: lists and code have no full stops.
_SENTENCE: Final = re.compile(
    r"(?<!\s\d)(?<!\s\d\d)(?<!^\d)[.!?…][\"'”’)\]]*\s+(?=[^\sa-z])|\s*\n\s*"
)
_UNEVEN: Final = re.compile(r"\s{2,}|[^\S ]")
_SPACES: Final = re.compile(r"\s+")
# A sentence's end is worth an earlier stop only if it leaves most of the width used.
_FULL_ENOUGH: Final = 0.6


class Cutter:
    """Cuts one text; ``whole`` are spans in order, disjoint, never cut in their middle."""

    def __init__(self, text: str, whole: Sequence[tuple[int, int]], width: int) -> None:
        self._text = text
        self._whole = whole
        self._begins = [start for start, _ in whole]
        self._width = width

    def around(self, core: tuple[int, int], low: int, high: int) -> tuple[int, int]:
        """Return the bounds of a fragment that shows ``core``, inside ``low``..``high``."""
        first, last = core
        sentences = self._sentence_starts(max(low, last - self._width), first + 1)
        if sentences:
            # The nearest one, so that what was found stands at the front.
            start = sentences[-1]
        else:
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
        if limit == len(self._text):
            return self._stripped(limit, last)
        enough = max(last, start + int(self._width * _FULL_ENOUGH))
        ends = [
            self._stripped(place, last)
            for place in self._sentence_starts(enough, limit + 1)
            if place > last
        ]
        end = ends[-1] if ends else self._word_end(limit, last)
        return max(last, end)

    def _further_left(self, start: int, end: int, low: int, high: int) -> int:
        """Use room that is left at a text's end for the sentences before."""
        room = max(low, end - self._width)
        earlier = self._sentence_starts(room, start)
        if earlier:
            return earlier[0]
        if start > low and end >= min(high, len(self._text.rstrip())):
            at_sentence = start in self._sentence_starts(start, start + 1)
            return start if at_sentence else self._word_start(room, low, start)
        return start

    def _sentence_starts(self, low: int, high: int) -> list[int]:
        """Return where sentences begin in ``low <= place < high``, none inside a whole span."""
        out = [0] if low <= 0 < high else []
        # The break before a sentence may begin a little before ``low``.
        for match in _SENTENCE.finditer(
            self._text, max(0, low - 8), min(high + 8, len(self._text))
        ):
            place = match.end()
            if low <= place < high and place > 0 and not self._inside(place):
                out.append(place)
        return out

    def _inside(self, place: int) -> tuple[int, int] | None:
        index = bisect_right(self._begins, place) - 1
        if index >= 0:
            start, end = self._whole[index]
            if start < place < end:
                return start, end
        return None

    def _word_start(self, place: int, low: int, core: int) -> int:
        """Return the first word's start at or behind ``place``, before ``core``."""
        text = self._text
        while place < core:
            span = self._inside(place)
            if span is not None:
                place = span[1]
            elif text[place].isspace() or (place > low and not text[place - 1].isspace()):
                place += 1
            else:
                return place
        return core

    def _word_end(self, limit: int, core: int) -> int:
        """Return the last word's end at or before ``limit``, behind ``core``."""
        text = self._text
        place = limit
        while place > core:
            span = self._inside(place)
            if span is not None:
                place = span[0]
            elif text[place - 1].isspace() or (place < len(text) and not text[place].isspace()):
                place -= 1
            else:
                return place
        return core

    def _stripped(self, end: int, core: int) -> int:
        while end > core and self._text[end - 1].isspace():
            end -= 1
        return end


def one_line(
    text: str, ranges: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Collapse white space to single spaces and move the ranges along."""
    if _UNEVEN.search(text) is None:
        return text, tuple(ranges)
    pieces: list[str] = []
    # What was removed before each place where something was, in order.
    places: list[int] = [0]
    removed: list[int] = [0]
    reached = 0
    for match in _SPACES.finditer(text):
        pieces += [text[reached : match.start()], " "]
        reached = match.end()
        places.append(reached)
        removed.append(removed[-1] + len(match.group()) - 1)
    pieces.append(text[reached:])

    def moved(place: int) -> int:
        return place - removed[bisect_right(places, place) - 1]

    return "".join(pieces), tuple((moved(start), moved(end)) for start, end in ranges)

"""Snippets: the best fragments of a text with the ranges of what was found.

In: a text to cut, and what was found in it. Out: text plus ranges.
Never: makes markup, or finds words in another way than the index does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.snippets.cut import Cutter
from searchqa.snippets.windows import choose_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.results import Mark, Snippet
    from searchqa.snippets.source import Source

FRAGMENTS: Final = 3
WIDTH: Final = 160
# A find longer than this (an encoded file, found by its prefix) shows nothing to a reader.
_LONGEST_MARK: Final = 10
# An ellipsis for a few words between two fragments is harder to read than the words.
_SMALL_GAP: Final = 24


def snippets(
    source: Source, found: Sequence[Mark], fragments: int = FRAGMENTS, width: int = WIDTH
) -> tuple[Snippet, ...]:
    """Return a text's best fragments, in its order; () when nothing was found.

    Args:
        source: The text; code in it is left whole when it fits.
        found: What was found in it, in order, never overlapping.
        fragments: How many at most. Fragments that (nearly) touch are joined.
        width: Code points a fragment aims at; more only for one long find.
    """
    if not found:
        return ()
    begin, finish = source.begin, source.finish
    if finish - begin <= width:
        return (source.snippet(begin, finish, found),)
    marks = found
    longest = width * _LONGEST_MARK
    if finish - begin > longest:
        marks = [mark for mark in found if mark[1] - mark[0] <= longest]
        if not marks:
            return ()
    whole = _unbreakable(marks, source.code, width)
    cores = choose_cores(marks, fragments, width)
    if source.code:
        cores = [_grown(core, whole) for core in cores]
    cutter = Cutter(source, whole, width)
    if len(cores) == 1:
        return (source.snippet(*cutter.around(cores[0], begin, finish), marks),)
    bounds: list[tuple[int, int]] = []
    for number, core in enumerate(cores):
        low = bounds[-1][1] if bounds else begin
        high = cores[number + 1][0] if number + 1 < len(cores) else finish
        bounds.append(cutter.around(core, low, high))
    return tuple([source.snippet(*bound, marks) for bound in _joined(source.text, bounds)])


def lead(source: Source, width: int = WIDTH) -> Snippet:
    """Return the beginning of a text, cut at a sentence's or word's end."""
    begin, finish = source.begin, source.finish
    if finish - begin <= width:
        return source.snippet(begin, finish, ())
    cutter = Cutter(source, _unbreakable((), source.code, width), width)
    end = cutter.end_after(begin, begin, finish)
    # A text without any space within the width is cut where the width ends.
    return source.snippet(begin, end if end > begin else begin + width, ())


def _unbreakable(
    marks: Sequence[Mark], code: Sequence[tuple[int, int]], width: int
) -> Sequence[tuple[int, ...]]:
    if not code:
        return marks
    spans = [(start, end) for start, end, _ in marks]
    spans += [(start, end) for start, end in code if end - start <= width]
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _grown(core: tuple[int, int], whole: Sequence[tuple[int, ...]]) -> tuple[int, int]:
    """Let a core take in the code that its first or last find stands in."""
    first, last = core
    for span in whole:
        if span[0] < last and core[0] < span[1]:
            first, last = min(first, span[0]), max(last, span[1])
    return first, last


def _joined(text: str, bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one fragment of those that nearly touch, or that share a piece of code."""
    out: list[tuple[int, int]] = []
    for start, end in bounds:
        if out and len(text[out[-1][1] : start].strip()) <= _SMALL_GAP:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out

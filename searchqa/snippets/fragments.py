"""Snippets: the best fragments of a text with the ranges of what was found.

In: a text or document, and what counts as found. Out: text plus ranges.
Never: makes markup, or finds words in another way than the index does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.results import Snippet
from searchqa.snippets.cut import Cutter, one_line
from searchqa.snippets.windows import choose_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchqa.model import Document
    from searchqa.results import Mark

FRAGMENTS: Final = 3
WIDTH: Final = 160
# A find longer than this (an encoded file, found by its prefix) shows nothing to a reader.
_LONGEST_MARK: Final = 10
# An ellipsis for a few words between two fragments is harder to read than the words.
_SMALL_GAP: Final = 24


def snippets(
    text: str,
    found: Sequence[Mark],
    code: Sequence[tuple[int, int]] = (),
    *,
    fragments: int = FRAGMENTS,
    width: int = WIDTH,
    field: str = "text",
) -> tuple[Snippet, ...]:
    """Return a text's best fragments, in its order; () when nothing was found.

    Args:
        text: The text, cleaned.
        found: What was found in it, in order, never overlapping.
        code: Ranges of code in the text, in order: left whole when they fit.
        fragments: How many at most. Fragments that (nearly) touch are joined.
        width: Code points a fragment aims at; more only for one long find.
        field: What the snippets say they are of.
    """
    marks = found
    longest = width * _LONGEST_MARK
    if found and max(map(_length, found)) > longest:
        marks = [mark for mark in found if _length(mark) <= longest]
    if not marks:
        return ()
    extent = begin, finish = _extent(text, 0, len(text))
    if finish - begin <= width:
        return (_snippet(text, extent, extent, marks, field),)
    whole = _unbreakable(marks, code, width)
    cores = choose_cores(marks, fragments, width)
    if code:
        cores = [_grown(core, whole) for core in cores]
    cutter = Cutter(text, whole, width, cores[0][0], cores[-1][1])
    bounds: list[tuple[int, int]] = []
    for number, core in enumerate(cores):
        low = bounds[-1][1] if bounds else begin
        high = cores[number + 1][0] if number + 1 < len(cores) else finish
        bounds.append(cutter.around(core, low, high))
    if len(bounds) > 1:
        bounds = _joined(text, bounds)
    return tuple([_snippet(text, bound, extent, marks, field) for bound in bounds])


def lead(text: str, width: int = WIDTH, code: Sequence[tuple[int, int]] = ()) -> Snippet:
    """Return the beginning of a text, cut at a sentence's or word's end."""
    extent = begin, finish = _extent(text, 0, len(text))
    if finish - begin <= width:
        return _snippet(text, extent, extent, (), "text")
    cutter = Cutter(text, _unbreakable((), code, width), width, begin, begin)
    end = cutter.end_after(begin, begin, finish)
    # A text without any space within the width is cut where the width ends.
    return _snippet(text, (begin, end if end > begin else begin + width), extent, (), "text")


def hit_snippets(
    document: Document,
    marks: Sequence[Mark],
    asked: Callable[[], Sequence[Mark]],
    fragments: int = FRAGMENTS,
) -> tuple[Snippet, ...]:
    """Return what to show of a hit.

    Fragments of the message; where only the question was found, fragments of
    it and the message's beginning; where neither was (browsing, a title's
    word), the beginning alone. () for an empty message found by its title.

    Args:
        document: The message.
        marks: What was found in its text.
        asked: Gives what was found in the question, should it be needed.
        fragments: How many of a text at most.
    """
    spans = document.spans
    code = [(span.start, span.end) for span in spans if span.kind == "code"] if spans else ()
    found = snippets(document.text, marks, code, fragments=fragments)
    if found:
        return found
    question = snippets(document.question, asked(), fragments=fragments, field="question")
    beginning = lead(document.text, code=code)
    return (*question, beginning) if beginning.text else question


def _length(mark: Mark) -> int:
    return mark.end - mark.start


def _extent(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return the bounds of a part of a text without the white space around it."""
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    return begin, end


def _unbreakable(
    marks: Sequence[Mark], code: Sequence[tuple[int, int]], width: int
) -> list[tuple[int, int]]:
    spans = [(start, end) for start, end, _ in marks]
    if not code:
        return spans
    spans += [(start, end) for start, end in code if end - start <= width]
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _grown(core: tuple[int, int], whole: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Let a core take in the code that its first or last find stands in."""
    first, last = core
    for start, end in whole:
        if start < last and core[0] < end:
            first, last = min(first, start), max(last, end)
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


def _snippet(
    text: str,
    bound: tuple[int, int],
    extent: tuple[int, int],
    marks: Sequence[Mark],
    field: str,
) -> Snippet:
    begin, end = _extent(text, *bound)
    inside = [
        (start - begin, stop - begin) for start, stop, _ in marks if begin <= start and stop <= end
    ]
    line, ranges = one_line(text[begin:end], inside)
    return Snippet(field, line, ranges, begin > extent[0], end < extent[1])

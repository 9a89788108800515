"""Which words of a text were found: whole words, phrases only as phrases.

In: a text, terms, words and phrases. Out: marks in order, never overlapping.
Never: finds words in another way than the analyzer that indexed them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from searchqa.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.analysis import Analysis
    from searchqa.results import Mark

# Hyphen-minus, hyphen, non-breaking hyphen.
_HYPHENS: Final = ("-", "\u2010", "\u2011")


def find_marks(
    text: str,
    terms: frozenset[str],
    words: frozenset[str],
    phrases: Sequence[tuple[str, ...]],
) -> list[Mark]:
    """Return what was found in a text.

    Args:
        text: The text.
        terms: Terms as ``analyze`` gives them.
        words: Folded, unstemmed words.
        phrases: Sequences of terms that count only when they stand together.
    """
    if not text or not (terms or words or phrases):
        return []
    analysis = analyze(text)
    places = range(len(analysis.terms))
    found = [p for p in places if analysis.terms[p] in terms]
    if words:
        found = sorted({*found, *(p for p in places if analysis.words[p] in words)})
    together = [
        (phrase, run) for phrase in phrases if len(phrase) > 0 for run in _runs(analysis, phrase)
    ]
    if not found and not together:
        return []
    begins, ends = _widened(analysis)
    bit: defaultdict[object, int] = defaultdict(lambda: 1 << len(bit))
    marks: list[Mark] = [(begins[p], ends[p], bit[analysis.terms[p]]) for p in found]
    marks += [(begins[first], ends[last], bit[phrase]) for phrase, (first, last) in together]
    return merged(text, marks)


def _widened(analysis: Analysis) -> tuple[Sequence[int], Sequence[int]]:
    """Return where each token is marked: a part of a name as the whole name."""
    if analysis.positions[-1] + 1 == len(analysis.terms):
        return analysis.starts, analysis.ends
    begins: list[int] = []
    ends: list[int] = []
    for start, end in zip(analysis.starts, analysis.ends, strict=True):
        inside = bool(ends) and start < ends[-1]
        begins.append(begins[-1] if inside else start)
        ends.append(ends[-1] if inside else end)
    return begins, ends


def _runs(analysis: Analysis, phrase: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    """Yield the first and last token of each place where the terms follow each other."""
    if any(term not in analysis.terms for term in set(phrase)):
        return
    at: dict[int, list[int]] = {}
    for place, position in enumerate(analysis.positions):
        at.setdefault(position, []).append(place)
    for first, term in enumerate(analysis.terms):
        if term == phrase[0]:
            last = _follow(analysis, at, first, phrase)
            if last is not None:
                yield first, last


def _follow(
    analysis: Analysis, at: dict[int, list[int]], place: int, phrase: tuple[str, ...]
) -> int | None:
    for term in phrase[1:]:
        after = _position_after(analysis, place)
        following = [p for p in at.get(after, ()) if analysis.terms[p] == term]
        if not following:
            return None
        place = following[0]
    return place


def _position_after(analysis: Analysis, place: int) -> int:
    """Return the position behind a token; a name takes as many as it has parts."""
    end = analysis.ends[place]
    following = place + 1
    while following < len(analysis.starts) and analysis.starts[following] < end:
        following += 1
    # The last part's position, or the token's own.
    return analysis.positions[following - 1] + 1


def merged(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in order, one for those that overlap and for words joined by a hyphen."""
    out: list[Mark] = []
    last_end = -2
    for mark in sorted(marks):
        start, end, keys = mark
        if start > last_end + 1 or (
            start >= last_end and (start == last_end or text[last_end] not in _HYPHENS)
        ):
            out.append(mark)
            last_end = end
        else:
            last_end = max(last_end, end)
            out[-1] = (out[-1][0], last_end, out[-1][2] | keys)
    return out

"""Texts become words: which word stands where, for many texts at once.

In: texts. Out: parallel arrays of their tokens, and the words and terms there are.
Never: finds words in another way than ``analyze``, or knows what a text is part of.

White space is in no word, and no word looks beyond it. So a text is what stands
between white space, piece by piece, and each different piece is analysed once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from searchqa.analysis import analyze, stem
from searchqa.engines.arrays.facts import offsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.analysis import Analysis
    from searchqa.engines.arrays.facts import Array

# What is cut into pieces at once: enough that numpy pays, little enough to stay small in memory.
_CUT_CHARS: Final = 1 << 20
# What str.split takes for white space.
_SPACES: Final = (
    *(*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680),
    *(*range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
)
# What may stand around a word of plain letters without being part of it or making a name of it.
_AROUND: Final = "\"'(),:;!?*[]<>{}`~=|/\\$%^@-“”‘’…–—•"
_BEFORE: Final = _AROUND + "#&"
_AFTER: Final = _AROUND + "."


class Tokens(NamedTuple):
    """The tokens of all texts, one text after the other.

    Attributes:
        word: Ordinal in ``words``.
        position: As ``analyze`` counts it in the text.
        start: Code point of the text where the token's mark begins.
        length: Code points to mark; a part of a name marks the whole name.
        counts: How many tokens each text has.
        ends: How many positions each text takes.
        words: The different words, in byte order.
        terms: The different terms, in byte order.
        term: Ordinal of each word's term.
    """

    word: Array
    position: Array
    start: Array
    length: Array
    counts: Array
    ends: Array
    words: list[str]
    terms: list[str]
    term: Array


class _Pieces(dict[str, int]):
    """Piece → ordinal in order of first sight."""

    def __missing__(self, piece: str) -> int:
        ordinal = self[piece] = len(self)
        return ordinal


class _Flat(NamedTuple):
    """Tokens of pieces, one piece after the other; words as they are spelled."""

    words: list[str]
    terms: list[str]
    position: Array
    start: Array
    length: Array
    counts: Array
    ends: Array


def tokens_of(texts: Sequence[str]) -> Tokens:
    """Return the tokens of each text."""
    pieces = _Pieces()
    cuts = [_cut(some, pieces) for some in _in_parts(texts)]
    occurring, begins, per_text = (np.concatenate(column) for column in zip(*cuts, strict=True))
    flat = _analysed(list(pieces))
    term_of = dict(zip(flat.words, flat.terms, strict=True))
    words = sorted(term_of)
    terms = sorted(set(term_of.values()))
    word_at = {word: ordinal for ordinal, word in enumerate(words)}
    term_at = {term: ordinal for ordinal, term in enumerate(terms)}
    word = np.fromiter(map(word_at.__getitem__, flat.words), np.int64, len(flat.words))

    counts = flat.counts[occurring]
    picked = ranges(offsets_of(flat.counts)[:-1][occurring], counts)
    # Where each piece begins in its text, counted in positions.
    reached = offsets_of(flat.ends[occurring])
    bounds = offsets_of(per_text)
    base = reached[:-1] - np.repeat(reached[bounds[:-1]], per_text)
    token_bounds = offsets_of(counts)
    return Tokens(
        word=word[picked],
        position=flat.position[picked] + np.repeat(base, counts),
        start=flat.start[picked] + np.repeat(begins, counts),
        length=flat.length[picked],
        counts=np.diff(token_bounds[bounds]),
        ends=np.diff(reached[bounds]),
        words=words,
        terms=terms,
        term=np.fromiter((term_at[term_of[word]] for word in words), np.int64, len(words)),
    )


def ranges(starts: Array, counts: Array) -> Array:
    """Return ``start, start + 1, …`` for each of ``counts``, one after the other."""
    bounds = offsets_of(counts)
    shifts: Array = np.repeat(starts - bounds[:-1], counts)
    return shifts + np.arange(bounds[-1])


def _in_parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the texts, some at a time; one empty part when there are none."""
    first = 0
    size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= _CUT_CHARS:
            yield texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts) or not texts:
        yield texts[first:]


def _cut(texts: Sequence[str], pieces: _Pieces) -> tuple[Array, Array, Array]:
    """Return each piece's ordinal, where it begins in its text, and how many a text has."""
    joined = "\n".join(texts)
    found = joined.split()
    ordinals = np.fromiter(map(pieces.__getitem__, found), np.int64, len(found))
    places = _begins(joined)
    # One code point of white space stands between two texts.
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    starts = offsets_of(sizes)[:-1]
    first = np.searchsorted(places, starts)
    counts = np.diff(np.append(first, len(places)))
    return ordinals, places - np.repeat(starts, counts), counts


def _begins(text: str) -> Array:
    """Return where each piece of a text begins."""
    if text.isascii():
        codes = np.frombuffer(text.encode("ascii"), np.uint8)
    else:
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = np.minimum(wide, len(_IS_SPACE) - 1)
    inside = ~_IS_SPACE[codes]
    inside[1:] &= _IS_SPACE[codes[:-1]]
    return np.flatnonzero(inside)


def _space_table() -> Array:
    # The last entry stands for all code points behind it.
    table = np.zeros(max(_SPACES) + 2, np.bool_)
    table[list(_SPACES)] = True
    return table


_IS_SPACE: Final = _space_table()


def _analysed(pieces: list[str]) -> _Flat:
    """Return the tokens of each piece."""
    plain: list[str] = []
    plain_at: list[int] = []
    plain_start: list[int] = []
    other: list[str] = []
    other_at: list[int] = []
    for ordinal, piece in enumerate(pieces):
        rest = piece.lstrip(_BEFORE)
        core = rest.rstrip(_AFTER)
        if core.isalnum() and core.isascii():
            plain.append(core)
            plain_at.append(ordinal)
            plain_start.append(len(piece) - len(rest))
        else:
            other.append(piece)
            other_at.append(ordinal)
    return _together(
        len(pieces),
        (np.array(plain_at, np.int64), _plain_words(plain, plain_start)),
        (np.array(other_at, np.int64), _other_pieces(other)),
    )


def _plain_words(cores: list[str], starts: list[int]) -> _Flat:
    """Return the one token of each word of plain letters and digits.

    Of those the analyzer only makes capitals small.
    """
    words = [core.lower() for core in cores]
    term_of = {word: stem(word) for word in set(words)}
    one = np.ones(len(cores), np.int64)
    return _Flat(
        words=words,
        terms=[term_of[word] for word in words],
        position=np.zeros(len(cores), np.int64),
        start=np.array(starts, np.int64),
        length=np.fromiter(map(len, cores), np.int64, len(cores)),
        counts=one,
        ends=one,
    )


def _other_pieces(pieces: list[str]) -> _Flat:
    """Return the tokens of pieces that may hold any number of them."""
    analysis = analyze("\n".join(pieces))
    begins, lengths = _marks(analysis)
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces)) + 1
    bases = offsets_of(sizes)[:-1]
    first = np.searchsorted(begins, bases)
    counts = np.diff(np.append(first, len(begins)))
    positions = np.array([*analysis.positions, _positions(analysis)], np.int64)
    reached = positions[np.append(first, len(begins))]
    return _Flat(
        words=analysis.words,
        terms=analysis.terms,
        position=positions[:-1] - np.repeat(reached[:-1], counts),
        start=begins - np.repeat(bases, counts),
        length=lengths,
        counts=counts,
        ends=np.diff(reached),
    )


def _positions(analysis: Analysis) -> int:
    return analysis.positions[-1] + 1 if analysis.positions else 0


def _marks(analysis: Analysis) -> tuple[Array, Array]:
    """Return where each token is marked, and how far: a part of a name as the whole name."""
    starts = np.array(analysis.starts, np.int64)
    ends = np.array(analysis.ends, np.int64)
    reached = np.maximum.accumulate(ends)
    own = np.arange(len(starts))
    own[1:][starts[1:] < reached[:-1]] = 0
    whole = np.maximum.accumulate(own)
    return starts[whole], ends[whole] - starts[whole]


def _together(count: int, *parts: tuple[Array, _Flat]) -> _Flat:
    """Return the tokens of ``count`` pieces, of which each part knows some by their ordinals."""
    counts = np.zeros(count, np.int64)
    ends = np.zeros(count, np.int64)
    for at, part in parts:
        counts[at] = part.counts
        ends[at] = part.ends
    begins = offsets_of(counts)[:-1]
    order = np.argsort(
        np.concatenate([ranges(begins[at], part.counts) for at, part in parts]), kind="stable"
    )
    words = [word for _, part in parts for word in part.words]
    terms = [term for _, part in parts for term in part.terms]
    return _Flat(
        words=[words[place] for place in order.tolist()],
        terms=[terms[place] for place in order.tolist()],
        position=np.concatenate([part.position for _, part in parts])[order],
        start=np.concatenate([part.start for _, part in parts])[order],
        length=np.concatenate([part.length for _, part in parts])[order],
        counts=counts,
        ends=ends,
    )

"""From a text to its terms, the same for documents, queries and snippets.

In: any text. Out: parallel lists of terms, words, positions and offsets.
Never: drops a word (stop words are flagged), or looks at what an index holds.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from searchqa.analysis.chunks import chunk_pattern, is_name, name_of, parts_of
from searchqa.analysis.stemming import stem as _stem
from searchqa.analysis.stopwords import STOP_WORDS
from searchqa.records import NamedTuple
from searchqa.text.fold import fold

if TYPE_CHECKING:
    import re

_MEMO_WORDS: Final = 200_000
# Longer runs are hashes and encoded data: neither stemmed nor remembered.
_LONGEST_WORD: Final = 40


class Analysis(NamedTuple):
    """Tokens in order of their start, as parallel lists.

    A trade name (``c++``, ``node.js``, ``snake_case``) is one token, followed
    by tokens of its parts: the first part shares the name's position, the
    others have the positions after it.

    Attributes:
        terms: What is indexed and matched (stemmed).
        words: Folded, unstemmed: what prefixes and spelling work on.
        positions: Places counted in words from 0; never decreasing.
        starts: Code points in the text as given, where the token begins.
        ends: Where it ends (exclusive).
        stops: Whether the token is a stop word.
    """

    terms: list[str]
    words: list[str]
    positions: list[int]
    starts: list[int]
    ends: list[int]
    stops: list[bool]


class _Token(NamedTuple):
    term: str
    word: str
    stop: bool
    step: int
    start: int
    end: int


def stem(word: str) -> str:
    """Return a folded word's term: Snowball's English ("Porter 2") for plain letters.

    Words with digits or other letters stay as they are (``k8s``, ``s3``).
    """
    if len(word) > _LONGEST_WORD or not (word.isascii() and word.isalpha()):
        return word
    return _stem(word)


def _plain(raw: str) -> str:
    """Fold one word; its possessive ending goes, marks without letters too."""
    if len(raw) > 2 and raw[-1] in "sS" and raw[-2] in "'’‘´":
        raw = raw[:-2]
    if raw.isascii():
        return raw.replace("'", "").lower()
    # Folding takes ½ or ﹙ apart into signs that are no letters; they can't be typed in a word.
    return "".join(c for c in fold(raw) if c.isalnum())


class _Memo(dict[str, tuple[str, str, bool]]):
    """Chunk → term, word, stop; an empty term sends to ``_compound``."""

    def __missing__(self, chunk: str) -> tuple[str, str, bool]:
        word = "" if is_name(chunk) else _plain(chunk)
        entry = (stem(word), word, word in STOP_WORDS)
        if len(chunk) <= _LONGEST_WORD:
            if len(self) >= _MEMO_WORDS:
                self.clear()
            self[chunk] = entry
        return entry


_memo = _Memo()


@lru_cache(maxsize=20_000)
def _compound(chunk: str) -> tuple[_Token, ...]:
    """Return a name and its parts; ``step`` is the distance to the next position."""
    parts = [(part, *_memo[part.raw]) for part in parts_of(chunk)]
    tokens = [
        _Token(term, word, stop, 1, part.start, part.end)
        for part, term, word, stop in parts
        if term
    ]
    if not is_name(chunk) or not tokens:
        return tuple(tokens)
    whole = "".join(_folded_letter(c) for c in name_of(chunk))
    return (_Token(whole, whole, stop=False, step=0, start=0, end=len(chunk)), *tokens)


def _folded_letter(char: str) -> str:
    return char if char in "_+#&." else _plain(char)


def analyze(text: str) -> Analysis:
    """Return the tokens of a text.

    Args:
        text: Anything; offsets count its code points, whatever folding does.
    """
    if text.isascii() and text.replace(" ", "").isalnum():
        return _of_plain_words(text)
    pattern = chunk_pattern(text)
    chunks = pattern.findall(text)
    if not chunks:
        return Analysis([], [], [], [], [], [])
    terms, words, stops = map(list, zip(*map(_memo.__getitem__, chunks), strict=True))
    if "" in terms:
        return _with_names(text, pattern)
    starts = [m.start() for m in pattern.finditer(text)]
    ends = [start + len(chunk) for start, chunk in zip(starts, chunks, strict=True)]
    return Analysis(terms, words, list(range(len(terms))), starts, ends, stops)


def _of_plain_words(text: str) -> Analysis:
    """Return the tokens of a text that is nothing but ASCII words and spaces, as queries are."""
    chunks = text.split()
    terms, words, stops = map(list, zip(*map(_memo.__getitem__, chunks), strict=True))
    starts, ends, reached = [], [], 0
    for chunk in chunks:
        start = text.index(chunk, reached)
        reached = start + len(chunk)
        starts.append(start)
        ends.append(reached)
    return Analysis(terms, words, list(range(len(terms))), starts, ends, stops)


def _with_names(text: str, pattern: re.Pattern[str]) -> Analysis:
    out = Analysis([], [], [], [], [], [])
    terms, words, positions, starts, ends, stops = out
    position = 0
    for match in pattern.finditer(text):
        chunk = match.group()
        start = match.start()
        term, word, stop = _memo[chunk]
        tokens = (_Token(term, word, stop, 1, 0, len(chunk)),) if term else _compound(chunk)
        for token in tokens:
            terms.append(token.term)
            words.append(token.word)
            positions.append(position)
            starts.append(start + token.start)
            ends.append(start + token.end)
            stops.append(token.stop)
            position += token.step
    return out


def main_tokens(analysis: Analysis) -> list[int]:
    """Return the tokens that aren't parts of a name, by their place in the lists."""
    if not analysis.terms or analysis.positions[-1] + 1 == len(analysis.terms):
        return list(range(len(analysis.terms)))
    reached = -1
    out = []
    for place, (start, end) in enumerate(zip(analysis.starts, analysis.ends, strict=True)):
        if start >= reached:
            out.append(place)
            reached = end
    return out


def pairs(analysis: Analysis) -> list[tuple[str, str, int]]:
    """Return each two neighbouring terms with the distance of their positions.

    Stop words are passed over but keep their place in the distance; a name
    counts as a whole.
    """
    terms, positions, stops = analysis.terms, analysis.positions, analysis.stops
    kept = [place for place in main_tokens(analysis) if not stops[place]]
    return [
        (terms[left], terms[right], positions[right] - positions[left])
        for left, right in pairwise(kept)
    ]

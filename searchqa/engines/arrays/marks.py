"""What was found in the messages of a page, read from places instead of texts.

In: a bound query, documents. Out: marks, the same that reading the text would give.
Never: chooses fragments.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from searchqa.engines.bind import analyze
from searchqa.records import NamedTuple
from searchqa.snippets import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.bind import Bound
    from searchqa.engines.bound import PhraseNode
    from searchqa.model import Document
    from searchqa.results import Mark

# Of some documents, where each one's places of a term begin, and where they end.
Ranges: TypeAlias = "tuple[list[int], list[int]]"
# What of a document is read: its own text, or its thread's question.
Marks: TypeAlias = "tuple[Sequence[Mark], Callable[[], Sequence[Mark]]]"


class _Phrase(NamedTuple):
    node: PhraseNode
    terms: list[int]


class Marker:
    """Finds one query's marks in some documents.

    Args:
        arrays: The index.
        kernel: Finds the documents' places.
        bound: The query.
        spoken: By term, the words that its prefixes and misspellings stood for.
    """

    def __init__(
        self, arrays: Arrays, kernel: AnyKernel, bound: Bound, spoken: Mapping[int, frozenset[str]]
    ) -> None:
        self._arrays = arrays
        self._kernel = kernel
        self._terms = [
            ordinal for term in sorted(bound.terms) if (ordinal := arrays.term(term)) >= 0
        ]
        # Places know terms, not words: where only some words of a term were meant, the text tells.
        asked = set(self._terms)
        self._spoken = {term: words for term, words in spoken.items() if term not in asked}
        self._terms += sorted(self._spoken)
        phrases = [_Phrase(one, list(map(arrays.term, one.terms))) for one in bound.phrases]
        self._phrases = [phrase for phrase in phrases if min(phrase.terms) >= 0]

    def of(self, numbers: Sequence[int], documents: Sequence[Document]) -> list[Marks]:
        """Return for each document the marks of its text, and what gives its question's."""
        if not self._terms and not self._phrases:
            return [((), tuple)] * len(documents)
        found = self._said(numbers, [document.text for document in documents])
        out: list[Marks] = [
            (marks, partial(self._asked, number, document))
            for marks, number, document in zip(found, numbers, documents, strict=True)
        ]
        # Whoever shows a message without a mark asks for its question's: all are found at once.
        without = [place for place, marks in enumerate(found) if not marks]
        if without:
            asked = self._of_questions(
                [numbers[place] for place in without], [documents[place] for place in without]
            )
            for place, marks in zip(without, asked, strict=True):
                out[place] = (), partial(_same, marks)
        return out

    def _asked(self, number: int, document: Document) -> Sequence[Mark]:
        return self._of_questions((number,), (document,))[0]

    def _of_questions(
        self, numbers: Sequence[int], documents: Sequence[Document]
    ) -> list[Sequence[Mark]]:
        # A head's places are its question's, of which its own text is the beginning.
        heads = [self._arrays.head(number) for number in numbers]
        return self._said(heads, [document.question for document in documents])

    def _said(self, numbers: Sequence[int], texts: Sequence[str]) -> list[Sequence[Mark]]:
        """Return what is marked in texts that some documents say themselves."""
        out: list[list[Mark]] = [[] for _ in numbers]
        # What a head says behind its own text is the rest of the question.
        limits = list(map(len, texts))
        starts, lengths = self._arrays.place_start, self._arrays.place_length
        bit = 1
        for term, ranges in zip(self._terms, self._kernel.marks(self._terms, numbers), strict=True):
            # Of the hundred terms that a prefix may mean few stand on a page.
            if ranges[0] == ranges[1]:
                continue
            for marks, limit, low, high in zip(out, limits, *ranges, strict=True):
                for place in range(low, high):
                    start = starts[place]
                    end = start + lengths[place]
                    if start >= 0 and end <= limit:
                        marks.append((start, end, bit))
            if term in self._spoken:
                self._leave_out(term, out, texts, bit)
            bit <<= 1
        for phrase in self._phrases:
            found = self._kernel.marks(phrase.terms, numbers)
            for place, marks in enumerate(out):
                together = self._together(phrase.node, found, place, limits[place])
                marks.extend([(start, end, bit) for start, end in together])
            bit <<= 1
        return [
            merged(text, marks) if len(marks) > 1 else marks
            for text, marks in zip(texts, out, strict=True)
        ]

    def _leave_out(self, term: int, out: list[list[Mark]], texts: Sequence[str], bit: int) -> None:
        """Forget the marks of a term that aren't of the words that were meant."""
        name, words = self._arrays.terms[term], self._spoken[term]
        for marks, text in zip(out, texts, strict=True):
            marks[:] = [
                mark
                for mark in marks
                if mark[2] != bit or _speaks(text[mark[0] : mark[1]], name, words)
            ]

    def _together(
        self, phrase: PhraseNode, found: Sequence[Ranges], place: int, limit: int
    ) -> Iterator[tuple[int, int]]:
        """Yield where a phrase stands in one document, as far as the text goes."""
        arrays = self._arrays
        at, starts, lengths = arrays.place_at, arrays.place_start, arrays.place_length
        begins = [
            {at[one] - offset: one for one in range(lows[place], highs[place])}
            for (lows, highs), offset in zip(found, phrase.offsets, strict=True)
        ]
        for begin, first in begins[0].items():
            start = starts[first]
            if start >= 0 and all(begin in others for others in begins):
                last = begins[-1][begin]
                end = starts[last] + lengths[last]
                if end <= limit:
                    yield start, end


def _same(marks: Sequence[Mark]) -> Sequence[Mark]:
    return marks


def _speaks(text: str, term: str, words: frozenset[str]) -> bool:
    """Say whether a marked text has one of the words for a term."""
    analysis = analyze(text)
    if len(analysis.words) == 1:
        return analysis.words[0] in words
    # A name is marked as a whole by each of its parts.
    return any(
        one == term and word in words
        for one, word in zip(analysis.terms, analysis.words, strict=True)
    )

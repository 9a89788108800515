"""What was found in the messages of a page, read from places instead of texts.

In: a bound query, documents. Out: marks, the same that reading the text would give.
Never: chooses fragments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.results import Mark
from searchqa.snippets import find_marks, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.bind import Bound
    from searchqa.engines.bound import PhraseNode
    from searchqa.model import Document


class Marker:
    """Finds one query's marks in some documents.

    Args:
        arrays: The index.
        kernel: Finds the documents' places.
        bound: The query.
        words: What its prefixes and misspellings stood for. Places know terms,
            not words: with words, the texts are read.
    """

    def __init__(
        self, arrays: Arrays, kernel: AnyKernel, bound: Bound, words: frozenset[str]
    ) -> None:
        self._kernel = kernel
        self._bound = bound
        self._words = words
        self._starts, self._lengths = arrays.view("place.start"), arrays.view("place.length")
        self._at = arrays.view("place.at")
        self._heads = arrays.view("document.head")
        self._terms = [
            ordinal for term in sorted(bound.terms) if (ordinal := arrays.term(term)) >= 0
        ]
        self._phrases = [
            (phrase, [arrays.term(term) for term in phrase.terms]) for phrase in bound.phrases
        ]

    def of(
        self, numbers: Sequence[int], documents: Sequence[Document]
    ) -> list[tuple[Sequence[Mark], Callable[[], Sequence[Mark]]]]:
        """Return for each document the marks of its text, and what gives its question's."""
        if self._words:
            return [(self._read(one.text), self._reading(one.question)) for one in documents]
        found = self._found(numbers)
        return [
            (self._merged(one.text, marks), self._asked(number, one))
            for number, one, marks in zip(numbers, documents, found, strict=True)
        ]

    def _found(self, numbers: Sequence[int]) -> list[list[Mark]]:
        """Return for each document what it says itself, in no order."""
        out: list[list[Mark]] = [[] for _ in numbers]
        starts, lengths = self._starts, self._lengths
        bit = 1
        for ordinal in self._terms:
            ranges = self._kernel.marks(ordinal, numbers)
            for marks, (low, high) in zip(out, ranges, strict=True):
                for place in range(low, high):
                    start = starts[place]
                    if start >= 0:
                        marks.append(Mark(start, start + lengths[place], bit))
            bit <<= 1
        for phrase, ordinals in self._phrases:
            if min(ordinals) >= 0:
                self._add_phrase(phrase, ordinals, numbers, out, bit)
            bit <<= 1
        return out

    def _add_phrase(
        self,
        phrase: PhraseNode,
        ordinals: Sequence[int],
        numbers: Sequence[int],
        out: list[list[Mark]],
        bit: int,
    ) -> None:
        ranges = [self._kernel.marks(ordinal, numbers) for ordinal in ordinals]
        for index, marks in enumerate(out):
            by_term = [
                {self._at[place] - offset: place for place in range(*of_term[index])}
                for of_term, offset in zip(ranges, phrase.offsets, strict=True)
            ]
            for begin, first in by_term[0].items():
                if all(begin in places for places in by_term):
                    last = by_term[-1][begin]
                    start = self._starts[first]
                    if start >= 0:
                        end = self._starts[last] + self._lengths[last]
                        marks.append(Mark(start, end, bit))

    def _merged(self, text: str, marks: list[Mark]) -> Sequence[Mark]:
        # A head's places are its question's, of which its own text is the beginning.
        inside = [mark for mark in marks if mark.end <= len(text)]
        return merged(text, inside) if len(inside) > 1 else inside

    def _asked(self, number: int, document: Document) -> Callable[[], Sequence[Mark]]:
        def asked() -> Sequence[Mark]:
            (marks,) = self._found([self._heads[number]])
            return self._merged(document.question, marks)

        return asked

    def _read(self, text: str) -> Sequence[Mark]:
        phrases = [phrase.terms for phrase in self._bound.phrases]
        return find_marks(text, self._bound.terms, self._words, phrases)

    def _reading(self, text: str) -> Callable[[], Sequence[Mark]]:
        return lambda: self._read(text)

"""What was found in the messages of a page, read from places instead of texts.

In: a bound query, documents. Out: marks, the same that reading the text would give.
Never: chooses fragments.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from searchqa.results import Mark
from searchqa.snippets import find_marks, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays
    from searchqa.engines.bind import Bound
    from searchqa.engines.bound import PhraseNode
    from searchqa.model import Document

# Where a document's places of a term begin and end.
Range: TypeAlias = tuple[int, int]


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
        phrases = [(one, [arrays.term(term) for term in one.terms]) for one in bound.phrases]
        self._phrases = [(phrase, terms) for phrase, terms in phrases if min(terms) >= 0]

    def of(
        self, numbers: Sequence[int], documents: Sequence[Document]
    ) -> list[tuple[Sequence[Mark], Callable[[], Sequence[Mark]]]]:
        """Return for each document the marks of its text, and what gives its question's."""
        if self._words:
            return [(self._read(one.text), self._reading(one.question)) for one in documents]
        if not self._terms and not self._phrases:
            return [((), tuple)] * len(documents)
        # A head's places are its question's, of which its own text is the beginning.
        everyone = [*numbers, *[self._heads[number] for number in numbers]]
        ranges = self._kernel.marks(self._terms, everyone)
        phrases = [self._kernel.marks(terms, everyone) for _, terms in self._phrases]
        count = len(numbers)

        def marks(text: str, at: int) -> Sequence[Mark]:
            return _inside(text, self._said(ranges, phrases, at))

        return [
            (marks(document.text, at), partial(marks, document.question, at + count))
            for at, document in enumerate(documents)
        ]

    def _said(
        self,
        terms: Sequence[Sequence[Range]],
        phrases: Sequence[Sequence[Sequence[Range]]],
        at: int,
    ) -> list[Mark]:
        """Return what a document says itself, in no order, from the ranges of its places."""
        marks: list[Mark] = []
        starts, lengths = self._starts, self._lengths
        for bit, ranges in enumerate(terms):
            low, high = ranges[at]
            for place in range(low, high):
                start = starts[place]
                if start >= 0:
                    marks.append(Mark(start, start + lengths[place], 1 << bit))
        for bit, ((phrase, _), of_terms) in enumerate(
            zip(self._phrases, phrases, strict=True), len(terms)
        ):
            marks += self._said_together(phrase, [ranges[at] for ranges in of_terms], 1 << bit)
        return marks

    def _said_together(
        self, phrase: PhraseNode, ranges: Sequence[Range], keys: int
    ) -> Iterator[Mark]:
        places = [
            {self._at[place] - offset: place for place in range(low, high)}
            for (low, high), offset in zip(ranges, phrase.offsets, strict=True)
        ]
        for begin, first in places[0].items():
            start = self._starts[first]
            if start >= 0 and all(begin in others for others in places):
                last = places[-1][begin]
                yield Mark(start, self._starts[last] + self._lengths[last], keys)

    def _read(self, text: str) -> Sequence[Mark]:
        phrases = [phrase.terms for phrase in self._bound.phrases]
        return find_marks(text, self._bound.terms, self._words, phrases)

    def _reading(self, text: str) -> Callable[[], Sequence[Mark]]:
        return lambda: self._read(text)


def _inside(text: str, marks: list[Mark]) -> Sequence[Mark]:
    """Return the marks that end inside a text, in order."""
    if not marks:
        return ()
    end = len(text)
    inside = [mark for mark in marks if mark.end <= end]
    return merged(text, inside) if len(inside) > 1 else inside

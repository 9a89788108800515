"""Whom and what a half-typed name means on this index.

In: a facet and what was typed. Out: the facet's values it means, or who was
probably meant. Never: drops or changes a filter; it only answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.errors import NotFoundError
from searchqa.kept import Kept
from searchqa.model import KEY_MARK
from searchqa.records import NamedTuple, dataclass
from searchqa.schema import FACETS
from searchqa.text.distance import edit_distance, nearest
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from searchqa.engines.base import Searcher
    from searchqa.model import Book
    from searchqa.results import Bucket
    from searchqa.schema import FacetName

# The facets whose values are names; the others take fixed words and years.
NAMED: Final[tuple[FacetName, ...]] = ("author", "book", "participant", "collection")

# Compiled on first use: few queries have a name.
_RUN: Final = r"[^\W_]+"
_DATE: Final = r"^\d{8}-"


class Meaning(NamedTuple):
    """What a typed name means: values, or with none of them a near (facet, label)."""

    buckets: tuple[Bucket, ...]
    near: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    bucket: Bucket
    value: str
    names: frozenset[str]
    tokens: frozenset[str]


class Names:
    """The names of one index; each facet's are read when they are first needed."""

    def __init__(self, searcher: Searcher, catalog: Mapping[str, Book]) -> None:
        self._searcher = searcher
        self._catalog = catalog
        self._candidates: dict[FacetName, tuple[_Candidate, ...]] = {}
        self._by_value: dict[FacetName, dict[str, Bucket]] = {}
        # Who clicks on has the same filters as before.
        self._meanings: Kept[tuple[FacetName, str], Meaning] = Kept()
        self._others: dict[str, set[str]] = {}

    def meaning(self, facet: FacetName, typed: str) -> Meaning:
        """Return what a name means: as it is, by an id or slug, by some of its words."""
        key = facet, typed
        return self._meanings.find(key) or self._meanings.keep(key, self._meaning(facet, typed))

    def _meaning(self, facet: FacetName, typed: str) -> Meaning:
        found = self._found(facet, typed)
        return Meaning(found) if found else Meaning((), self._near(facet, typed))

    def beginning_with(self, facet: FacetName, words: Sequence[str]) -> Iterator[Bucket]:
        """Yield values, most frequent first, that have these words, the last one begun.

        Args:
            facet: One of ``NAMED``.
            words: Folded words.
        """
        *whole, last = words
        for candidate in self._of(facet):
            tokens = candidate.tokens
            if tokens.issuperset(whole) and any(token.startswith(last) for token in tokens):
                yield candidate.bucket

    def values(self, facet: FacetName) -> Sequence[Bucket]:
        """Return each value of a facet, counted in messages, most first."""
        return self._searcher.values(facet)

    def _found(self, facet: FacetName, typed: str) -> tuple[Bucket, ...]:
        folded = fold(typed)
        exact = self._valued(facet, folded)
        if exact:
            return (exact,)
        candidates = self._of(facet)
        tokens = frozenset(re.findall(_RUN, folded))
        named = tuple(c.bucket for c in candidates if folded in c.names)
        # A first name that is somebody's whole name means the others of that name, too.
        if named and not (facet == "participant" and len(tokens) == 1):
            return named
        return tuple(c.bucket for c in candidates if tokens and tokens <= c.tokens)

    def _near(self, facet: FacetName, typed: str) -> tuple[str, str] | None:
        """Return who was probably meant: the same name in another facet, or a similar one."""
        for other in NAMED:
            elsewhere = self._found(other, typed) if other != facet else ()
            if elsewhere:
                return other, elsewhere[0].label
        folded = fold(typed)
        limit = 1 if len(folded) < 4 else 2 if len(folded) < 12 else 3
        best: tuple[int, int, str] | None = None
        for candidate in self._of(facet):
            distance = _distance(folded, candidate, limit)
            rank = (distance, -candidate.bucket.count, candidate.bucket.label)
            if distance <= limit and (best is None or rank < best):
                best = rank
        return None if best is None else (facet, best[2])

    def _of(self, facet: FacetName) -> tuple[_Candidate, ...]:
        if facet not in self._candidates:
            buckets = self._searcher.values(facet)
            self._candidates[facet] = tuple(self._candidate(facet, bucket) for bucket in buckets)
        return self._candidates[facet]

    def _valued(self, facet: FacetName, folded: str) -> Bucket | None:
        if facet not in self._by_value:
            # Of values that differ in case or accents the most frequent is meant.
            found = {one.value: one.bucket for one in reversed(self._of(facet))}
            self._by_value[facet] = found
        return self._by_value[facet].get(folded)

    def _candidate(self, facet: FacetName, bucket: Bucket) -> _Candidate:
        names = {bucket.value, bucket.label}
        shown = bucket.label
        if facet == "author":
            names |= self._other_names().get(fold(bucket.value), set())
        elif facet == "book":
            names.add(re.sub(_DATE, "", bucket.value))
            shown = f"{bucket.label} {bucket.value}"
        elif facet == "participant":
            shown = bucket.value.partition(KEY_MARK)[0]
            names.add(shown)
        tokens = frozenset(re.findall(_RUN, fold(shown)))
        return _Candidate(bucket, fold(bucket.value), frozenset(map(fold, names)), tokens)

    def _other_names(self) -> dict[str, set[str]]:
        """Return the slugs and aliases of each author, by the folded name."""
        if not self._others:
            for book in self._catalog.values():
                for author in book.authors:
                    others = self._others.setdefault(fold(author.name), set())
                    others |= {author.slug, *author.aliases}
        return self._others


def facet_named(name: str) -> FacetName:
    """Return the facet of a name.

    Raises:
        NotFoundError: There is none.
    """
    facet = next((known for known in FACETS if known == name), None)
    if facet is None:
        meant = next(iter(nearest(name, FACETS)), "")
        raise NotFoundError(
            f'There is no facet "{name}"' + (f'; did you mean "{meant}"?' if meant else "."),
            f"The facets are {', '.join(FACETS)}.",
        )
    return facet


def matching(buckets: Iterable[Bucket], typed: str) -> tuple[Bucket, ...]:
    """Return the buckets with this in their value or label, whatever case and accents."""
    wanted = fold(typed)
    return tuple(
        bucket for bucket in buckets if wanted in fold(bucket.label) or wanted in fold(bucket.value)
    )


def _distance(typed: str, candidate: _Candidate, limit: int) -> int:
    """Return how far a typed name is from a whole name or one word of it."""
    begins = any(token.startswith(typed) for token in candidate.tokens)
    if begins and len(typed) > 2:
        return 0
    words: Iterable[str] = (
        candidate.names if " " in typed else (*candidate.names, *candidate.tokens)
    )
    return min(edit_distance(typed, word, limit) for word in words)

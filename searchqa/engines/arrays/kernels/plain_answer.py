"""The kernel without numpy: what of the matches is shown and counted.

In: matches, checks. Out: pages and tallies. Never: scores.

An answer may have every other message of an archive. So the work on each of them is
done by what Python has in C (``map``, sets, dicts of a zip), not by loops.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from searchqa.engines.arrays.kernels.base import Listed, Page, Place
from searchqa.engines.arrays.kernels.plain_order import best_first, by_day
from searchqa.engines.arrays.kernels.plain_words import PlainWords
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchqa.engines.arrays.kernels.base import Check
    from searchqa.engines.arrays.kernels.plain import Matches
    from searchqa.engines.arrays.kernels.plain_order import Scored
    from searchqa.schema import FacetName, Grouping, Sort

# More than one of so many documents are many.
_MANY: Final = 4


class _Counted:
    """Documents to count, with what they have in some columns; each is found once."""

    def __init__(self, documents: list[int], kernel: PlainWords) -> None:
        self._documents = documents
        self._kernel = kernel
        self._get = itemgetter(*documents) if len(documents) * _MANY > kernel.count else None
        self._threads: Sequence[int] = ()
        self._distinct: set[int] = set()
        self._books: dict[bool, Counter[int]] = {}

    def values(self, column: str) -> Sequence[int]:
        """Return what each document has in a column."""
        view = self._kernel.view(column)
        if self._get is None or len(self._documents) < 2:
            return list(map(view.__getitem__, self._documents))
        # To read a whole column at once is cheaper than many single looks into a mapped one.
        return self._get(view.tolist())  # type: ignore[no-any-return]

    @property
    def distinct(self) -> set[int]:
        """The threads, each once."""
        if not self._distinct:
            self._threads = self.values("document.thread")
            self._distinct = set(self._threads)
        return self._distinct

    def books(self, *, grouped: bool) -> Counter[int]:
        """Return how many messages, or threads, each book has."""
        if grouped not in self._books:
            if grouped:
                # All of a thread are in one book: its first document tells.
                first = self._kernel.view("thread.document")
                book_of = self._kernel.view("document.book")
                of_threads = map(book_of.__getitem__, map(first.__getitem__, self.distinct))
                self._books[grouped] = Counter(of_threads)
            else:
                self._books[grouped] = Counter(self.values("document.book"))
        return self._books[grouped]

    def words(self, column: str, count: int, *, grouped: bool) -> Counter[int]:
        """Return how many messages, or threads, have each of a column's few values."""
        values = bytes(self.values(column))
        if not grouped:
            return Counter(values)
        counts = {}
        for value in range(count):
            has = values.translate(bytes([one == value for one in range(256)]))
            if self.distinct and 1 in has:
                counts[value] = len(set(compress(self._threads, has)))
        return Counter(counts)

    def people(self, *, grouped: bool) -> Counter[int]:
        """Return how many messages, or threads, each person wrote in."""
        if not grouped:
            return Counter(self.values("document.person"))
        pairs = set(self.values("document.pair"))
        return Counter(map(self._kernel.view("pair.person").__getitem__, pairs))


class _Selected:
    """What passed with its scores, and by facet what its own check alone turned away."""

    def __init__(
        self, scores: Matches, turned_away: dict[str, list[int]], kernel: PlainWords
    ) -> None:
        self.scores = scores
        self.passed = _Counted(list(scores), kernel)
        self._more = {
            facet: _Counted([*scores, *documents], kernel)
            for facet, documents in turned_away.items()
            if documents
        }

    def counted_for(self, facet: FacetName) -> _Counted:
        return self._more.get(facet, self.passed)


class PlainKernel(PlainWords):
    """The kernel; see ``Kernel``."""

    def select(self, matches: Matches, checks: Sequence[Check]) -> _Selected:
        """Return what passes the checks, and for each facet what only its own turns away."""
        if not checks:
            return _Selected(matches, {}, self)
        tested = [(check.facet, self.view(check.column), set(check.allowed)) for check in checks]
        turned_away: dict[str, list[int]] = {
            check.facet: [] for check in checks if check.facet is not None
        }
        passed: Matches = {}
        for document, score in matches.items():
            refused = [f for f, values, allowed in tested if values[document] not in allowed]
            if not refused:
                passed[document] = score
            elif len(refused) == 1 and refused[0] is not None:
                turned_away[refused[0]].append(document)
        return _Selected(passed, turned_away, self)

    def page(
        self, selected: _Selected, sort: Sort, group: Grouping, offset: int, limit: int
    ) -> Page:
        """Return a part of the ordered answer."""
        scores = selected.scores
        # islice takes no number as large as an offset may be.
        end = min(offset + limit, len(scores))
        offset = min(offset, end)
        if group == "none":
            alone = islice(self._ordered(scores, sort, end), offset, end)
            return Page(len(scores), len(scores), [Place(one, score, 0) for one, score in alone])
        # A few times as many documents as threads, since a thread may have several.
        ordered = self._threads_first(self._ordered(scores, sort, 4 * end))
        places = [
            Place(one, score, self._together(one, scores) - 1)
            for one, score in islice(ordered, offset, end)
        ]
        return Page(len(selected.passed.distinct), len(scores), places)

    def tally(self, selected: _Selected, facet: FacetName, group: Grouping) -> Listed:
        """Count a facet over what passes all checks but the facet's own."""
        counted = selected.counted_for(facet)
        grouped = group == "thread"
        if facet in ("role", "kind"):
            words = ROLES if facet == "role" else KINDS
            counts = counted.words(f"document.{facet}", len(words), grouped=grouped)
            return _ranked(counts, words.__getitem__)
        if facet == "participant":
            people = counted.people(grouped=grouped)
            # Nobody is no value.
            people.pop(0, None)
            return _ranked(people)
        return self._tally_books(facet, counted.books(grouped=grouped))

    def _ordered(self, scores: Matches, sort: Sort, about: int) -> Iterator[Scored]:
        if sort == "relevance":
            return best_first(scores, about)
        days, books = self.view("book.start"), self.view("document.book")
        return by_day(scores, lambda one: days[books[one]], newest=sort == "newest")

    def _threads_first(self, ordered: Iterator[Scored]) -> Iterator[Scored]:
        """Give of each thread the first document."""
        thread_of = self.view("document.thread")
        seen: set[int] = set()
        for scored in ordered:
            thread = thread_of[scored[0]]
            if thread not in seen:
                seen.add(thread)
                yield scored

    def _together(self, document: int, scores: Matches) -> int:
        """Return how many documents of a document's thread are among the matches."""
        bounds, thread = self.view("thread.document"), self.view("document.thread")[document]
        return sum(one in scores for one in range(bounds[thread], bounds[thread + 1]))

    def _tally_books(self, facet: FacetName, books: Counter[int]) -> Listed:
        if facet == "book":
            place = {book: place for place, book in enumerate(self.view("book.bytitle"))}
            return _ranked(books, place.__getitem__)
        counts: Counter[int] = Counter()
        if facet == "author":
            bounds, authors = self.view("book.author.offset"), self.view("book.author")
            for book, count in books.items():
                for value in authors[bounds[book] : bounds[book + 1]]:
                    counts[value] += count
            return _ranked(counts)
        values = self.view(f"book.{facet}")
        for book, count in books.items():
            counts[values[book]] += count
        if facet == "year":
            # No date is no year.
            counts.pop(0, None)
        return _ranked(counts)


def _ranked(counts: Counter[int], order: Callable[[int], int | str] | None = None) -> Listed:
    """Return the values, most first, else in an order: without one in their own."""
    values = sorted(counts) if order is None else sorted(counts, key=order)
    # Equal ones stay as they are.
    values.sort(key=counts.__getitem__, reverse=True)
    return Listed(values, [counts[value] for value in values])

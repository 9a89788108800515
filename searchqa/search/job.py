"""The search job: what a person asks, answered from one open index.

In: text and parameters. Out: ``Results``, threads, facets, explanations.
Never: fails on account of a query's text, or lets a failure look like no hits.
"""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING

from searchqa.errors import NotFoundError
from searchqa.kept import Kept
from searchqa.model import BOOKS
from searchqa.query.request import Request
from searchqa.records import replace
from searchqa.results import QueryEcho, Results
from searchqa.schema import GROUPINGS, MAX_FRAGMENTS, MAX_LIMIT, SORTS
from searchqa.search.describe import describe
from searchqa.search.help import loosenings, suggestion
from searchqa.search.hits import Hits
from searchqa.search.names import Names, facet_named, matching
from searchqa.search.understand import (
    Understood,
    asked,
    bounded,
    elsewhere,
    facets_of,
    one_of,
    placed,
    sort_of,
    understand,
    usual,
)
from searchqa.snippets import find_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchqa.engines.base import Answer, Searcher, Statistics
    from searchqa.model import Book, Document
    from searchqa.query.merge import Given
    from searchqa.results import Bucket, Mark, ScorePart, Suggestion, ThreadLine, ThreadView
    from searchqa.schema import Grouping, Sort


class Search:
    """Answers from one generation of an index; safe to use from threads.

    Args:
        searcher: An engine's open searcher.
        generation: Its name, e.g. ``000012``.
        catalog: Each book by its id.
        collections: What is searched when a query names no collection.

    Attributes:
        collections: Those that have a message, by name.
        narrowed: The collections that such a query is narrowed to, () when
            everything is searched: where there is only one, or none of them.
    """

    def __init__(
        self,
        searcher: Searcher,
        generation: str,
        catalog: Mapping[str, Book],
        collections: Sequence[str] = (BOOKS,),
    ) -> None:
        self._searcher = searcher
        self._generation = generation
        self._catalog = catalog
        self.collections = searcher.collections()
        self.narrowed = usual(self.collections, collections)
        self._names = Names(searcher, catalog)
        self._hits = Hits()
        self._examples: Kept[int, tuple[str, ...]] = Kept()

    def search(  # noqa: PLR0913 - one parameter for each thing a person can choose
        self,
        text: str = "",
        *,
        author: Given = (),
        book: Given = (),
        participant: Given = (),
        role: Given = (),
        kind: Given = (),
        year: Given = (),
        collection: Given = (),
        before: Given = None,
        after: Given = None,
        during: Given = None,
        sort: Sort = "relevance",
        group: Grouping = "thread",
        offset: int = 0,
        limit: int = 10,
        facets: str | Iterable[str] | None = None,
        fragments: int = 3,
    ) -> Results:
        """Search; without words, browse the newest.

        Filters take one value or several and mean the same as in the text
        (``author:ada``). Whatever is odd in text or filters is a notice.

        Args:
            text: Any text (docs/query-language.md).
            author: Books by these authors: names, some words of them, slugs.
            book: These books: titles, some words of them, ids.
            participant: Messages these people wrote.
            role: author, asker, other.
            kind: question, answer, reply.
            year: Years the book's week began in.
            collection: What the index keeps apart, such as books and talks; ``all``
                is every one. Without it the index's own setting counts.
            before: Weeks that began before a year, month or day; a message's own
                day, where it has one, so with the two below.
            after: Weeks that began after it.
            during: Weeks that began in a year or month, or hold a day.
            sort: relevance, newest, oldest.
            group: thread (one hit a conversation) or none (each message).
            offset: How many hits to pass over.
            limit: How many hits at most, up to 1,000.
            facets: Which facets to count; None counts all, () none.
            fragments: How many pieces of a message are shown at most, up to 10.

        Raises:
            QueryError: ``sort`` or ``group`` is none of their values.
        """
        begun = perf_counter()
        given = {
            "author": author,
            "book": book,
            "participant": participant,
            "role": role,
            "kind": kind,
            "year": year,
            "collection": collection,
            "before": before,
            "after": after,
            "during": during,
        }
        understood = self._understood(text, given)
        notices = [*understood.notices]
        request = Request(
            tree=understood.tree,
            filters=understood.filters,
            sort=sort_of(understood, one_of("sort", sort, SORTS)),
            group=one_of("group", group, GROUPINGS),
            offset=bounded("offset", offset, sys.maxsize, notices),
            limit=bounded("limit", limit, MAX_LIMIT, notices),
            facets=facets_of(facets, notices),
        )
        answer = self._searcher.search(asked(request, implied=understood.implied))
        shown = bounded("fragments", fragments, MAX_FRAGMENTS, notices)
        return self._results(understood, request, answer, notices, shown, begun)

    def _understood(self, text: str, given: Mapping[str, Given]) -> Understood:
        return placed(understand(text, given, self._names), self.narrowed, self._catalog)

    def _results(
        self,
        understood: Understood,
        request: Request,
        answer: Answer,
        notices: Sequence[str],
        fragments: int,
        begun: float,
    ) -> Results:
        searcher, group = self._searcher, request.group
        near = suggestion(searcher, understood, group)
        helpful = loosenings(searcher, understood, group) if not answer.total else ()
        return Results(
            query=QueryEcho(
                text=understood.text,
                filters=request.filters.to_dict(),
                sort=request.sort,
                group=group,
                offset=request.offset,
                limit=request.limit,
            ),
            notices=tuple(dict.fromkeys((*notices, *answer.notices))),
            total=answer.total,
            messages=answer.messages,
            generation=self._generation,
            hits=self._hits.of(answer, fragments),
            facets={name: answer.facets[name] for name in request.facets},
            suggestion=near,
            understood="" if answer.total else describe(understood.tree, understood.filters),
            loosenings=helpful,
            elsewhere=elsewhere(answer) if understood.implied else (),
            took_ms=(perf_counter() - begun) * 1000,
        )

    def thread(self, thread_id: str) -> ThreadView:
        """Return a whole conversation, by its id or the id of one of its messages.

        Raises:
            NotFoundError: There is none; the hint names the nearest.
        """
        # A query has no use for it, and a command that asks one waits for each import.
        from searchqa.search.thread import view_thread

        return view_thread(self._searcher, self._catalog, thread_id)

    def newest_books(self) -> tuple[Book, ...]:
        """Return all books by their week, newest first, then by id; those without a date last."""
        order = sorted(self._catalog.values(), key=lambda one: (-one.start.toordinal(), one.id))
        return tuple(order)

    def by_collection(self) -> dict[str, tuple[Book, ...]]:
        """Return all books, newest first, by collection: first those that are searched untold."""
        # As above.
        from searchqa.search.listing import kept_apart

        return kept_apart(self.newest_books(), self.narrowed)

    def threads(self, book: str) -> tuple[ThreadLine, ...]:
        """Return a book's threads in the order of its file.

        Raises:
            NotFoundError: There is no such book; the hint names the nearest.
        """
        # As above.
        from searchqa.search.listing import threads_of

        return threads_of(self._searcher, self._catalog, book)

    def related(self, thread_id: str, limit: int = 5) -> tuple[ThreadLine, ...]:
        """Return other threads whose words are most like this one's question, best first."""
        # As above.
        from searchqa.search.listing import related_to

        return related_to(self._searcher, thread_id, limit)

    def found_in(self, text: str, messages: Iterable[Document]) -> tuple[Sequence[Mark], ...]:
        """Return what a query finds in each of some messages, whether or not they match it all."""
        understood = understand(text, {}, self._names)
        answer = self._searcher.search(Request(tree=understood.tree, limit=0, facets=()))
        return tuple(
            find_marks(message.text, answer.terms, answer.words, answer.phrases)
            for message in messages
        )

    def examples(self, limit: int = 6) -> tuple[str, ...]:
        """Return queries worth trying here: pairs of words that several books' questions have.

        They find something where a search looks that names no collection.
        """
        # As above.
        from searchqa.search.examples import examples

        return self._examples.get(limit, lambda most: examples(self._searcher, most, self.narrowed))

    def explain(self, text: str, document_id: str, **filters: Given) -> tuple[ScorePart, ...]:
        """Return the parts of one message's score for a query; their sum is the score.

        Raises:
            NotFoundError: There is no such message.
        """
        if self._searcher.document(document_id) is None:
            raise NotFoundError(
                f'There is no message "{document_id}".',
                "A hit's id is in the JSON: searchqa query --format json WORDS",
            )
        understood = self._understood(text, filters)
        request = Request(tree=understood.tree, filters=understood.filters.narrowing)
        return self._searcher.explain(request, document_id)

    def facet(self, name: str, match: str = "") -> tuple[Bucket, ...]:
        """Return a facet's values counted in messages, most first.

        Args:
            name: One of author, book, participant, role, kind, year, collection.
            match: Only values with this in them, whatever case and accents.

        Raises:
            NotFoundError: There is no such facet.
        """
        return matching(self._searcher.values(facet_named(name)), match)

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return what a half-typed query may become: its last word completed.

        Args:
            text: What was typed so far.
            limit: How many at most.
        """
        # As in `thread`: a query has no use for it.
        from searchqa.search.suggest import suggest

        return suggest(self._searcher, self._names, text, limit)

    def statistics(self) -> Statistics:
        """Count the whole index; a book without messages is a book too."""
        return replace(self._searcher.statistics(), books=len(self._catalog))

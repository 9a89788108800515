"""An answer as a page shows it: hits, facets, chips, ways on.

In: a state, the results, the catalog. Out: what the template draws.
Never: searches, or writes markup but for marked words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from searchqa.presenters.facets import telling
from searchqa.presenters.found import marked_headline
from searchqa.presenters.own import place
from searchqa.presenters.terminal import Terminal
from searchqa.presenters.wording import when
from searchqa.results import Bucket
from searchqa.web.addresses import thread_address
from searchqa.web.pages import marking
from searchqa.web.pages.choices import Bar, Chip, FacetView, chips, facet_view, histogram, searched
from searchqa.web.pages.state import COLLECTION, EVERY, PAGE_SIZE, State, encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from searchqa.model import Book
    from searchqa.results import Hit, Results
    from searchqa.schema import Sort

# A line of a page marks by style, and has letters outside ASCII.
_PAGE: Final = Terminal(styled=True)
_HEADLINE: Final = 160
_NEIGHBOURS: Final = 2
_SEVERAL: Final = 2
_SORTS: Final[dict[Sort, str]] = {
    "relevance": "Relevance",
    "newest": "Newest",
    "oldest": "Oldest",
}


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit with what is marked in it, when it was, and where it leads.

    ``place`` is what its own address is called, "" when it has none.
    """

    hit: Hit
    href: str
    title: Markup
    fragments: Markup
    book: Book | None
    when: str
    place: str


@dataclass(frozen=True, slots=True)
class Way:
    """A link with its words: to a looser query, another order, another page."""

    label: str
    href: str
    here: bool = False
    total: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a results page shows; ``state`` is as it was understood.

    ``clear`` is "" where there is nothing that could be cleared; ``elsewhere``
    leads to each collection that wasn't searched, ``everywhere`` to all of them.

    ``results`` are without their facets, which ``facets`` and ``years`` show.
    """

    state: State
    results: Results
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    years: tuple[Bar, ...]
    years_base: str
    chips: tuple[Chip, ...]
    clear: str
    sorts: tuple[Way, ...]
    units: tuple[Way, ...]
    loosenings: tuple[Way, ...]
    suggestion: Way | None
    pages: tuple[Way, ...]
    previous: str
    following: str
    asked: str
    offset: int
    elsewhere: tuple[Way, ...]
    everywhere: str

    @property
    def unit(self) -> str:
        """What is counted: thread or message."""
        return "message" if self.state.messages else "thread"


def found(
    typed: State,
    results: Results,
    root: str,
    books: Mapping[str, Book],
    collections: Sequence[str] = (),
) -> Found:
    """Return what the page of a state shows.

    Args:
        typed: The state as its address says it.
        results: Its answer.
        root: What addresses begin with.
        books: Each book by its id.
        collections: Those of the index: of several, each is shown.
    """
    state = typed.as_understood(results.query)
    facets = _with_all(results.facets, collections)
    words = searched(state, collections)
    kept = encoded(typed.pairs())
    last = max(1, -(-results.total // PAGE_SIZE))
    return Found(
        state=state,
        # Buckets hold the index's arrays; what a template was given lives until the collector
        # comes by, and would keep a generation open that nobody reads any longer.
        results=replace(results, facets={}),
        hits=tuple(_hit(hit, root, kept, books) for hit in results.hits),
        facets=tuple(
            facet_view(state, root, name, buckets, words)
            for name, buckets in sorted(telling(facets).items(), key=_first)
            if name != "year"
        ),
        years=histogram(state, root, facets.get("year", ())),
        years_base=state.with_values("year", ()).address(root),
        chips=chips(state, root, books, words),
        # There is no being without what nobody chose.
        clear=state.cleared().address(root) if state.filters else "",
        sorts=_sorts(state, results, root),
        units=_units(state, root),
        loosenings=_loosenings(state, results, root),
        suggestion=_suggestion(typed, results, root),
        pages=_pages(typed, root, last),
        previous=typed.address(root, page=min(typed.page - 1, last)) if typed.page > 1 else "",
        following=typed.address(root, page=typed.page + 1) if typed.page < last else "",
        asked=encoded(replace(typed, page=1).pairs()),
        offset=typed.offset,
        elsewhere=tuple(_in_collection(state, bucket, root) for bucket in results.elsewhere),
        everywhere=state.with_values(COLLECTION, (EVERY,)).address(root),
    )


def _with_all(
    facets: Mapping[str, Sequence[Bucket]], collections: Sequence[str]
) -> Mapping[str, Sequence[Bucket]]:
    """Return facets with each collection, those that nothing was found in as well."""
    counted = facets.get("collection")
    if counted is None or len(collections) < _SEVERAL:
        return facets
    known = {bucket.value for bucket in counted}
    rest = (Bucket(name, name, 0) for name in collections if name not in known)
    return {**facets, "collection": (*counted, *rest)}


def _in_collection(state: State, bucket: Bucket, root: str) -> Way:
    chosen = state.with_values(COLLECTION, (bucket.value,))
    return Way(bucket.label, chosen.address(root), total=bucket.count)


def _first(facet: tuple[str, object]) -> bool:
    """Order facets: collections stand on top, the others stay as they are."""
    return facet[0] != "collection"


def _hit(hit: Hit, root: str, kept: str, books: Mapping[str, Book]) -> HitView:
    line, rest = marked_headline(hit, _PAGE, _HEADLINE)
    shown = [one for one in rest if one.field == "text"] or list(rest)
    return HitView(
        hit=hit,
        href=thread_address(root, hit.thread.id, hit.position or None, kept),
        title=marking.marked(line.text or "(no words)", line.ranges),
        fragments=marking.fragments(shown),
        book=books.get(hit.book.id),
        when=when(hit, weeks=True),
        place=place(hit.url, hit.book.collection),
    )


def _sorts(state: State, results: Results, root: str) -> tuple[Way, ...]:
    # Where nothing scores, relevance and newest are the same.
    browsing = not state.text
    return tuple(
        Way(label, state.address(root, sort=sort), here=sort == results.query.sort)
        for sort, label in _SORTS.items()
        if not (browsing and sort == "relevance")
    )


def _units(state: State, root: str) -> tuple[Way, ...]:
    return (
        Way("Threads", state.address(root, messages=False), here=not state.messages),
        Way("Messages", state.address(root, messages=True), here=state.messages),
    )


def _loosenings(state: State, results: Results, root: str) -> tuple[Way, ...]:
    return tuple(
        Way(
            way.what,
            replace(
                state,
                text=way.text,
                # What nobody chose stays so.
                filters={
                    name: tuple(values)
                    for name, values in way.filters.items()
                    if name != COLLECTION or tuple(values) != state.implied
                },
            ).address(root),
            total=way.total,
        )
        for way in results.loosenings
    )


def _suggestion(state: State, results: Results, root: str) -> Way | None:
    near = results.suggestion
    return None if near is None else Way(near, state.address(root, text=near))


def _pages(state: State, root: str, last: int) -> tuple[Way, ...]:
    """Return the first page, the last one, and those around this one; a gap has no address."""
    here = state.page
    numbers = {1, last, *range(here - _NEIGHBOURS, here + _NEIGHBOURS + 1)}
    out: list[Way] = []
    before = 0
    for number in sorted(n for n in numbers if 1 <= n <= last):
        if number > before + 1:
            out.append(Way("…", ""))
        out.append(Way(f"{number:,}", state.address(root, page=number), here=number == here))
        before = number
    return tuple(out) if last > 1 else ()

"""What a results page shows, as its address says it.

In: the parameters of an address. Out: a state; addresses of states near it.
Never: searches. One place knows how a state is written, so that every link,
form and script agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from searchqa import schema
from searchqa.query.parser import parse
from searchqa.query.printing import to_query
from searchqa.schema import FACETS, SORTS, FacetName, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchqa.results import QueryEcho

FILTERS: Final = (*FACETS, "before", "after", "during")
PAGE_SIZE: Final = 10
# The page's own parameters: values to look for in a facet, facets shown in full.
FIND: Final = "find"
ALL: Final = "all"
# The facet that a search is narrowed by unless it says otherwise, and what says that.
COLLECTION: Final = "collection"
EVERY: Final = schema.ALL
_MAX_PAGE: Final = 1_000_000
_MAX_VALUES: Final = 50
_MAX_LETTERS: Final = 300


@dataclass(frozen=True, slots=True)
class State:
    """One results page.

    Attributes:
        text: What was typed.
        filters: Chosen values by filter, in the order of ``FILTERS``.
        sort: relevance, newest or oldest.
        messages: Whether each message is a hit, not each thread.
        page: From 1.
        find: What participants are looked for.
        full: The facets that are shown in full.
        implied: The collections that are searched though nobody chose them; no
            address says them.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    messages: bool = False
    page: int = 1
    find: str = ""
    full: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()

    @classmethod
    def read(cls, items: Iterable[tuple[str, str]]) -> State:
        """Return the state of an address; what it can't be is as if it weren't there."""
        given: dict[str, list[str]] = {}
        for name, value in items:
            given.setdefault(name, []).append(value)
        last = {name: values[-1] for name, values in given.items()}
        chosen = {name: _values(given[name]) for name in FILTERS if name in given}
        return cls(
            text=last.get("q", ""),
            filters={name: values for name, values in chosen.items() if values},
            sort=next((one for one in SORTS if one == last.get("sort")), "relevance"),
            messages=last.get("group") == "none",
            page=_page(last.get("page", "")),
            find=last.get(FIND, "")[:_MAX_LETTERS],
            full=tuple(name for name in FACETS if name in given.get(ALL, ())),
        )

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.filters.values()))

    @property
    def asked(self) -> dict[str, Any]:
        """What ``Index.search`` is asked besides the text."""
        return {
            **self.filters,
            "sort": self.sort,
            "group": "none" if self.messages else "thread",
            "offset": self.offset,
            "limit": PAGE_SIZE,
        }

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of its address, in a fixed order."""
        out = [("q", self.text)] if self.text else []
        out += self.hidden()
        if self.page > 1:
            out.append(("page", str(self.page)))
        return out

    def hidden(self) -> list[tuple[str, str]]:
        """Return what a form that asks for other words on this page has to keep."""
        out = [(name, v) for name in FILTERS for v in self.filters.get(name, ())]
        if self.sort != "relevance":
            out.append(("sort", self.sort))
        if self.messages:
            out.append(("group", "none"))
        return out

    def address(self, root: str, **changes: Any) -> str:  # noqa: ANN401 (fields of the state)
        """Return the address of this state with some changes; page 1 unless it is one of them."""
        changed = replace(self, **{"page": 1, **changes})
        pairs = changed.pairs()
        if changed.find:
            pairs.append((FIND, changed.find))
        pairs += [(ALL, name) for name in changed.full]
        return f"{root}/search" + (f"?{encoded(pairs)}" if pairs else "")

    def with_value(self, name: str, value: str) -> State:
        """Return the state with one more value chosen."""
        return self.with_values(name, [*self._chosen(name), value])

    def without_value(self, name: str, value: str) -> State:
        """Return the state with one value fewer; without any collection all are searched."""
        left = [one for one in self._chosen(name) if one != value]
        if name == COLLECTION and not left and value != EVERY:
            left = [EVERY]
        return self.with_values(name, left)

    def _chosen(self, name: str) -> list[str]:
        chosen = self.filters.get(name, ()) or (self.implied if name == COLLECTION else ())
        # A collection that is chosen is another choice than all of them.
        return [one for one in chosen if name != COLLECTION or one != EVERY]

    def with_values(self, name: str, values: Sequence[str]) -> State:
        """Return the state with these values of a filter, page 1."""
        filters = {**self.filters, name: tuple(values)}
        kept = {name: filters[name] for name in FILTERS if filters.get(name)}
        return replace(self, filters=kept, page=1)

    def cleared(self) -> State:
        """Return the state with nothing chosen."""
        return replace(self, filters={}, page=1)

    def as_understood(self, echo: QueryEcho) -> State:
        """Return the state with every condition chosen that is in force.

        Conditions typed into the text (``author:ada``) become chosen values, so
        that a click can take them away again; names have become values.
        """
        parsed = parse(self.text)
        text = to_query(parsed.tree) if parsed.filters else self.text
        filters = {name: tuple(values) for name, values in echo.filters.items()}
        implied: tuple[str, ...] = ()
        if not (self.filters.get(COLLECTION) or parsed.filters.collection):
            implied = filters.pop(COLLECTION, ())
        return replace(self, text=text, filters=filters, implied=implied)


def encoded(pairs: Sequence[tuple[str, str]]) -> str:
    """Return parameters as they stand in an address, letter for letter as a form writes them."""
    return urlencode(pairs, safe="*", errors="replace").replace("~", "%7E")


def facet_names(state: State) -> tuple[FacetName, ...]:
    """Return the facets a page shows: the kind only when one is chosen."""
    return tuple(name for name in FACETS if name != "kind" or "kind" in state.filters)


def _values(given: Sequence[str]) -> tuple[str, ...]:
    kept = (value.strip()[:_MAX_LETTERS] for value in given[:_MAX_VALUES])
    return tuple(dict.fromkeys(value for value in kept if value))


def _page(text: str) -> int:
    good = text.isascii() and text.isdecimal() and len(text) <= len(str(_MAX_PAGE))
    return min(max(int(text), 1), _MAX_PAGE) if good else 1

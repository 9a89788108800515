"""Facets and chips as links: each leads to the page with one choice more or less.

In: a state as it was understood, counted buckets. Out: what a template draws.
Never: counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.model import KEY_MARK
from searchqa.text.fold import fold
from searchqa.web.pages.state import EVERY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.model import Book
    from searchqa.results import Bucket
    from searchqa.web.pages.state import State

HEADINGS: Final = {
    "collection": "Collection",
    "author": "Author",
    "book": "Book",
    "participant": "Participant",
    "role": "Written by",
    "kind": "Kind",
    "year": "Year",
}
_ROLES: Final = {"author": "the author", "asker": "who asked", "other": "others"}
_KINDS: Final = {"question": "questions", "answer": "author’s answers", "reply": "other replies"}
_SHOWN: Final = 6
_FULL: Final = 100
# A bar's height in twentieths, so that no style has to be written into the page.
_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and where a click on it leads."""

    key: str
    label: str
    count: int
    selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet beside the results; ``hidden`` values aren't shown, ``href`` changes that."""

    name: str
    heading: str
    choices: tuple[Choice, ...]
    hidden: int
    href: str
    full: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the histogram, ``height`` in twentieths of the tallest."""

    year: str
    count: int
    height: int
    selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice in force, and where it leads to be without it."""

    name: str
    label: str
    href: str


def facet_view(state: State, root: str, name: str, buckets: Sequence[Bucket]) -> FacetView:
    """Return a facet: the chosen values, then the most frequent ones."""
    full = name in state.full
    found = _matching(buckets, state.find) if name == "participant" else buckets
    room = _FULL if full or (name == "participant" and state.find) else _SHOWN
    # Looking for the chosen ones makes each of hundreds of buckets: only when there are some.
    shown = _shown(found, room) if state.filters.get(name) else found[: _room_for(found, room)]
    others = tuple(one for one in state.full if one != name)
    href = state.address(root, full=others if full else (*others, name))
    choices = tuple(_choice(state, root, name, bucket) for bucket in shown)
    return FacetView(name, HEADINGS[name], choices, len(found) - len(shown), href, full)


def histogram(state: State, root: str, buckets: Sequence[Bucket]) -> tuple[Bar, ...]:
    """Return a bar for each year from the first to the last, those without hits as well."""
    counts = {int(bucket.value): bucket for bucket in buckets}
    most = max((bucket.count for bucket in buckets), default=0)
    bars = []
    for year in range(min(counts), max(counts) + 1) if counts else ():
        bucket = counts.get(year)
        count = bucket.count if bucket else 0
        selected = bucket is not None and bucket.selected
        target = _toggled(state, "year", str(year), selected=selected)
        # Rounded up: a year with a hit has a bar that can be seen.
        height = -(-count * _STEPS // most) if most else 0
        bars.append(Bar(str(year), count, height, selected, target.address(root)))
    return tuple(bars)


def chips(state: State, root: str, books: Mapping[str, Book]) -> tuple[Chip, ...]:
    """Return what is chosen, each with the way to be without it.

    Collections that nobody chose are told as well.
    """
    chosen = {"collection": state.implied, **state.filters}
    return tuple(
        Chip(name, _chip_label(name, value, books), state.without_value(name, value).address(root))
        for name, values in chosen.items()
        for value in values
    )


def label_of(name: str, value: str, label: str) -> str:
    """Return a value as people read it."""
    if name == "role":
        return _ROLES.get(value, label)
    return _KINDS.get(value, label) if name == "kind" else label


def _chip_label(name: str, value: str, books: Mapping[str, Book]) -> str:
    if name == "book" and value in books:
        return books[value].title
    if name == "collection":
        return "all collections" if value == EVERY else f"in {value}"
    if name == "role":
        return f"by {_ROLES.get(value, value)}"
    if name in ("before", "after", "during"):
        return f"{name} {value}"
    return label_of(name, value, value.partition(KEY_MARK)[0])


def _matching(buckets: Sequence[Bucket], typed: str) -> Sequence[Bucket]:
    wanted = fold(typed.strip())
    if not wanted:
        return buckets
    return [one for one in buckets if one.selected or wanted in fold(one.label)]


def _room_for(buckets: Sequence[Bucket], room: int) -> int:
    # One that is left out alone would take no more room than the line that says so.
    return room + 1 if len(buckets) == room + 1 else room


def _shown(buckets: Sequence[Bucket], room: int) -> list[Bucket]:
    chosen = [bucket for bucket in buckets if bucket.selected]
    room = _room_for(buckets, room)
    free = max(room - len(chosen), 0)
    others = [bucket for bucket in buckets[: room + len(chosen)] if not bucket.selected]
    kept = {bucket.value for bucket in (*chosen, *others[:free])}
    return [bucket for bucket in buckets if bucket.value in kept]


def _choice(state: State, root: str, name: str, bucket: Bucket) -> Choice:
    target = _toggled(state, name, bucket.value, selected=bucket.selected)
    label = label_of(name, bucket.value, bucket.label) or "(no name)"
    key = f"{name}-{bucket.value}"
    return Choice(key, label, bucket.count, bucket.selected, target.address(root))


def _toggled(state: State, name: str, value: str, *, selected: bool) -> State:
    return state.without_value(name, value) if selected else state.with_value(name, value)

"""Facets and chips as links: each leads to the page with one choice more or less.

In: a state as it was understood, counted buckets. Out: what a template draws.
Never: counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.model import KEY_MARK
from searchqa.presenters.nouns import kinds
from searchqa.text.fold import fold
from searchqa.web.pages.state import COLLECTION, EVERY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.model import Book
    from searchqa.presenters.nouns import Nouns
    from searchqa.results import Bucket
    from searchqa.web.pages.state import State

_HEADINGS: Final = {
    "collection": "Collection",
    "participant": "Participant",
    "role": "Written by",
    "kind": "Kind",
    "year": "Year",
}
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


def searched(state: State, collections: Sequence[str]) -> Nouns:
    """Return the words for what a state looks in; those of books when it is several things."""
    chosen = state.filters.get(COLLECTION) or state.implied or (EVERY,)
    words = kinds(collections if EVERY in chosen else chosen)
    return words[0] if len(words) == 1 else kinds(())[0]


def facet_view(
    state: State, root: str, name: str, buckets: Sequence[Bucket], words: Nouns
) -> FacetView:
    """Return a facet: the chosen values, then the most frequent ones."""
    full = name in state.full
    found = _matching(buckets, state.find) if name == "participant" else buckets
    room = _FULL if full or (name == "participant" and state.find) else _SHOWN
    # Looking for the chosen ones makes each of hundreds of buckets: only when there are some.
    shown = _shown(found, room) if state.filters.get(name) else found[: _room_for(found, room)]
    others = tuple(one for one in state.full if one != name)
    href = state.address(root, full=others if full else (*others, name))
    choices = tuple(_choice(state, root, name, bucket, words) for bucket in shown)
    heading = _HEADINGS.get(name) or {"author": words.author, "book": words.book}[name].capitalize()
    return FacetView(name, heading, choices, len(found) - len(shown), href, full)


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


def chips(state: State, root: str, books: Mapping[str, Book], words: Nouns) -> tuple[Chip, ...]:
    """Return what is chosen, each with the way to be without it.

    Collections that nobody chose are told as well.
    """
    chosen = {"collection": state.implied, **state.filters}
    return tuple(
        Chip(name, label, state.without_value(name, value).address(root))
        for name, values in chosen.items()
        for value in values
        for label in [_chip_label(name, value, books, words)]
    )


def _label_of(name: str, value: str, label: str, words: Nouns) -> str:
    """Return a value as people read it."""
    if name not in ("role", "kind"):
        return label
    role = {"author": f"the {words.author}", "asker": words.asker, "other": "others"}
    kind = {
        "question": f"{words.head}s",
        "answer": f"{words.author}’s answers",
        "reply": "other replies",
    }
    return (role if name == "role" else kind).get(value, label)


def _chip_label(name: str, value: str, books: Mapping[str, Book], words: Nouns) -> str:
    if name == "book" and value in books:
        return books[value].title
    if name == "collection":
        return "all collections" if value == EVERY else f"in {value}"
    if name == "role":
        return f"by {_label_of(name, value, value, words)}"
    if name in ("before", "after", "during"):
        return f"{name} {value}"
    return _label_of(name, value, value.partition(KEY_MARK)[0], words)


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


def _choice(state: State, root: str, name: str, bucket: Bucket, words: Nouns) -> Choice:
    target = _toggled(state, name, bucket.value, selected=bucket.selected)
    label = _label_of(name, bucket.value, bucket.label, words) or "(no name)"
    key = f"{name}-{bucket.value}"
    return Choice(key, label, bucket.count, bucket.selected, target.address(root))


def _toggled(state: State, name: str, value: str, *, selected: bool) -> State:
    return state.without_value(name, value) if selected else state.with_value(name, value)

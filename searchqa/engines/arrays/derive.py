"""What follows from the facts of all documents: people, authors, lengths, impacts.

In: joined columns. Out: derived columns. Never: reads a file.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from searchqa.engines.arrays.facts import offsets_of, packed, strings_of
from searchqa.engines.arrays.tables import decoded, encoded
from searchqa.model import KEY_MARK, UNDATED
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.engines.arrays.facts import Array


def derive(columns: Mapping[str, Array]) -> dict[str, Array]:
    """Return the derived columns of books, threads, people and documents.

    Args:
        columns: The joined facts of books, threads, spellings and documents.
    """
    threads = _owners(columns["thread.document"])
    books = _owners(columns["book.thread"])[threads]
    people = _people(columns)
    person = people["spelling.person"][columns["document.spelling"]]
    pairs, pair = np.unique(
        threads.astype(np.int64) << 32 | person.astype(np.int64), return_inverse=True
    )
    return {
        "document.thread": threads,
        "document.book": books,
        "document.head": columns["thread.document"][threads],
        "document.person": person,
        "document.pair": pair.astype(np.int32),
        "pair.person": (pairs & 0xFFFFFFFF).astype(np.int32),
        **people,
        **_books(columns),
        **_collections(columns),
        **_days(columns, books),
    }


def _owners(bounds: Array) -> Array:
    """Return for each member of consecutive ranges which range it is in."""
    counts = np.diff(bounds)
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _books(columns: Mapping[str, Array]) -> dict[str, Array]:
    ids = [decoded(id_) for id_ in strings_of(columns, "book.id")]
    stored = [json.loads(data) for data in strings_of(columns, "book.record")]
    titles = [title for title, *_ in stored]
    lists = [list(dict.fromkeys(authors)) for _, authors, _ in stored]
    names = sorted({name for authors in lists for name in authors})
    ordinal = {name: place for place, name in enumerate(names)}
    places = range(len(ids))
    undated = UNDATED.toordinal()
    years = [
        0 if day == undated else date.fromordinal(day).year
        for day in columns["book.start"].tolist()
    ]
    return {
        **packed("author", [encoded(name) for name in names]),
        "book.author": _numbers(ordinal[name] for authors in lists for name in authors),
        "book.author.offset": offsets_of(np.array([len(one) for one in lists], np.int64)),
        "book.year": _numbers(years),
        "book.bytitle": _numbers(sorted(places, key=lambda b: (titles[b], ids[b]))),
        "book.byid": _numbers(sorted(places, key=lambda b: ids[b])),
    }


def _collections(columns: Mapping[str, Array]) -> dict[str, Array]:
    names = [json.loads(data)[2] for data in strings_of(columns, "book.record")]
    known = sorted(set(names))
    return {
        **packed("collection", [encoded(name) for name in known]),
        "book.collection": _numbers(map(known.index, names)),
    }


def _days(columns: Mapping[str, Array], books: Array) -> dict[str, Array]:
    """Return the messages' own days; as good as nothing where there are none.

    Args:
        columns: The joined facts.
        books: Each document's book.
    """
    days = columns["document.day"]
    if not days.any():
        return {"day.value": _numbers(()), "document.when": _numbers(())}
    own = np.unique(days[days > 0])
    behind = len(columns["book.start"]) + np.searchsorted(own, days)
    return {"day.value": own, "document.when": np.where(days > 0, behind, books)}


def _numbers(values: object) -> Array:
    return np.array(list(values), np.int32)  # type: ignore[call-overload]


class _Person:
    """One participant: what a filter means, however the name's letters are written."""

    def __init__(self) -> None:
        self.spellings: dict[str, int] = {}

    @property
    def key(self) -> str:
        """The most frequent spelling, then the first by alphabet."""
        return min(self.spellings, key=lambda name: (-self.spellings[name], name))


def _people(columns: Mapping[str, Array]) -> dict[str, Array]:
    spellings = [decoded(name) for name in strings_of(columns, "spelling")]
    counts = np.bincount(columns["document.spelling"], minlength=len(spellings)).tolist()
    folded = [fold(spelling) for spelling in spellings]
    people: dict[str, _Person] = {}
    for name, spelling, count in zip(folded, spellings, counts, strict=True):
        if spelling:
            people.setdefault(name, _Person()).spellings[spelling] = count
    labels = _labels(columns, {folded: person.key for folded, person in people.items()})
    shown = sorted(
        (label, person.key, name)
        for label, (name, person) in zip(labels, people.items(), strict=True)
    )
    # Nobody, who has no name and no label, comes first.
    ordinal = {name: place for place, (_, _, name) in enumerate(shown, 1)}
    keys, names = ["", *(key for _, key, _ in shown)], ["", *(label for label, _, _ in shown)]
    return {
        **packed("person.key", [encoded(key) for key in keys]),
        **packed("person.label", [encoded(label) for label in names]),
        "spelling.person": _numbers(
            ordinal[name] if spelling else 0
            for name, spelling in zip(folded, spellings, strict=True)
        ),
    }


def _labels(columns: Mapping[str, Array], keys: Mapping[str, str]) -> list[str]:
    """Return how people are shown, with their book where others share the name.

    Args:
        columns: For the titles of books.
        keys: The people's keys by their folded form.
    """
    # Folding leaves the mark alone.
    namesakes = Counter(folded.partition(KEY_MARK)[0] for folded in keys)
    ids = map(decoded, strings_of(columns, "book.id"))
    titles = (json.loads(data)[0] for data in strings_of(columns, "book.record"))
    title_of = dict(zip(ids, titles, strict=True))
    labels = []
    for folded, key in keys.items():
        name, _, book = key.partition(KEY_MARK)
        alone = not book or namesakes[folded.partition(KEY_MARK)[0]] == 1
        labels.append(name if alone else f"{name} ({title_of.get(book, book)})")
    return labels

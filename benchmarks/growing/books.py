"""New books: when, by whom, how large, and the transcript that each becomes.

In: a Seed, a size, a number. Out: a Plan, or a transcript's file as text.
Never: lets one book's drawing depend on another's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.growing.change import change
from benchmarks.growing.draw import below, generator, pick, skewed
from benchmarks.growing.names import person, slug

if TYPE_CHECKING:
    from random import Random

    from benchmarks.growing.seed import Line, Seed

FIRST_WEEK: Final = date(2012, 1, 2)
WEEKS: Final = 12 * 52
# People grow slower than messages: about 800 with 5,000 messages, 20,000 with 500,000.
PEOPLE: Final = 2.05
PEOPLE_POWER: Final = 0.7


@dataclass(frozen=True, slots=True)
class Plan:
    """A book to be: its number, its messages, and how many people there are to draw from."""

    number: int
    messages: int
    authors: int
    people: int


def plan(seed: Seed, messages: int) -> tuple[Plan, ...]:
    """Return the books of an archive with exactly so many messages."""
    rng = generator("plan", seed.key, messages)
    sizes: list[int] = []
    left = messages
    while left > 0:
        sizes.append(min(left, pick(rng, seed.books)))
        left -= sizes[-1]
    authors = max(3, round(len(sizes) ** 0.9 * 1.3))
    people = max(3, round(PEOPLE * messages**PEOPLE_POWER))
    return tuple(Plan(n, size, authors, people) for n, size in enumerate(sizes))


def author_names(seed: Seed, one: Plan) -> tuple[str, ...]:
    """Return who wrote a book."""
    rng = generator("authors", seed.key, one.number)
    numbers = dict.fromkeys(skewed(rng, one.authors) for _ in range(pick(rng, seed.authors)))
    return tuple(map(person, numbers))


def write(seed: Seed, one: Plan) -> tuple[str, str]:
    """Return a book's id and the text of its file."""
    rng = generator("book", seed.key, one.number)
    start = FIRST_WEEK + timedelta(weeks=below(rng, WEEKS))
    title = _title(rng, seed)
    authors = author_names(seed, one)
    words = "".join(c if c.isalnum() and c.isascii() else "-" for c in title.lower())
    name = "-".join(part for part in words.split("-") if part)
    book = f"{start:%Y%m%d}-{name}-{one.number}"
    end = start + timedelta(days=4)
    head = [
        "---",
        f"title: {_quoted(title)}",
        f"description: {_quoted(f'{title}, a book that nobody wrote')}",
        'cover: ""',
        f"start: {start} 00:00:00",
        f"end: {end} 23:59:59",
        f"authors: [{', '.join(map(slug, authors))}]",
        "archive:",
    ]
    left = one.messages
    while left > 0:
        thread = pick(rng, seed.threads)[:left]
        left -= len(thread)
        head += _thread(rng, seed, one, thread, authors)
    return book, "\n".join((*head, "---", ""))


def person_file(name: str) -> str:
    """Return the text of a people file."""
    return f"---\nshort: {slug(name)}\ntitle: {_quoted(name)}\n---\n"


def _thread(
    rng: Random, seed: Seed, one: Plan, thread: tuple[Line, ...], authors: tuple[str, ...]
) -> list[str]:
    names: dict[int, str] = {}
    out = []
    for place, line in enumerate(thread):
        if line.by_author:
            name = authors[line.speaker % len(authors)]
        elif line.speaker in names:
            name = names[line.speaker]
        else:
            # Authors have the first numbers; nobody asks under an author's name.
            name = names[line.speaker] = person(one.authors + skewed(rng, one.people))
        text = change(rng, line.pieces, seed.sentences, seed.words)
        pad = "  " if place else ""
        if place == 1:
            out.append("  replies:")
        out += [f"{pad}- name: {_quoted(name)}", f"{pad}  text: {_quoted(text)}"]
    return out


def _title(rng: Random, seed: Seed) -> str:
    """Return the beginning of one title with the end of another."""
    first, last = pick(rng, seed.titles), pick(rng, seed.titles)
    return " ".join((*first[: (len(first) + 1) // 2], *last[len(last) // 2 :]))


def _quoted(text: str) -> str:
    """Return a text as YAML's double quoted form, of which JSON's is a part."""
    return json.dumps(text, ensure_ascii=False)

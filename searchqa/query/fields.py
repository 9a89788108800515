"""Field names and the values they take.

In: a name and what was typed behind its colon. Out: ``Filter`` nodes, or what
is wrong with the value. Never: knows which authors or books an index has.
"""

from __future__ import annotations

import re
from typing import Final

from searchqa.query.dates import DATE_FORMS, parse_date
from searchqa.query.nodes import Filter
from searchqa.schema import FACETS, KINDS, QUERY_FIELDS
from searchqa.text.distance import nearest

FIELDS: Final = {field.name: field for field in QUERY_FIELDS}
DATES: Final = ("before", "after", "during")
# What may hold for the whole query, as ``Filters``; ``is`` and ``has`` stay in the tree.
LIFTED: Final = frozenset((*FACETS, *DATES))
# Several values of these are OR; of the others, AND.
ALTERNATIVES: Final = frozenset((*FACETS, "during"))
# Their values are names, which may be of several words.
NAMES: Final = frozenset(("author", "book", "participant", "collection"))

# What people type who know another search: the field that means it here.
_ELSEWHERE: Final = {
    "by": "participant",
    "date": "during",
    "from": "participant",
    "in": "book",
    "name": "participant",
    "on": "during",
    "person": "participant",
    "since": "after",
    "title": "book",
    "type": "kind",
    "until": "before",
    "user": "participant",
    "week": "during",
    "writer": "author",
}
_YEAR: Final = r"[12][0-9]{3}"
_TRAILING: Final = ".,;!?"


def near_field(name: str) -> str:
    """Return the field that an unknown name probably means, or ""."""
    return next(iter(nearest(name, FIELDS)), "")


def unknown_field(name: str) -> str:
    """Return the sentence about a name that is no field."""
    meant = near_field(name) or _ELSEWHERE.get(name, "")
    if meant:
        return f'There is no field "{name}"; did you mean {meant}:?'
    return f'There is no field "{name}"; the fields are {_listed(tuple(FIELDS), "and")}.'


def make_filter(name: str, value: str) -> Filter | str:
    """Return the condition that ``name:value`` means, or what is wrong with the value.

    Args:
        name: A field of the table.
        value: What was typed, without its quotation marks.
    """
    if name in NAMES:
        return Filter(name, value) if value else f"{name}: has no value."
    value = value.rstrip(_TRAILING)
    if FIELDS[name].values:
        return _choice(name, value, FIELDS[name].values)
    if name == "year":
        year = re.fullmatch(_YEAR, value)
        return Filter(name, value) if year else f"{_shown(name, value)} is no year like 2021."
    parsed = parse_date(value)
    if parsed is None:
        return f"{_shown(name, value)} is no date; write {DATE_FORMS}."
    return Filter(name, parsed[2])


def _choice(name: str, value: str, values: tuple[str, ...]) -> Filter | str:
    word = value.lower()
    if word in values:
        return Filter("kind" if name == "is" and word in KINDS else name, word)
    near = nearest(word, values)
    meant = f" did you mean {name}:{near[0]}?" if near else ""
    return f"{_shown(name, value)} isn't known;{meant} {name}: takes {_listed(values, 'or')}."


def _shown(name: str, value: str) -> str:
    return f'{name}:"{value}"' if " " in value or not value else f"{name}:{value}"


def _listed(words: tuple[str, ...], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}"

"""The JSON-LD of a page: its data for machines, beside what people see.

In: a page's tree. Out: plain tables, with references put in place.
Never: follows an address, or takes a broken block for none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from searchqa.readers.page.tree import attribute

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from searchqa.readers.fields import Notes

# More than this is no page's data: each costs a hundred bytes or more.
MAX_NODES: Final = 200_000
LINE: Final = "@line"
_KIND: Final = re.compile(r"application/ld\+json\s*(?:;.*)?", re.IGNORECASE)
_WRAPPING: Final = re.compile(r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$")
_NODE: Final = re.compile(r"[{\[,]")


@dataclass(frozen=True, slots=True)
class Linked:
    """What the blocks of a page hold, and the line of the first that can't be read."""

    items: tuple[dict[str, Any], ...]
    broken: int | None = None


def linked_items(tree: BeautifulSoup, notes: Notes) -> Linked:
    """Return the objects of a page's JSON-LD, in its order; see https://www.w3.org/TR/json-ld11/.

    What is only a reference (``{"@id": …}``) is replaced by what it refers to, where
    that is on the page.
    """
    items: list[dict[str, Any]] = []
    broken: int | None = None
    for tag in tree.find_all("script"):
        if not _KIND.fullmatch(attribute(tag, "type")):
            continue
        line, known = tag.sourceline or 1, len(items)
        try:
            items += _objects(_parsed(str(tag.string or "")))
        except (ValueError, RecursionError) as error:
            why = "nested too deep" if isinstance(error, RecursionError) else str(error)
            message = f"a block of JSON-LD can't be read: {why}"
            notes.warn(line, message, "restore the page", "bad-json")
            broken = line if broken is None else broken
            continue
        for one in _tables(items[known:]):
            one[LINE] = line
    _put_in_place(items)
    return Linked(tuple(items), broken)


def _parsed(text: str) -> object:
    """Parse a block.

    Raises:
        ValueError: It is no JSON, or too much of it.
        RecursionError: It is nested too deep.
    """
    plain = _WRAPPING.sub("", text)
    if sum(1 for _ in _NODE.finditer(plain)) > MAX_NODES:
        raise ValueError("more than a page's data")
    # Numbers of any length are parsed as floats, which takes no time that grows with the square.
    return json.loads(plain, strict=False, parse_int=float) if plain.strip() else None


def _objects(value: object) -> list[dict[str, Any]]:
    """Return the objects at the top of a block, out of lists and graphs."""
    found = []
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += reversed(one)
        elif isinstance(one, dict):
            found.append(one)
            todo.append(one.pop("@graph", None))
    return found


def _put_in_place(items: list[dict[str, Any]]) -> None:
    whole: dict[str, dict[str, Any]] = {}
    tables = list(_tables(items))
    for one in tables:
        name = one.get("@id")
        if isinstance(name, str) and not _is_reference(one):
            whole.setdefault(name, one)
    for one in tables:
        for key, value in one.items():
            if isinstance(value, list):
                one[key] = [_meant(item, whole) for item in value]
            else:
                one[key] = _meant(value, whole)


def _tables(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    todo: list[object] = [*items]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            found.append(one)
            todo += one.values()
        elif isinstance(one, list):
            todo += one
    return found


def _is_reference(one: dict[str, Any]) -> bool:
    return one.keys() <= {"@id", "@type", LINE}


def _meant(value: object, whole: dict[str, dict[str, Any]]) -> object:
    if isinstance(value, dict) and _is_reference(value) and isinstance(value.get("@id"), str):
        return whole.get(value["@id"], value)
    return value

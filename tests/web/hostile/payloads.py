"""Markup that would run if any of it were taken for markup, made by families.

In: nothing. Out: payloads, each with a number of its own. Never: one that does no harm.

A payload that runs calls ``xss_hit`` with its number, asks for something at
``trap.invalid``, or leaves the page; each of these is seen. Families are crossed from
parts, so that what a filter makes of each part is tried in each place.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.web.hostile import letters, markup
from tests.web.hostile.marks import CALL, FUNCTION, NUMBER


@dataclass(frozen=True, slots=True)
class Payload:
    """One payload; ``shape`` is it without its number."""

    number: int
    family: str
    text: str
    shape: str


def payloads() -> tuple[Payload, ...]:
    """Return all payloads, numbered from 1, no shape twice."""
    out: dict[str, str] = {}
    for family in (*markup.FAMILIES, *letters.FAMILIES):
        for shape in family():
            out.setdefault(shape, family.__name__)
    return tuple(
        Payload(number, family, _numbered(shape, number), shape)
        for number, (shape, family) in enumerate(out.items(), 1)
    )


def _numbered(shape: str, number: int) -> str:
    return shape.replace(CALL, f"{FUNCTION}({number})").replace(NUMBER, str(number))

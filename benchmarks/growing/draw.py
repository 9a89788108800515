"""Draws that come out the same on each machine and each version of Python.

In: a generator of ``random``. Out: picks, by nothing but its ``random()``, whose sequence is
promised to stay. Never: uses ``choice`` or ``shuffle``, whose use of it may change.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_Item = TypeVar("_Item")


def generator(*names: object) -> Random:
    """Return the generator that belongs to some names."""
    return Random("/".join(map(str, names)))  # noqa: S311 - must come out the same again


def below(rng: Random, limit: int) -> int:
    """Return a number from 0 to ``limit`` - 1, each as likely."""
    return int(rng.random() * limit)


def pick(rng: Random, items: Sequence[_Item]) -> _Item:
    """Return one item, each as likely."""
    return items[int(rng.random() * len(items))]


def skewed(rng: Random, limit: int) -> int:
    """Return a number from 0 to ``limit`` - 1, small ones more often: u squared of ``limit``.

    The n-th of N people is drawn with a density of 1 / (2 sqrt(n N)): a few write much, most
    a little.
    """
    return int(rng.random() ** 2 * limit)

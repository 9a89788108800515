"""What was made once and will be asked for again.

In: keys and what belongs to them. Out: the same. Never: grows without bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_MOST: Final = 4_096


class Kept(Generic[_Key, _Value]):
    """Values by key; all are forgotten when there are too many. Safe to use from threads.

    Not ``functools.lru_cache``: around a method that keeps its object in a
    circle, and a mapped file open until the collector comes by.
    """

    __slots__ = ("_known", "find")

    def __init__(self) -> None:
        self._known: dict[_Key, _Value] = {}
        # Asked many times in each query: without a call of ours around it.
        self.find: Callable[[_Key], _Value | None] = self._known.get

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep a value, and return it."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = value
        return value

    def get(self, key: _Key, make: Callable[[_Key], _Value]) -> _Value:
        """Return what belongs to a key, made if need be."""
        found = self._known.get(key)
        return self.keep(key, make(key)) if found is None else found

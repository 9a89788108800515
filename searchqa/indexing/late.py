"""A mapping that is read when somebody first looks into it.

In: what reads it. Out: a read-only mapping. Never: reads twice, or hides that
reading failed: each look into it fails then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Value = TypeVar("_Value")


class Late(Mapping[str, _Value]):
    """What ``read`` returns, for those who never look into it for nothing."""

    def __init__(self, read: Callable[[], Mapping[str, _Value]]) -> None:
        self._read = read
        self._known: Mapping[str, _Value] | None = None

    def __getitem__(self, key: str) -> _Value:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> Mapping[str, _Value]:
        if self._known is None:
            self._known = self._read()
        return self._known

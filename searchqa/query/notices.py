"""What was odd in a query, and where.

In: what the lexer and the parser met. Out: sentences in the order of the text.
Never: stops a lenient parse.
"""

from __future__ import annotations

from searchqa.errors import QueryError
from searchqa.records import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One oddity: where it begins, what is wrong, and what was done instead."""

    position: int
    wrong: str
    done: str

    def __str__(self) -> str:
        return f"{self.wrong} {self.done}".strip()


class Notices:
    """Collects oddities while a query is read."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Notice] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, position: int, wrong: str, done: str) -> None:
        """Note one."""
        self._found.append(Notice(position, wrong, done))

    def texts(self) -> tuple[str, ...]:
        """Return each sentence once, in the order of the text."""
        if not self._found:
            return ()
        return tuple(dict.fromkeys(str(n) for n in self._in_order()))

    def raise_first(self, text: str) -> None:
        """Raise the first oddity of the text, if there is one.

        Raises:
            QueryError: There is one; its hint shows the place.
        """
        for first in self._in_order():
            around = text[max(0, first.position - 10) : first.position + 30].strip()
            hint = f"It is character {first.position + 1} of the query: {around}"
            raise QueryError(first.wrong, hint, first.position)

    def _in_order(self) -> list[Notice]:
        return sorted(self._found, key=lambda notice: notice.position)

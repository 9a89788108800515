"""The keys of one file's front matter, and the list of what was wrong in the file.

In: a table as read. Out: texts, lines, problems. Never: raises on account of a value.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from searchqa.model import Problem
from searchqa.readers.yaml_events import Items, Table
from searchqa.records import replace
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from searchqa.model import Severity
    from searchqa.readers.yaml_events import Value


# More keys of somebody else's aren't slips of ours.
MAX_STRANGE_KEYS: Final = 50
MAX_PROBLEMS: Final = 200
# So many lines with the same fault are told one by one, and of the others so many by number.
MAX_ALIKE: Final = 5
MAX_NUMBERS: Final = 20


class Notes:
    """What was wrong in a file, as far as it was read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def warn(self, line: int | None, message: str, hint: str, code: str) -> None:
        """Add something a person should look at."""
        self._add(line, message, hint, "warning", code)

    def note(self, line: int | None, message: str, hint: str, code: str) -> None:
        """Add something worth knowing."""
        self._add(line, message, hint, "notice", code)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by line.

        Of the same problem on more than MAX_ALIKE lines the last one gives the other
        lines' numbers; of more than MAX_PROBLEMS the last one says how many there are.
        """
        problems = _gathered(sorted(self.problems, key=lambda p: p.line or 0))
        if len(problems) <= MAX_PROBLEMS:
            return tuple(problems)
        rest = f"{len(problems) - MAX_PROBLEMS} more problems in this file"
        more = Problem(self.file, None, rest, "mend these first", "warning", "more-problems")
        return (*problems[:MAX_PROBLEMS], more)

    def _add(
        self, line: int | None, message: str, hint: str, severity: Severity, code: str
    ) -> None:
        self.problems.append(Problem(self.file, line, message, hint, severity, code))


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems by line, with one for all the lines past MAX_ALIKE of the same fault."""
    alike: dict[Problem, list[int]] = {}
    for problem in problems:
        alike.setdefault(replace(problem, line=None), []).append(problem.line or 0)
    out: list[Problem] = []
    seen: Counter[Problem] = Counter()
    for problem in problems:
        fault = replace(problem, line=None)
        seen[fault] += 1
        others = alike[fault][MAX_ALIKE + 1 :]
        if seen[fault] <= MAX_ALIKE or not others:
            out.append(problem)
        elif seen[fault] == MAX_ALIKE + 1:
            out.append(replace(problem, message=problem.message + _lines(others)))
    return out


def _lines(lines: Sequence[int]) -> str:
    numbers = ", ".join(map(str, lines[:MAX_NUMBERS]))
    more = ", …" if len(lines) > MAX_NUMBERS else ""
    what = "line" if len(lines) == 1 else "lines"
    return f" (and so on {len(lines):,} more {what}: {numbers}{more})"


class Fields(Notes):
    """A file's top level, with the problems found so far."""

    def __init__(self, file: str, table: Table) -> None:
        super().__init__(file)
        self.table = table

    def line(self, key: str) -> int | None:
        """Return the line a key stands on, None when it isn't there."""
        return self.table.lines.get(key)

    def text(self, key: str) -> str:
        """Return a key's text on one line, "" when it has none."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, str):
            message = f"{key} should be a text"
            self.warn(self.line(key), message, f'write {key}: "…"', "not-text")
        return " ".join(plain(value).split())

    def check_keys(self, table: Table, known: AbstractSet[str]) -> None:
        """Warn of keys that look like a slip of a known one that isn't there."""
        if table.keys() <= known:
            return
        for key in islice((key for key in table if key not in known), MAX_STRANGE_KEYS):
            meant = [name for name in nearest(key.lower(), known) if name not in table]
            if meant:
                message = f'"{key}" isn\'t known and was not read; did you mean "{meant[0]}"?'
                self.warn(table.lines[key], message, f"write {meant[0]}:", "unknown-key")


def plain(value: Value) -> str:
    """Return any value as text: a list's items by line, a table's as ``key: value``."""
    if isinstance(value, Items):
        return "\n".join(plain(item) for item in value)
    if isinstance(value, Table):
        return "\n".join(f"{key}: {plain(item)}" for key, item in value.items())
    return value or ""

"""How reindexing stands, for people.

In: a status. Out: text that ends with a newline. Never: asks a clock.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from searchqa.presenters.marked import one_line
from searchqa.presenters.row import Part, paragraph, row
from searchqa.presenters.wording import count, duration

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import LastRun, Reached, Status

_FEW: Final = 5
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LETTERS: Final = 12
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:Z|\+00:00)")


def revision(source: Reached) -> str:
    """Return a source's revision; of a commit the first twelve letters."""
    found = source.revision
    return found[:_LETTERS] if _COMMIT.fullmatch(found) else found


def when(time: str) -> str:
    """Return ``2026-05-04 09:30 UTC`` of a written time."""
    found = _TIME.fullmatch(time)
    return f"{found[1]} {found[2]} UTC" if found else time


def render_standing(status: Status, terminal: Terminal, *, late: bool = False) -> str:
    """Return how reindexing stands, a fact a line.

    Args:
        status: What was said last.
        terminal: What it is shown on.
        late: Whether a run is overdue.
    """
    if status.unknown:
        return _lines([("last run", f"unknown: {status.unknown}")], terminal)
    facts = [("source", _source(one)) for one in status.sources]
    if status.last is not None:
        facts += _run(status.last)
        facts += _problems(status.last)
    if status.failures > 1:
        facts.append(("failed", f"{count(status.failures, 'time')} in a row"))
    if status.state != "idle":
        facts.append(("now", f"{status.state}, process {status.pid} since {when(status.since)}"))
    if status.next_run:
        facts.append(("next run", when(status.next_run) + (", which is overdue" if late else "")))
    return _lines(facts, terminal)


def standing_json(status: Status, *, late: bool) -> dict[str, Any]:
    """Return the same for programs."""
    if status.unknown:
        return {"state": "unknown", "why": status.unknown}
    last = status.last
    return {
        "state": status.state,
        "since": status.since or None,
        "pid": status.pid,
        "interval": status.interval,
        "next_run": status.next_run or None,
        "overdue": late,
        "consecutive_failures": status.failures,
        "last_run": None
        if last is None
        else {
            "began": last.began,
            "seconds": last.seconds,
            "generation": last.generation or None,
            "published": last.published,
            **{key: getattr(last, key) for key in ("added", "changed", "removed", "failed")},
            "problems": last.problems,
            "first_problems": list(last.first),
            "error": last.error or None,
        },
    }


def sources_json(status: Status) -> list[dict[str, Any]]:
    """Return each source as the last runs met it, for programs."""
    return [
        {
            "name": one.name,
            "revision": revision(one) or None,
            "reached": one.reached or None,
            "problem": one.problem or None,
        }
        for one in status.sources
    ]


def _source(one: Reached) -> str:
    told = [one.name]
    told += [f"at {revision(one)}"] if one.revision else []
    told.append(f"looked at {when(one.reached)}" if one.reached else "never reached")
    return ", ".join(told) + (f"; now out of reach: {one.problem}" if one.problem else "")


def _run(last: LastRun) -> list[tuple[str, str]]:
    begun = f"{when(last.began)}, {duration(last.seconds)}"
    if last.error:
        return [("last run", f"{begun}, failed: {last.error}")]
    kinds = ((n, getattr(last, n)) for n in ("added", "changed", "removed", "failed"))
    what = ", ".join(f"{number:,} {name}" for name, number in kinds if number)
    return [("last run", ", ".join((begun, what or "nothing changed")))]


def _problems(last: LastRun) -> list[tuple[str, str]]:
    """Return the first problems, and where the others are."""
    shown = last.first[:_FEW]
    rest = last.problems - len(shown)
    more = [f"and {rest:,} more: searchqa check lists them all"] if rest > 0 else []
    return [("problem", text) for text in (*shown, *more)]


def _lines(facts: list[tuple[str, str]], terminal: Terminal) -> str:
    lines = [line for fact in facts for line in _fact(*fact, terminal)]
    return "\n".join(lines) + "\n"


def _fact(name: str, text: str, terminal: Terminal) -> list[str]:
    """Return a fact on as many lines as it takes, on one where a program reads it."""
    head = f" {name:<13}"
    if terminal.piped:
        return [row(terminal, [Part(head, "dim"), Part(one_line(text, terminal))])]
    first, *rest = paragraph(terminal, text, head)
    return [terminal.paint(head, "dim") + first[len(head) :], *rest]

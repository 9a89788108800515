"""What is wrong in which file, and what a reindex did.

In: problems; a report of a reindex. Out: text that ends with a newline.
Never: decides what is a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.presenters.marked import columns, one_line
from searchqa.presenters.row import Part, paragraph, row
from searchqa.presenters.wording import count, duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.model import Problem
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import Report

_ORDER: Final = ("error", "warning", "notice")
_FEW: Final = 5


def render_problems(problems: Iterable[Problem], terminal: Terminal) -> str:
    """Return each problem with its place and what to do, the worst first; "" when none."""
    ordered = sorted(problems, key=lambda p: (_ORDER.index(p.severity), p.file, p.line or 0))
    return ordered_lines(ordered, terminal)


def ordered_lines(problems: Iterable[Problem], terminal: Terminal) -> str:
    """Return each problem as ``render_problems`` does, in the order given."""
    lines = [line for problem in problems for line in _problem(problem, terminal)]
    return "\n".join(lines) + "\n" if lines else ""


def summary(problems: Iterable[Problem]) -> str:
    """Return ``2 errors, 1 warning``, or ``no problems``."""
    severities = [problem.severity for problem in problems]
    counts = [(severities.count(name), name) for name in _ORDER]
    return ", ".join(count(number, name) for number, name in counts if number) or "no problems"


def _problem(problem: Problem, terminal: Terminal) -> list[str]:
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    texts = [one_line(text, terminal) for text in (place, problem.message, problem.hint)]
    if terminal.piped:
        hint = f"; {texts[2]}" if texts[2] else ""
        return [f"{problem.severity}: {texts[0]}: {texts[1]}{hint}"]
    style = problem.severity if problem.severity != "notice" else "dim"
    head = [Part(f" {problem.severity:<8}", style), Part(texts[0], "title")]
    lines = [row(terminal, head)]
    for text, dressed in ((texts[1], ""), (texts[2], "dim")):
        lines += paragraph(terminal, text, " " * 9, dressed)
    return lines


def render_report(report: Report, terminal: Terminal) -> str:
    """Return what a reindex did: problems first, since the last line is what stays in sight."""
    blocks = [render_problems(report.problems, terminal)]
    dot = terminal.symbol("dot")
    kinds = (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
    )
    # A bad file's last good version goes on answering, or there was none.
    bad = (("kept", report.kept), ("failed", report.failed))
    lines = [names_row(name, ids, terminal) for name, ids in (*kinds, *bad) if ids]
    if report.rebuilt:
        lines.insert(0, row(terminal, [Part(("" if terminal.piped else " ") + report.rebuilt)]))
    blocks.append("".join(line + "\n" for line in lines))
    summed = (*kinds, ("unchanged", report.unchanged), *bad)
    totals = [f"{len(ids):,} {name}" for name, ids in summed if ids]
    begin = "" if terminal.piped else " "
    what = dot.join(totals) or "no transcripts"
    tail = [summary(report.problems)] if report.problems else []
    # A time differs from run to run.
    tail += [] if terminal.piped else [duration(report.seconds)]
    said = dot.join([what, *tail])
    if terminal.piped or columns(begin + said) <= terminal.columns:
        done = [Part(begin + what, "title"), *(Part(dot + text, "dim") for text in tail)]
        last = [row(terminal, done)]
    else:
        last = paragraph(terminal, said, begin, "title")
    held = [count(number, name.removesuffix("s")) for name, number in report.counts.items()]
    state = f"generation {report.generation}" if report.published else _unpublished(report)
    last.append(row(terminal, [Part(begin + dot.join([*held, state]), "dim")]))
    blocks.append("\n".join(last) + "\n")
    return "\n".join(block for block in blocks if block)


def _unpublished(report: Report) -> str:
    changes = len(report.added) + len(report.changed) + len(report.removed)
    return "nothing was published" if changes else "nothing to do"


def names_row(name: str, ids: Sequence[str], terminal: Terminal) -> str:
    """Return what happened to a few of some books or files, and how many more there are."""
    shown = [one_line(id_, terminal) for id_ in ids[:_FEW]]
    rest = len(ids) - len(shown)
    more = f" {terminal.symbol('more')} {rest:,} more" if rest else ""
    begin = "" if terminal.piped else " "
    if terminal.piped or len(ids) == 1:
        return row(terminal, [Part(f"{begin}{name:<8} ", "dim"), Part(", ".join(shown) + more)])
    lines = [
        row(terminal, [Part(f" {name:<8} " if not at else " " * 10, "dim"), Part(text)])
        for at, text in enumerate(shown)
    ]
    if more:
        lines.append(row(terminal, [Part(" " * 9 + more, "dim")]))
    return "\n".join(lines)

"""What an export wrote.

In: a report of an export. Out: text that ends with a newline.
Never: looks at a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.presenters.problems import names_row, render_problems, summary
from searchqa.presenters.row import Part, row

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import ExportReport


def render_export(report: ExportReport, folder: str, terminal: Terminal) -> str:
    """Return problems, then the files that are new or changed, then one line of all.

    Args:
        report: What was done.
        folder: The target, as a person would type it.
        terminal: Where it is shown.
    """
    kinds = (("new", report.new), ("changed", report.changed))
    lines = [names_row(name, files, terminal) for name, files in kinds if files]
    counts = (*kinds, ("unchanged", report.unchanged))
    dot = terminal.symbol("dot")
    said = dot.join(f"{len(files):,} {name}" for name, files in counts if files) or "no transcripts"
    tail = [summary(report.problems)] if report.problems else []
    tail.append("nothing was written" if report.dry_run else f"in {folder}")
    begin = "" if terminal.piped else " "
    parts = [Part(begin + said, "title"), *(Part(dot + text, "dim") for text in tail)]
    lines.append(row(terminal, parts))
    return render_problems(report.problems, terminal) + "\n".join(lines) + "\n"

"""What a check found: for people, for programs, and for GitHub's page of a change.

In: a report of a check. Out: lines of text, one JSON object, or workflow commands.
Never: decides what is a problem, or lets a text break out of its line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from searchqa.presenters.problems import ordered_lines, summary
from searchqa.presenters.wording import count
from searchqa.records import replace
from searchqa.report import set_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from searchqa.model import Problem
    from searchqa.presenters.terminal import Terminal
    from searchqa.report import CheckReport, Found

# Of these a week has many; each is a line of its own only for who asks for them.
_MANY: Final = {
    "unanswered": "that nobody replied to",
    "no-author-reply": "that no author replied to",
}
# How the names of an index's own files begin; its other problems are those of transcripts.
_PARTS: Final = ("generations/", "CURRENT")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BAD: Final = ("error", "warning", "notice")


def render_check(report: CheckReport, terminal: Terminal, *, verbose: bool) -> str:
    """Return the problems by file and line, those of the index first; "" when there are none."""
    index = set_apart(report.index, (found.problem for found in report.transcripts))
    shown = list(report.transcripts) if verbose else _gathered(report.transcripts)
    files = [_with_source(found) if report.sources > 1 else found.problem for found in shown]
    return ordered_lines((*index, *files), terminal)


def verdict(report: CheckReport, index: str, *, read: bool, verbose: bool) -> list[str]:
    """Return the last lines: what was checked and how it stands.

    Args:
        report: What was found.
        index: The index's folder, as a person would type it.
        read: Whether transcripts were read at all.
        verbose: Whether each open question was listed.
    """
    words = {
        "missing": "there is none; only the transcripts were checked",
        "unusable": "can't be opened",
        "whole": "whole",
    }
    lines = [f"index {index}: {words.get(_state(report), summary(report.index))}"]
    if read:
        told = summary(found.problem for found in report.transcripts)
        lines.append(f"{count(report.files, 'transcript')}: {told}")
    open_ = sum(found.problem.code in _MANY for found in report.transcripts)
    if open_ and not verbose:
        lines.append(f"{count(open_, 'open question')} only counted; --verbose lists them")
    return lines


def check_json(report: CheckReport, index: str) -> str:
    """Return the whole report as one JSON object; see ``docs/check.schema.json``."""
    severities = [problem.severity for problem in report.problems]
    severities += ["error"] if report.error is not None else []
    error = report.error
    content = {
        "index": {
            "path": index,
            "state": _state(report),
            "message": error.message if error is not None else "",
            "hint": error.hint if error is not None else "",
            "problems": [_problem_json(problem) for problem in report.index],
        },
        "transcripts": {
            "files": report.files,
            "problems": [
                {"source": f.source, "path": f.path, **_problem_json(f.problem)}
                for f in report.transcripts
            ],
        },
        "counts": {severity: severities.count(severity) for severity in _BAD},
        "exit_code": report.exit_code,
    }
    # ASCII only: a file's name may hold bytes that UTF-8 can't carry.
    return json.dumps(content, indent=2) + "\n"


def github_commands(
    report: CheckReport, index: str, where: Callable[[str], str], *, verbose: bool
) -> str:
    """Return a workflow command for each problem, which GitHub shows beside the line.

    The form is that of GitHub's "Workflow commands for GitHub Actions".

    Args:
        report: What was found.
        index: The index's folder.
        where: Gives a file's path from the root of the repository.
        verbose: Whether each open question is one.
    """
    lines = []
    if report.error is not None:
        text = f"{report.error.message}; {report.error.hint}"
        lines.append(f"::error title=searchqa index::{_data(text)}")
    for problem in set_apart(report.index, (found.problem for found in report.transcripts)):
        ours = problem.file.startswith(_PARTS)
        lines.append(_command(problem, where(f"{index}/{problem.file}") if ours else problem.file))
    for found in list(report.transcripts) if verbose else _gathered(report.transcripts):
        path = where(found.path) if found.path else found.problem.file
        lines.append(_command(found.problem, path))
    return "".join(f"{line}\n" for line in lines)


def _state(report: CheckReport) -> str:
    if report.error is not None:
        return "unusable"
    if report.missing:
        return "missing"
    return "problems" if report.index else "whole"


def _gathered(all_: Iterable[Found]) -> list[Found]:
    """Return the problems, with one for a file's open questions, which comes first and counts."""
    files: dict[tuple[str, str], list[Found]] = {}
    for found in all_:
        files.setdefault((found.source, found.problem.file), []).append(found)
    out: list[Found] = []
    for one in files.values():
        many = [found for found in one if found.problem.code in _MANY]
        if many:
            problem = replace(
                many[0].problem,
                line=None,
                message=_counted([found.problem.code for found in many]),
                hint="",
                code="open-questions",
            )
            out.append(replace(many[0], problem=problem))
        out += [found for found in one if found.problem.code not in _MANY]
    return out


def _counted(codes: list[str]) -> str:
    told = [(codes.count(code), words) for code, words in _MANY.items() if code in codes]
    return ", ".join(f"{count(number, 'question')} {words}" for number, words in told)


def _with_source(found: Found) -> Problem:
    # A problem of the source itself has its name already.
    if found.problem.file == found.source:
        return found.problem
    return replace(found.problem, file=f"{found.source}: {found.problem.file}")


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _command(problem: Problem, path: str) -> str:
    place = {"file": path, "line": problem.line, "title": f"searchqa {problem.code}"}
    said = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
    text = problem.message + (f"; {problem.hint}" if problem.hint else "")
    return f"::{problem.severity} {said}::{_data(text)}"


def _data(text: str) -> str:
    text = _CONTROL.sub(" ", text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""The forms an answer may take, by the names of ``--format``.

In: results, a format's name, a terminal. Out: text. Never: prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.presenters import csvout, jsonl, jsonout, markdown, text

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Results

FORMATS: Final = ("text", "json", "jsonl", "csv", "md")


def present(results: Results, form: str, terminal: Terminal) -> str:
    """Return the answer in a form of ``FORMATS``; it ends with a newline unless empty.

    Raises:
        ValueError: There is no such form.
    """
    match form:
        case "text":
            return text.render(results, terminal)
        case "json":
            return jsonout.render(results)
        case "jsonl":
            return jsonl.render(results)
        case "csv":
            return csvout.render(results)
        case "md":
            return markdown.render(results)
    msg = f"no such format: {form}"
    raise ValueError(msg)

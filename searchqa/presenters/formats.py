"""The forms an answer may take, by the names of ``--format``.

In: results, a format's name, a terminal. Out: text. Never: prints.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Results

FORMATS: Final = ("text", "json", "jsonl", "csv", "md")

_MODULES: Final = {
    "text": "text",
    "json": "jsonout",
    "jsonl": "jsonl",
    "csv": "csvout",
    "md": "markdown",
}


def present(results: Results, form: str, terminal: Terminal) -> str:
    """Return the answer in a form of ``FORMATS``; it ends with a newline unless empty.

    Raises:
        ValueError: There is no such form.
    """
    if form not in _MODULES:
        msg = f"no such format: {form}"
        raise ValueError(msg)
    # One of them is wanted, and an answer would wait for all.
    render = import_module(f"searchqa.presenters.{_MODULES[form]}").render
    shown: str = render(results, terminal) if form == "text" else render(results)
    return shown

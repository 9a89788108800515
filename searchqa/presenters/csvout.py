"""Hits as a table for spreadsheets.

In: results. Out: CSV with a header line. Never: lets a cell begin a formula.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from searchqa.model import iso_day, iso_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.results import Hit, Results

COLUMNS: Final = (
    "id",
    "thread",
    "score",
    "kind",
    "role",
    "participant",
    "start",
    "book",
    "title",
    "authors",
    "question",
    "asker",
    "messages",
    "more",
    "text",
    "links",
    "collection",
    "sent",
    "url",
    "reactions",
)
# Spreadsheets calculate what begins so, also behind space.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def render(results: Results) -> str:
    """Return the header and one row a hit; fragments are joined by `` … ``."""
    return _table([COLUMNS]) + rows(results)


def rows(results: Results) -> str:
    """Return one row a hit: what follows the header, or an earlier page."""
    return _table([_cell(value) for value in _row(hit)] for hit in results.hits)


def _table(lines: Iterable[Sequence[str | int | float]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _row(hit: Hit) -> tuple[str | int | float, ...]:
    return (
        hit.id,
        hit.thread.id,
        round(hit.score, 6),
        hit.kind,
        hit.role,
        hit.participant,
        iso_day(hit.book.start) or "",
        hit.book.id,
        hit.book.title,
        "; ".join(hit.book.authors),
        hit.thread.question,
        hit.thread.asker,
        hit.thread.messages,
        hit.more,
        " … ".join(snippet.text for snippet in hit.snippets if snippet.field == "text"),
        " ".join(hit.links),
        hit.book.collection,
        iso_moment(hit.sent) or "",
        hit.url,
        hit.reactions,
    )


def _cell(value: str | float) -> str | float:
    """Return a cell that a spreadsheet shows rather than calculates.

    An apostrophe in front is the spreadsheets' own way of saying "text".
    """
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub(" ", value)
    return f"'{text}" if _FORMULA.match(text) else text

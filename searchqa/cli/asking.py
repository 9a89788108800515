"""What ``searchqa query`` does once its line is read.

In: the values of its options. Out: an answer in the format asked for; exit code 0
with hits, 1 without. Never: imports click, or decides what matches or how an answer looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from searchqa.app import Index, open_index
from searchqa.cli import output
from searchqa.cli.places import index_path
from searchqa.cli.state import remember
from searchqa.cli.table import FILTERS
from searchqa.cli.typed import decodable, query_text
from searchqa.errors import NotFoundError, SearchqaError
from searchqa.presenters.formats import present
from searchqa.presenters.wording import elsewhere
from searchqa.records import dataclass

if TYPE_CHECKING:
    from searchqa.results import Results
    from searchqa.schema import Grouping, Sort

_LIMIT: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, one field for each option."""

    text: str
    filters: dict[str, Any]
    sort: Sort
    group: Grouping
    limit: int
    page: int
    facets: bool
    format: str
    color: str
    open: int | None
    explain: bool

    @property
    def browses(self) -> bool:
        """Whether nothing at all was asked for."""
        return not self.text.strip() and not any(self.filters.values())


def ask(text: tuple[str, ...], index: str | None, config: str | None, **options: Any) -> int:  # noqa: ANN401 (one for each row of the table)
    """Answer a query; return the exit code.

    Raises:
        SearchqaError: Options that exclude each other, a wrong configuration, a
            broken index, a hit that isn't there.
    """
    asked = _asked(text, options)
    if asked.open is not None and asked.browses:
        # A browser is opened far less often than a question is asked.
        from searchqa.cli.last import open_numbered

        return open_numbered(asked.open, index, config)
    path = index_path(index, config)
    with open_index(path, once=True) as opened:
        if asked.open is not None:
            results = _search(opened, asked, offset=asked.open - 1, limit=1)
            if not results.hits:
                raise NotFoundError(
                    f"there is no hit {asked.open}", f"the whole answer has {results.total}"
                )
            # As above.
            from searchqa.cli.last import open_book

            return open_book(opened.books[results.hits[0].book.id], config)
        results = _search(opened, asked, (asked.page - 1) * asked.limit, asked.limit)
        output.write(_shown(opened, results, asked))
    if asked.format == "text":
        remember(path, results)
    else:
        _tell_notices(results, asked.format)
    return 0 if results.hits or (results.total and not asked.limit) else 1


def _asked(text: tuple[str, ...], options: dict[str, Any]) -> Asked:
    """Sort what was typed."""
    filters: dict[str, Any] = {}
    for option in FILTERS:
        name, value = option.parameter, options.pop(option.parameter)
        filters[name] = tuple(map(decodable, value)) if isinstance(value, tuple) else value
    if options["explain"] and options["format_"] != "text":
        raise SearchqaError(
            "--explain is for --format text", "searchqa query --help shows what can be typed"
        )
    form = options.pop("format_")
    if options["limit"] is None:
        options["limit"] = output.hits_that_fit() if form == "text" else _LIMIT
    return Asked(
        text=query_text(text),
        filters=filters,
        format=form,
        open=options.pop("open_"),
        **options,
    )


def _search(opened: Index, asked: Asked, offset: int, limit: int) -> Results:
    return opened.search(
        asked.text,
        **asked.filters,
        sort=asked.sort,
        group=asked.group,
        offset=offset,
        limit=limit,
        facets=None if asked.facets else (),
    )


def _shown(opened: Index, results: Results, asked: Asked) -> str:
    """Return the answer as text, with what its scores are made of when that was asked for."""
    if asked.format != "text":
        output.use_utf8()
    terminal = output.terminal(asked.color)
    blocks = [present(results, asked.format, terminal)]
    if asked.explain:
        # As above: few ask for it.
        from searchqa.presenters.explain import render_explain

        blocks += [
            render_explain(opened.explain(asked.text, hit.id, **asked.filters), terminal, hit.id)
            for hit in results.hits
        ]
    return "\n".join(blocks)


def _tell_notices(results: Results, form: str) -> None:
    """Say what was odd, and what wasn't searched, where the format has no place for it.

    JSON has one; Markdown has one for what wasn't searched.
    """
    if form == "json":
        return
    for notice in results.notices:
        output.note(f"searchqa: {notice}")
    if form != "md" and results.elsewhere:
        output.note(f"searchqa: {elsewhere(results)}")

"""``searchqa query``: ask the index.

In: words and options. Out: an answer in the format asked for; exit code 0 with
hits, 1 without. Never: decides what matches or how an answer looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchqa.app import Index, open_index
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import color_option, index_options, index_path
from searchqa.cli.state import remember
from searchqa.cli.typed import decodable, query_text
from searchqa.errors import NotFoundError
from searchqa.presenters.formats import FORMATS, present
from searchqa.records import dataclass
from searchqa.schema import GROUPINGS, MAX_LIMIT, SORTS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from searchqa.results import Results
    from searchqa.schema import Grouping, Sort

_LIMIT = 10
_FILTERS = ("author", "book", "participant", "role", "kind", "year", "before", "after", "during")


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


def _facet_values(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    # Only a shell that completes a line comes here; an answer needn't wait for it.
    from searchqa.cli.completing import facet_values

    return facet_values(ctx, param, incomplete)


@click.command(
    cls=Command,
    short_help="Search; without words, browse the newest.",
    examples=[
        Example("searchqa query data versioning", "plain words: ranked, all of them first"),
        Example(
            "searchqa query '\"data versioning\" -dvc'",
            "a phrase, and a word that must not be there",
        ),
        Example(
            "searchqa query --role author --kind answer versioning",
            "only what a book's author answered",
        ),
        Example("searchqa query --year 2021 --sort newest", "no words: browse"),
        Example(
            "searchqa query --format json -- versioning -git",
            "for programs; words with a minus after --",
        ),
    ],
)
@click.argument("text", nargs=-1)
@click.option(
    "--author",
    metavar="NAME",
    multiple=True,
    shell_complete=_facet_values,
    help="Books by this author. Repeat for several.",
)
@click.option(
    "--book",
    metavar="TITLE",
    multiple=True,
    shell_complete=_facet_values,
    help="Only this book, by title or id. Repeatable.",
)
@click.option(
    "--participant",
    metavar="NAME",
    multiple=True,
    shell_complete=_facet_values,
    help="Messages this person wrote. Repeatable.",
)
@click.option(
    "--role",
    metavar="ROLE",
    multiple=True,
    shell_complete=_facet_values,
    help="Who wrote it: author (of the book), asker, other. Repeatable.",
)
@click.option(
    "--kind",
    metavar="KIND",
    multiple=True,
    shell_complete=_facet_values,
    help="question, answer (by the book's author), reply. Repeatable.",
)
@click.option(
    "--year",
    metavar="YYYY",
    multiple=True,
    shell_complete=_facet_values,
    help="The year the book's week began in. Repeatable.",
)
@click.option(
    "--before",
    metavar="DATE",
    help="Weeks that began before this year, month or day (2021, 2021-09, 2021-09-27).",
)
@click.option("--after", metavar="DATE", help="Weeks that began after it.")
@click.option(
    "--during",
    metavar="DATE",
    multiple=True,
    help="Weeks that began in this year or month, or that hold this day. Repeatable.",
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="relevance",
    help="Order of the hits. Default: relevance.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(0, MAX_LIMIT),
    help="Hits on a page. Default: what fits the terminal, up to 10; 10 elsewhere.",
)
@click.option(
    "--page", metavar="N", type=click.IntRange(1), default=1, help="Which page. Default: 1."
)
@click.option(
    "--group",
    type=click.Choice(GROUPINGS),
    default="thread",
    help="thread: one hit a conversation (default); none: each message.",
)
@click.option(
    "--facets/--no-facets",
    default=True,
    help="Count authors, books, years and the like beside the hits.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    help="Default: text. The others are for programs and documents.",
)
@click.option(
    "--open",
    "open_",
    metavar="N",
    type=click.IntRange(1),
    help="Open the book's page of hit N; without words, of the last answer's.",
)
@click.option("--explain", is_flag=True, help="Show what each hit's score is made of.")
@color_option
@index_options
def query(text: tuple[str, ...], index: str | None, config: str | None, **options: Any) -> int:  # noqa: ANN401 (click's values)
    """Search the index for TEXT.

    Plain words are ranked, best first. Also understood: "a phrase" -word +word
    a OR b, deploy*, kuberntes~ and fields such as author:ada is:unanswered
    has:code before:2021-09 (docs/query-language.md has them all). Whatever is
    odd in a query is said, and the rest is searched.

    Quotes that are meant for the query need quotes for the shell around them:
    '"a phrase"'. Words that begin with a minus go after --.

    Exit code: 0 with hits, 1 without, 2 when something went wrong.
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
    for name in _FILTERS:
        value = options.pop(name)
        filters[name] = tuple(map(decodable, value)) if isinstance(value, tuple) else value
    if options["explain"] and options["format_"] != "text":
        raise click.UsageError("--explain is for --format text", click.get_current_context())
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
    """Say what was odd where the format has no place for it; JSON has one."""
    if form != "json":
        for notice in results.notices:
            output.note(f"searchqa: {notice}")

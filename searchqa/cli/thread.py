"""``searchqa thread``: a whole conversation.

In: a number of the last answer, or an id. Out: the thread, paged on a terminal.
Never: decides how it looks.
"""

from __future__ import annotations

import click

from searchqa.app import open_index
from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.last import numbered_thread, open_book
from searchqa.cli.options import color_option, index_options
from searchqa.cli.places import index_path
from searchqa.cli.typed import decodable
from searchqa.presenters.thread import render_thread

# Ids are ten hex digits, which may happen to be decimal ones; no answer has that many hits.
_ID_LENGTH = 10


@click.command(
    cls=Command,
    short_help="Read a whole conversation.",
    examples=[
        Example("searchqa thread 1", "the first hit of the last answer"),
        Example("searchqa thread 1 --open", "its book's page in the browser"),
    ],
)
@click.argument("thread_id", metavar="ID")
@click.option("--open", "open_", is_flag=True, help="Open the book's page instead.")
@color_option
@index_options
def thread(
    *,
    thread_id: str,
    open_: bool,
    color: str,
    index: str | None,
    config: str | None,
) -> int:
    """Show the conversation ID: a question and all its replies.

    ID is the number of a hit in the last answer, a thread's id as shown beside
    a hit (the ten letters behind the slash are enough), or a message's id.
    """
    path = None
    if thread_id.isdecimal() and len(thread_id) < _ID_LENGTH:
        path, thread_id = numbered_thread(int(thread_id), index, config)
    with open_index(path or index_path(index, config), once=True) as opened:
        view = opened.thread(decodable(thread_id))
    if open_:
        return open_book(view.book, config)
    terminal = output.terminal(color)
    output.page(render_thread(view, terminal), color=terminal.color)
    return 0

"""What helps when a query finds nothing, or has a word nobody wrote.

In: an understood query, an engine. Out: a nearer spelling; looser queries with
their counts. Never: changes what was searched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.query.nodes import All, Any, Must, Word, Words
from searchqa.query.parser import parse
from searchqa.query.request import Filters, Request
from searchqa.results import IN_ALL, Loosening
from searchqa.schema import ALL
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from searchqa.engines.base import Searcher
    from searchqa.query.nodes import Node
    from searchqa.schema import Grouping
    from searchqa.search.understand import Understood

# More misspelt words than these are another language, and each costs a look at all words.
_MAX_UNKNOWN: Final = 4
_SHORTEST: Final = 3


def loosenings(
    searcher: Searcher, understood: Understood, group: Grouping
) -> tuple[Loosening, ...]:
    """Return the queries with one demand less that find something, else with none."""
    # Only when nothing was found: a command that asks one query waits for each import.
    from searchqa.query.loosen import loosen, loosest

    found = _counted(searcher, loosen(understood.tree, understood.filters), group)
    words = loosest(understood.tree)
    if found or words is None:
        return found
    ways = [("any of the words", words, understood.filters)]
    ways += _without_filters(words, understood.filters)
    return _counted(searcher, ways, group)


def _without_filters(words: Node, filters: Filters) -> list[tuple[str, Node, Filters]]:
    """Return the words in all there is, unless that is where they were looked for."""
    if not filters.narrowing:
        return []
    # Without a collection's name the index's own would count again.
    widest = Filters(collection=(ALL,) if filters.collection else ())
    if filters == Filters(collection=filters.collection):
        return [(f"any of the words, {IN_ALL}", words, widest)]
    return [("any of the words, without the filters", words, widest)]


def _counted(
    searcher: Searcher, ways: Iterable[tuple[str, Node, Filters]], group: Grouping
) -> tuple[Loosening, ...]:
    # As above.
    from searchqa.query.printing import to_query

    out = []
    for what, tree, filters in ways:
        total = _total(searcher, tree, filters, group)
        if total:
            out.append(Loosening(what, to_query(tree), filters.to_dict(), total))
    return tuple(out)


def suggestion(searcher: Searcher, understood: Understood, group: Grouping) -> str | None:
    """Return the query with words nobody wrote replaced by near ones that find something.

    Args:
        searcher: The engine.
        understood: The query.
        group: In which units the corrected query is counted.
    """
    text = understood.text
    unknown = [word for word in _words(understood.tree) if not searcher.holds(word)]
    if not unknown:
        return None
    for word in [*dict.fromkeys(unknown)][:_MAX_UNKNOWN]:
        near = _nearest(searcher, word)
        if near:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near, text)
    if text == understood.text:
        return None
    corrected = parse(text)
    found = _total(searcher, corrected.tree, understood.filters, group)
    return text if found else None


def _nearest(searcher: Searcher, word: str) -> str:
    folded = fold(word)
    return next((near for near, count in searcher.near_words(word) if count and near != folded), "")


def _words(node: Node) -> Iterator[str]:
    """Yield the plain words that are asked for, not those that are excluded."""
    match node:
        case Word(text):
            if text.isalpha() and len(text) >= _SHORTEST:
                yield text
        case Must(child):
            yield from _words(child)
        case Words(children) | All(children) | Any(children):
            for child in children:
                yield from _words(child)


def _total(searcher: Searcher, tree: Node, filters: Filters, group: Grouping) -> int:
    request = Request(tree=tree, filters=filters.narrowing, group=group, limit=0, facets=())
    return searcher.search(request).total

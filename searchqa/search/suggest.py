"""What a half-typed query may become.

In: what was typed so far, an engine, the names of an index. Out: whole queries,
each with what it is about. Never: completes a word to one that nobody wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.analysis.stopwords import STOP_WORDS
from searchqa.query.quoting import MARKS, value_text
from searchqa.results import Suggestion
from searchqa.schema import KINDS, MAX_QUERY_CHARS, MAX_TERM_EXPANSIONS, ROLES
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from searchqa.engines.base import Searcher
    from searchqa.schema import FacetName
    from searchqa.search.names import Names

# In the order in which they are told; who wrote a book is more often meant than who asked.
_NAMED: Final[tuple[FacetName, ...]] = ("author", "book", "participant")
# The last word, without what may stand before it: marks, brackets, a sign.
_LAST: Final = re.compile(rf"[^\W_][^\s(){re.escape(MARKS)}]*$")
# A field and the beginning of its value, in marks that are still open or without any.
_VALUE: Final = re.compile(
    rf"(?:^|(?<=[\s(\-+]))(author|book|participant|collection|role|kind):"
    rf"(?:[{re.escape(MARKS)}]([^{re.escape(MARKS)}]*)|([^\s(){re.escape(MARKS)}]*))$"
)
_TYPED: Final = re.compile(r"[^\W_]+")
_FIXED: Final = {"role": ROLES, "kind": KINDS}
# Names are rarely longer, and each way to read the end of a query costs a look at all names.
_NAME_WORDS: Final = 3


def suggest(searcher: Searcher, names: Names, text: str, limit: int) -> tuple[Suggestion, ...]:
    """Return completions of a query's last word: words, then authors, books, people.

    Args:
        searcher: The engine.
        names: The index's names.
        text: What was typed; if it ends with a space, nothing is to be completed.
        limit: How many at most. Names take half of them when there are words enough.
    """
    if limit < 1 or len(text) > MAX_QUERY_CHARS:
        return ()
    value = _VALUE.search(text)
    if value:
        return tuple(_values(names, text, value))[:limit]
    last = _LAST.search(text)
    if last is None:
        return ()
    words = [one for one in _words(searcher, text, last) if one.text != text][:limit]
    # Inside marks a name's field would be words of a phrase.
    quoting = sum(text.count(mark) for mark in MARKS) % 2 == 1
    named = [] if quoting else list(_names(names, text))
    kept = max(limit - len(words), min(len(named), limit // 2))
    return (*words[: limit - min(kept, len(named))], *named[:kept])


def _words(searcher: Searcher, text: str, last: re.Match[str]) -> Iterator[Suggestion]:
    before = text[: last.start()]
    for word, count in searcher.beginning_with(last.group(), MAX_TERM_EXPANSIONS):
        if word not in STOP_WORDS:
            yield Suggestion("word", before + word, word, count)


def _names(names: Names, text: str) -> Iterator[Suggestion]:
    """Yield names that the last words begin: of two words rather than of the last alone."""
    found = list(_TYPED.finditer(text))
    if not found or found[-1].end() != len(text):
        return
    seen: set[tuple[FacetName, str]] = set()
    for facet in _NAMED:
        for first in range(max(0, len(found) - _NAME_WORDS), len(found)):
            typed = [fold(one.group()) for one in found[first:]]
            before = text[: found[first].start()]
            for one in _buckets(names, facet, typed, before):
                if (facet, one.label) not in seen:
                    seen.add((facet, one.label))
                    yield one


def _buckets(names: Names, facet: FacetName, typed: list[str], before: str) -> Iterator[Suggestion]:
    for bucket in names.beginning_with(facet, typed):
        text = f"{before}{facet}:{value_text(bucket.value)}"
        yield Suggestion(facet, text, bucket.label, bucket.count)


def _values(names: Names, text: str, value: re.Match[str]) -> Iterable[Suggestion]:
    """Return a field's values that begin with, or have a word that begins with, what is typed."""
    field, before = value[1], text[: value.start()]
    typed = value[2] if value[2] is not None else value[3]
    if field in _FIXED:
        begun = fold(typed)
        known = {bucket.value: bucket.count for bucket in names.values(field)}  # type: ignore[arg-type]
        return [
            Suggestion(field, f"{before}{field}:{one}", one, known[one])  # type: ignore[arg-type]
            for one in _FIXED[field]
            if one.startswith(begun) and one in known
        ]
    words = [fold(one) for one in _TYPED.findall(typed)] or [""]
    return _buckets(names, field, words, before)  # type: ignore[arg-type]

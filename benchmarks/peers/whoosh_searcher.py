"""The open index of ``whoosh_fields``.

In: queries as they are typed into searchqa. Out: answers by Whoosh's search.
Never: is imported before that peer is opened.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import whoosh.index
import whoosh.query
import whoosh.sorting

from benchmarks.peers.base import (
    BUCKETS,
    FACETS,
    FRAGMENTS,
    HITS,
    SNIPPET_CHARACTERS,
    Found,
    Shown,
)
from benchmarks.peers.whoosh_fields import AND
from searchqa.engines.bind import EverythingNode, bind
from searchqa.engines.whoosh_engine.schema import TermsAnalyzer
from searchqa.query.parser import parse
from searchqa.text.fold import fold
from tests.judge.whoosh_judge import Compiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.peers.base import Mode
    from benchmarks.queries import Query
    from searchqa.query.request import Filters

# Whoosh has no types for what is called here.
_index: Any = whoosh.index
_query: Any = whoosh.query
_sorting: Any = whoosh.sorting
# The field whose words a query's terms are, and which are to be marked.
_STEMS: Final = "body"
_WORDS: Final = "words"


class _Expanding(Compiler):
    """The judge's compiler with Whoosh's own ways to find words."""

    def beginning_with(self, word: str) -> Iterable[str]:
        return [term.decode() for term in self.reader.expand_prefix(_WORDS, word)]

    def near(self, word: str, distance: int) -> Iterable[str]:
        return list(self.reader.terms_within(_WORDS, word, distance))

    def id_of(self, number: int) -> str:
        return str(self.reader.stored_fields(number)["document"][0])


class FieldsReader:
    """An open searcher."""

    def __init__(self, folder: Path) -> None:
        index = _index.open_dir(str(folder), readonly=True)
        self._searcher = index.searcher()
        self._compiler = _Expanding(self._searcher.reader())
        for what, name in (("terms", _STEMS), ("words", _WORDS)):
            # What filled the index takes a message apart twice, for the gaps between its parts.
            self._searcher.schema[name].analyzer = TermsAnalyzer(what)
        self._groups = {name: _sorting.FieldFacet(name, maptype=_sorting.Count) for name in FACETS}
        self._newest = _sorting.FieldFacet("day", reverse=True)

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return a search of what is typed into searchqa."""
        text = query.typed(values)
        grouped = {"groupedby": self._groups} if mode == "facets" else {}
        marked = _WORDS if query.prefix or query.fuzzy else _STEMS
        search = self._searcher.search

        def ask() -> Found:
            parsed = parse(text)
            tree = bind(parsed.tree).tree
            browsing = isinstance(tree, EverythingNode)
            newest = {"sortedby": self._newest} if browsing else {}
            compiled = _query.Every() if browsing else self._compiler.compile(tree).normalize()
            narrow = _narrow(parsed.filters)
            # With a limit it leaves matches out, and to count them it has to search once more.
            results = search(compiled, limit=None, filter=narrow, **grouped, **newest)
            hits = tuple(_shown(hit, marked) for hit in islice(results, HITS))
            return Found(len(results), hits, _facets(results) if grouped else {})

        return ask

    def close(self) -> None:
        """Let go of files."""
        self._searcher.close()


def _narrow(filters: Filters) -> Any:  # noqa: ANN401 - untyped
    parts = []
    for name in FACETS:
        wanted = filters.of(name)
        terms = [_query.Term(name, one if name == "book" else fold(one)) for one in wanted]
        parts += [_query.Or(terms) if len(terms) > 1 else terms[0]] if terms else []
    ends = [one for one in (filters.after, filters.before) if one is not None]
    if ends:
        first = [one.first.toordinal() for one in ends if one.first]
        last = [one.last.toordinal() for one in ends if one.last]
        parts.append(_query.NumericRange("day", max(first, default=None), min(last, default=None)))
    return _query.And(parts) if len(parts) > 1 else parts[0] if parts else None


def _facets(results: Any) -> dict[str, tuple[tuple[str, int], ...]]:  # noqa: ANN401 - untyped
    out = {}
    for name in FACETS:
        counts: Counter[str] = Counter()
        for value, count in results.groups(name).items():
            for one in value.split(AND) if value else ():
                counts[one] += count
        out[name] = tuple(counts.most_common(BUCKETS))
    return out


def _shown(hit: Any, marked: str) -> Shown:  # noqa: ANN401 - untyped
    id_, title, participant, question, text = hit.fields()["document"]
    # Its highlights are marked up text; the ranges stand in it.
    snippet = hit.highlights(marked, text=text, top=FRAGMENTS) or text[:SNIPPET_CHARACTERS]
    return Shown(id_, title, participant, question, snippet, (), hit.score)

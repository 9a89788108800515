"""How long each step of a query takes, for the drawing in ARCHITECTURE.md.

In: an index (``--index DIR``). Out: a table of medians over ten queries, in microseconds.
Never: asserts a time.

The steps are called as ``Search.search`` calls them, each alone and many times over.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import searchqa
from searchqa.engines.arrays.marks import Marker
from searchqa.engines.bind import bind
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.search.hits import Hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchqa.schema import FacetName

QUERIES = (
    "data versioning",
    "machine learning model",
    "how to start",
    "docker kubernetes deployment",
    "feature store",
    "data engineer career advice",
    "time series forecasting",
    "spark vs pandas",
    "interpretability",
    "tools for small teams",
)
FACETS: tuple[FacetName, ...] = ("author", "book", "participant")
ROUNDS = 30


def steps(index: searchqa.Index, text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name of each step of a query and what does it."""
    searcher = index._searcher  # noqa: SLF001 - the steps inside are what is measured
    arrays, kernel, tables = searcher._arrays, searcher._kernel, searcher._tables  # type: ignore[attr-defined]  # noqa: SLF001
    parsed = parse(text)
    request = Request(tree=parsed.tree, facets=FACETS)
    bound = bind(request.tree)
    matches = searcher._execution().run(bound)  # type: ignore[attr-defined]  # noqa: SLF001
    page = kernel.page(kernel.select(matches, ()), "relevance", "thread", 0, 10)
    numbers = [place.document for place in page.places]
    documents = [arrays.document(number) for number in numbers]
    answer = searcher.search(request)

    def tallied() -> None:
        selected = kernel.select(matches, ())
        for facet in FACETS:
            kernel.tally(selected, facet, "thread")

    # What is kept for whoever asks again is made anew, but for the engine's pairs and phrases.
    yield "parse the text to a tree", lambda: parse.__wrapped__(text)
    yield "bind the tree to terms", lambda: bind.__wrapped__(request.tree)
    yield (
        "sum impacts: documents and scores",
        lambda: searcher._execution().run(bound),  # type: ignore[attr-defined]  # noqa: SLF001
    )
    yield "check filters", lambda: kernel.select(matches, tables.checks(request.filters))
    yield (
        "order and group: ten threads",
        lambda: kernel.page(kernel.select(matches, ()), "relevance", "thread", 0, 10),
    )
    yield "count three facets", tallied
    yield "read ten messages", lambda: [arrays._document(number) for number in numbers]  # noqa: SLF001
    yield (
        "find the words in them",
        lambda: Marker(arrays, kernel, bound, {}).of(numbers, documents),
    )
    yield "cut fragments, make hits", lambda: Hits().of(answer)
    yield "all of it (Index.search)", lambda: index.search(text, facets=FACETS)


def measured(step: Callable[[], object]) -> float:
    """Return the median of a step's microseconds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        step()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    index = searchqa.open(parser.parse_args().index)
    table: dict[str, list[float]] = {}
    for text in QUERIES:
        for name, step in steps(index, text):
            table.setdefault(name, []).append(measured(step))
    for name, taken in table.items():
        print(f"{statistics.median(taken):8.0f} µs  {name}")


if __name__ == "__main__":
    main()

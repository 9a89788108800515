"""How long each step of a query takes, for the drawing in ARCHITECTURE.md and for the report.

In: an index (``--index DIR``). Out: a table of medians over ten queries, in microseconds.
Never: asserts a time.

The steps are called as ``Search.search`` calls them, each alone and many times over.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import searchqa
from searchqa.engines.arrays.marks import Marker
from searchqa.engines.bind import bind
from searchqa.query.nodes import Everything
from searchqa.query.parser import parse
from searchqa.query.request import Request
from searchqa.search.hits import Hits
from searchqa.search.understand import understand

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.schema import FacetName, Grouping

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
WHOLE: Final = "all of it (Index.search)"


class Asked(NamedTuple):
    """How much of an answer is shown."""

    group: Grouping
    fragments: int


DEFAULT: Final = Asked("thread", 3)


class Step(NamedTuple):
    """A step of a query: ``does`` is timed with what ``before`` makes, untimed, each time."""

    name: str
    does: Callable[[Any], object]
    before: Callable[[], object] = tuple


def steps(
    index: searchqa.Index, text: str, asked: Asked = DEFAULT, *, kept: bool = False
) -> tuple[Step, ...]:
    """Return the steps of a query, the whole of it last.

    Args:
        index: An open one.
        text: What is typed.
        asked: How much is shown.
        kept: Whether what is kept for whoever asks again is used; else it is made anew, but for
            the engine's pairs, phrases and expanded words.
    """
    understood = understand(text, {}, index._names)  # noqa: SLF001 - the steps inside are measured
    browsing = isinstance(understood.tree, Everything)
    request = Request(
        understood.tree,
        understood.filters,
        "newest" if browsing else "relevance",
        asked.group,
        facets=FACETS,
    )
    parsed, terms = (parse, bind) if kept else (parse.__wrapped__, bind.__wrapped__)
    options: dict[str, Any] = {"group": asked.group, "fragments": asked.fragments}
    return (
        Step("parse the text to a tree", lambda _: parsed(text)),
        Step("bind the tree to terms", lambda _: terms(request.tree)),
        *_searching(index._searcher, request),  # noqa: SLF001
        *_showing(index, request, asked.fragments, kept=kept),
        Step(WHOLE, lambda _: index.search(text, facets=FACETS, **options)),
    )


def _searching(searcher: Any, request: Request) -> tuple[Step, ...]:  # noqa: ANN401 - its inside
    kernel, tables, bound = searcher._kernel, searcher._tables, bind(request.tree)  # noqa: SLF001
    matches = searcher._execution().run(bound)  # noqa: SLF001

    # A selection remembers what was counted of it.
    def select(_: object = None) -> Any:  # noqa: ANN401 - the kernel's
        return kernel.select(matches, tables.checks(request.filters))

    def page(made: object) -> object:
        return kernel.page(made, request.sort, request.group, request.offset, request.limit)

    def counted(made: object) -> object:
        return [kernel.tally(made, facet, request.group) for facet in FACETS]

    return (
        Step("sum impacts: documents and scores", lambda _: searcher._execution().run(bound)),  # noqa: SLF001
        Step("check filters", select),
        Step("order: ten hits", page, select),
        Step("count three facets", counted, select),
    )


def _showing(
    index: searchqa.Index, request: Request, fragments: int, *, kept: bool
) -> tuple[Step, ...]:
    searcher: Any = index._searcher  # noqa: SLF001
    arrays, kernel, bound = searcher._arrays, searcher._kernel, bind(request.tree)  # noqa: SLF001
    execution = searcher._execution()  # noqa: SLF001
    execution.run(bound)
    spoken = searcher._spoken(execution)  # noqa: SLF001
    answer, hits = searcher.search(request), index._hits  # noqa: SLF001
    documents = [match.document for match in answer.matches]
    numbers = [arrays.number(document.id) for document in documents]
    read = arrays.document if kept else arrays._document  # noqa: SLF001

    def marks(_: object) -> object:
        return Marker(arrays, kernel, bound, spoken).of(numbers, documents)

    return (
        Step("read ten messages", lambda _: [read(number) for number in numbers]),
        Step("find the words in them", marks),
        Step(
            "cut fragments, make hits",
            lambda _: (hits if kept else Hits()).of(answer, fragments),
        ),
    )


def measured(step: Step, rounds: int = ROUNDS) -> float:
    """Return the median of a step's microseconds."""
    taken = []
    for _ in range(rounds):
        made = step.before()
        begun = time.perf_counter()
        step.does(made)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    index = searchqa.open(parser.parse_args().index)
    table: dict[str, list[float]] = {}
    for text in QUERIES:
        for step in steps(index, text):
            table.setdefault(step.name, []).append(measured(step))
    for name, taken in table.items():
        print(f"{statistics.median(taken):8.0f} µs  {name}")


if __name__ == "__main__":
    main()

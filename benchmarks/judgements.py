"""Judged queries, what each brought, and the figures that sum it up.

In: benchmarks/judged/queries.jsonl and ranked threads. Out: figures from 0 to 1.
Never: searches.

For Q queries, each with a set of relevant threads, and the ten best threads of each
answer, let r(q) be the rank of the first relevant one (infinite when there is none):

* hits at k = |{q : r(q) <= k}| / Q
* MRR (mean reciprocal rank) = (1 / Q) * sum over q of 1 / r(q), with 1 / infinity = 0

Source: Manning, Raghavan and Schuetze, "Introduction to Information Retrieval", chapter 8;
E. Voorhees, "The TREC-8 Question Answering Track Report", 1999.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERIES = Path(__file__).parent / "judged" / "queries.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the threads that answer it, each as ``book#number``."""

    id: str
    query: str
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query brought: threads as ``book#number``, best first."""

    judged: Judged
    found: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """Rank of the first relevant thread from 1, or None when it isn't there."""
        ranks = (rank for rank, one in enumerate(self.found, 1) if one in self.judged.relevant)
        return next(ranks, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Hits at 1, 5 and 10 and mean reciprocal rank, each from 0 to 1."""

    hits1: float
    hits5: float
    hits10: float
    mrr: float


def read_judged(path: Path = QUERIES) -> tuple[Judged, ...]:
    """Return the judged queries.

    Raises:
        ValueError: A line is not JSON.
        KeyError: A line lacks ``id``, ``query`` or ``relevant``.
    """
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Judged(row["id"], row["query"], tuple(row["relevant"])) for row in rows)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of the module's formulas; all 0 without outcomes."""
    total = len(outcomes) or 1
    ranks = [outcome.rank for outcome in outcomes]
    at1, at5, at10 = (sum(r is not None and r <= k for r in ranks) / total for k in (1, 5, 10))
    return Figures(at1, at5, at10, sum(1 / r for r in ranks if r is not None) / total)


def read_figures(text: str) -> dict[str, Figures]:
    """Return each variant's figures from the text of the written report."""
    row = re.compile(r"^\| ([^|]+?) \|" + r" (\d\.\d{3}) \|" * 4 + "$", re.MULTILINE)
    return {name: Figures(*map(float, values)) for name, *values in row.findall(text)}

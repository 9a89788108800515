"""The page that says how well the right thread is found.

In: figures, outcomes and questions. Out: Markdown.
Never: measures, opens an index, or writes a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.judgements import Figures, Outcome

HEAD = """\
# How well the right thread is found

{queries} judged queries on the sample that ships with searchqa ({threads} threads). Each query
asks one thread's question in other words, as a reader would who has the problem but not the
thread; none copies five words in a row. Answers are grouped by thread, the ten best are looked
at. Made by

```sh
python -m benchmarks.retrieval --write
```

from [benchmarks/judged](../benchmarks/judged/README.md); a test fails when `hits at 5` falls
below this page.

{table}

*Hits at k*: the share of queries with the right thread among the first k. *MRR*: the mean of
1/rank of the right thread, 0 when it isn't among the first ten.

- **as typed**: the query's words and nothing else. Words are optional and ranked.
- **all words required**: the same words joined by `AND`, stop words left out.
- **only questions searched**: `kind:question`, so that replies can't help.
- **filtered to its book**: `--book` with the right book, for a reader who remembers which it was.
- **Whoosh as it comes**: the same messages in three stemmed fields (message, question, title),
  Whoosh's own parser joined by OR, its own ranking, nothing of ours.

The queries avoid their question's words on purpose, so what is missed is mostly what words can't
find.

Sample and queries come from the same hand: the figures compare one version of searchqa with
another, and say little about another archive.

## Not among the first five, as typed

{missed}
"""


def table(measured: Mapping[str, Figures]) -> str:
    """Return the variants' figures as a Markdown table."""
    rows = [
        f"| {name} | {one.hits1:.3f} | {one.hits5:.3f} | {one.hits10:.3f} | {one.mrr:.3f} |"
        for name, one in measured.items()
    ]
    head = ["| variant | hits at 1 | hits at 5 | hits at 10 | MRR |", "|---|---|---|---|---|"]
    return "\n".join(head + rows)


def report(
    measured: Mapping[str, Figures], outcomes: Sequence[Outcome], questions: Mapping[str, str]
) -> str:
    """Return the whole page.

    Args:
        measured: Figures by variant.
        outcomes: What each query brought, as typed.
        questions: Each thread's question by ``book#number``.
    """
    missed = [one for one in outcomes if one.rank is None or one.rank > 5]
    entries = "\n".join(_entry(one, questions) for one in missed)
    return HEAD.format(
        queries=len(outcomes),
        threads=len(questions),
        table=table(measured),
        missed=entries or "None.",
    )


def _entry(outcome: Outcome, questions: Mapping[str, str]) -> str:
    wanted = outcome.judged.relevant[0]
    place = "not among the first ten" if outcome.rank is None else f"at place {outcome.rank}"
    lines = [
        f"- **{outcome.judged.query}** ({outcome.judged.id})",
        f"  - wanted, {place}: {_line(questions.get(wanted, ''))} `{wanted}`",
    ]
    if outcome.found:
        first = outcome.found[0]
        lines.append(f"  - came first: {_line(questions.get(first, ''))} `{first}`")
    else:
        lines.append("  - nothing was found")
    return "\n".join(lines)


def _line(question: str, width: int = 110) -> str:
    """Return a question's beginning on one line, safe inside Markdown."""
    flat = " ".join(question.split())
    short = flat if len(flat) <= width else flat[:width].rsplit(" ", 1)[0] + " …"
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", short)

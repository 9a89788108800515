"""Why a document stands where it stands: each term's part of its score.

In: a bound tree and a document. Out: parts whose sum is the score.
Never: decides what matches; it asks the executor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.engines.bind import (
    AllNode,
    AnyNode,
    Bound,
    BoundNode,
    FuzzyNode,
    PhraseNode,
    PrefixNode,
    TermNode,
    WordsNode,
)
from searchqa.results import ScorePart
from searchqa.schema import ANSWER_PRIOR, BODY_BOOST, PAIR_BOOST, QUESTION_BOOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.engines.whoosh_engine.execute import Execution
    from searchqa.engines.whoosh_engine.postings import PostingReader


def explain(
    bound: Bound,
    document: int,
    start: Callable[[], Execution],
    postings: PostingReader,
    columns: Columns,
) -> tuple[ScorePart, ...]:
    """Return the parts of a document's score, the largest first."""
    is_answer = columns.kinds[document] == "answer"
    answers = sum(columns.kinds[n] == "answer" for n in columns.live)
    wanted: list[tuple[str, str, float]] = []
    _collect(bound.tree, document, start, wanted)
    found = [(field, term, boost, postings.postings(field, term)) for field, term, boost in wanted]
    for left, right, distance in bound.pairs:
        found.append(("pairs", f"{left} {right}", PAIR_BOOST, postings.pair(left, right, distance)))
    parts = []
    for field, term, boost, held in found:
        score = postings.weigh(held, "body" if field == "pairs" else field, boost).get(document)
        if score is not None:
            count = int(held.counts[list(held.documents).index(document)])
            parts.append(ScorePart(term, field, count, len(held.documents), score))
    if parts and is_answer:
        parts.append(_prior(parts, answers))
    return tuple(sorted(parts, key=lambda part: (-part.score, part.field, part.term)))


def _prior(parts: list[ScorePart], answers: int) -> ScorePart:
    score = sum(part.score for part in parts) * (ANSWER_PRIOR - 1)
    return ScorePart("answer", "kind", 1, answers, score)


def _collect(
    node: BoundNode,
    document: int,
    start: Callable[[], Execution],
    out: list[tuple[str, str, float]],
) -> None:
    execution = start()
    if document not in execution.node(node):
        return
    match node:
        case TermNode(term):
            out += [("body", term, BODY_BOOST), ("question", term, QUESTION_BOOST)]
        case PhraseNode(terms, _):
            out += [("body", term, BODY_BOOST) for term in terms]
        case PrefixNode() | FuzzyNode():
            out += [("words", word, BODY_BOOST) for word in sorted(execution.words)]
        case AllNode(children) | AnyNode(children):
            for child in children:
                _collect(child, document, start, out)
        case WordsNode():
            for child in (*node.must, *node.should):
                _collect(child, document, start, out)
        case _:
            pass

"""Why a document stands where it stands: each term's part of its score.

In: a bound tree, a document, and the execution that watched it.
Out: parts whose sum is the score. Never: decides what matches or was left out.
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
    from searchqa.engines.whoosh_engine.columns import Columns
    from searchqa.engines.whoosh_engine.execute import Execution
    from searchqa.engines.whoosh_engine.postings import PostingReader


def explain(
    bound: Bound,
    document: int,
    execution: Execution,
    postings: PostingReader,
    columns: Columns,
) -> tuple[ScorePart, ...]:
    """Return the parts of a document's score, the largest first.

    Args:
        bound: The query.
        document: The document's number.
        execution: Has run the query, watching the document.
        postings: To weigh each part by itself.
        columns: For the kinds of messages.
    """
    is_answer = columns.kinds[document] == "answer"
    answers = sum(columns.kinds[n] == "answer" for n in columns.live)
    wanted: list[tuple[str, str, float]] = []
    _collect(bound.tree, execution, wanted)
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


def _collect(node: BoundNode, execution: Execution, out: list[tuple[str, str, float]]) -> None:
    if id(node) not in execution.holding:
        return
    match node:
        case TermNode(term):
            out += [("body", term, BODY_BOOST), ("question", term, QUESTION_BOOST)]
        case PhraseNode(terms, _):
            out += [("body", term, BODY_BOOST) for term in terms]
        case PrefixNode() | FuzzyNode():
            out += [("words", word, BODY_BOOST) for word in execution.expanded[id(node)]]
        case AllNode(children) | AnyNode(children):
            for child in children:
                _collect(child, execution, out)
        case WordsNode():
            for child in (*node.must, *node.should):
                _collect(child, execution, out)
        case _:
            pass

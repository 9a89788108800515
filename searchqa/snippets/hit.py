"""What is shown of a message that was found: of its text, of its question.

In: both as sources, and what was found in them. Out: snippets.
Never: looks at anything else of the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.snippets.fragments import FRAGMENTS, lead, snippets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchqa.results import Mark, Snippet
    from searchqa.snippets.source import Source


def hit_snippets(
    message: Source,
    question: Callable[[], Source],
    marks: Sequence[Mark],
    asked: Callable[[], Sequence[Mark]],
    fragments: int = FRAGMENTS,
) -> tuple[Snippet, ...]:
    """Return what to show of a hit.

    Fragments of the message; where only the question was found, fragments of
    it and the message's beginning; where neither was (browsing, a title's
    word), the beginning alone. () for an empty message found by its title.

    Args:
        message: The message's text.
        question: Gives its thread's question, should it be needed.
        marks: What was found in the text.
        asked: Gives what was found in the question, should it be needed.
        fragments: How many of a text at most.
    """
    found = snippets(message, marks, fragments)
    if found:
        return found
    in_question = snippets(question(), asked(), fragments)
    if message.lead is None:
        message.lead = lead(message)
    beginning = message.lead
    return (*in_question, beginning) if beginning.text else in_question

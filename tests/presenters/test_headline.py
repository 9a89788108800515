"""The line that stands for a question."""

from __future__ import annotations

import pytest

from searchqa.presenters.headline import headline

LONG = "We have been thinking about this for quite some time now, in several teams. "


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Hi Ada, thanks for coming! What is a ledger?", "What is a ledger?"),
        ("- How do you test it?", "How do you test it?"),
        (LONG * 2 + "What would you do first here?", "What would you do first here?"),
        (
            LONG * 2 + "Would you take a hosted one (e.g. Vertex pipelines) if cost is no matter?",
            "Would you take a hosted one (e.g. Vertex pipelines) if cost is no matter?",
        ),
        (
            LONG * 2 + "Is it batch vs. Streaming, i.e. Flink, that decides it for you?",
            "Is it batch vs. Streaming, i.e. Flink, that decides it for you?",
        ),
        ("Thank you!", "Thank you!"),
    ],
)
def test_it_begins_where_the_question_does(question: str, shown: str) -> None:
    assert headline(question, 90) == shown

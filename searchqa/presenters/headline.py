"""The line that tells what a thread is about.

In: a thread's question, cleaned. Out: a part of it on one line; of a talk's chapter its title.
Never: rewords it; greetings, thanks and list marks in front are left out, nothing else.
"""

from __future__ import annotations

import re
from typing import Final

from searchqa.model import BOOKS, TALKS

_GREETING: Final = re.compile(
    r"(?:(?:hi|hello|hey|hola|dear|welcome|good (?:morning|afternoon|evening|day))\b"
    r"[^.!?,:\n]{0,80}?(?:[.!,:\n]|(?=[^\w\s.!?,:'’@&()/-]))"
    r"|(?:thanks|thank you|many thanks|congrat\w*)\b[^.!?\n]{0,160}?[.!\n]"
    r"|[^\w\s\"'`(\[<#.$@“«/-]+)\s*",
    re.IGNORECASE,
)
# Compiled on first use: few questions begin with a mark, or with another sentence.
_LIST_MARK: Final = r"(?:[-*•–]|\(?\d{1,2}[.)]|\d{1,2}-\))\s+"
_MARKS: Final = "-*•–("
_SENTENCE: Final = (
    r"[^.!?\n]*(?:(?:[.!?](?!\s|$)|(?<=\be\.g)\.|(?<=\bi\.e)\.|(?<=\bvs)\.)[^.!?\n]*)*"
    r"(?:[.!?]+|\n+|$)\s*"
)
_FEWEST_WORDS: Final = 4
# What is seen of a headline where no width bounds it.
_LETTERS: Final = 160


def headline(question: str, room: int, collection: str = BOOKS) -> str:
    """Return the question from where it begins to ask, on one line, uncut.

    Args:
        question: The thread's question, cleaned.
        room: How many letters will be seen of it. When no question mark is
            among them, the first sentence with one is shown instead.
        collection: Where the thread is from. A talk's chapter begins with its
            title as a paragraph of its own, and that is its headline.
    """
    text = question.strip()
    if collection == TALKS:
        return " ".join(text.partition("\n\n")[0].split())
    rest = _without_greeting(text)
    line = _without_mark(" ".join(rest.split()))
    if "?" in line[:room] or "?" not in line or len(line) <= room:
        return line or " ".join(text.split())
    for sentence in re.finditer(_SENTENCE, rest):
        asked = sentence.group().strip()
        if asked.endswith("?") and len(asked.split()) >= _FEWEST_WORDS:
            return _without_mark(" ".join(rest[sentence.start() :].split()))
    return line


def short(question: str, collection: str = BOOKS) -> str:
    """Return the headline in up to 160 letters and an ellipsis, ``(no words)`` for none."""
    line = headline(question, _LETTERS, collection)
    if len(line) <= _LETTERS:
        return line or "(no words)"
    return line[:_LETTERS].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _without_mark(line: str) -> str:
    marked = line[:1].isdecimal() or line[:1] in _MARKS
    found = re.match(_LIST_MARK, line) if marked else None
    return line[found.end() :] if found and found.end() < len(line) else line


def _without_greeting(text: str) -> str:
    at = 0
    while True:
        found = _GREETING.match(text, at)
        # What is only a greeting is the whole question.
        if found is None or found.end() == at or len(text) - found.end() < 12:
            return text[at:]
        at = found.end()

"""What an index's form depends on, in facts that need no import of Whoosh.

In: nothing. Out: names and versions, and their fingerprint.
Never: imports Whoosh: a terminal query reads this on its way.
"""

from __future__ import annotations

from typing import Final

from searchqa.analysis import ANALYZER_VERSION
from searchqa.digest import sha256
from searchqa.engines.arrays.layout import FORMAT_VERSION

# Counts up whenever stored documents, fields or their meaning change.
STORED_VERSION: Final = 3

# Fields that are scored, with what they hold:
#   body      title, thread's question and message, stemmed, with positions
#   question  the thread's question, stemmed
#   words     body, unstemmed: for prefix, fuzzy and spelling
SCORED: Final = ("body", "question", "words")
# Fields that only filter, so that Whoosh itself can narrow a search.
EXACT: Final = (
    "author",
    "book",
    "collection",
    "flags",
    "id",
    "kind",
    "participant",
    "role",
    "thread",
    "year",
)

# The file of arrays beside the segments.
ARRAYS: Final = "arrays.bin"


def fingerprint() -> str:
    """Return a short hash of all that an index depends on beside its documents."""
    shape = (STORED_VERSION, ANALYZER_VERSION, FORMAT_VERSION, SCORED, EXACT)
    return "whoosh-" + sha256(repr(shape).encode())[:12]

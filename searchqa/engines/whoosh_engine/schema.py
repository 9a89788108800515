"""Which Whoosh fields a document becomes, and what an older index can't be read as.

In: nothing. Out: the schema and its fingerprint.
Never: touches documents. Whoosh pickles these classes by their place: they stay here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from whoosh import columns, fields, formats
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer

from searchqa.analysis import ANALYZER_VERSION, analyze

if TYPE_CHECKING:
    from collections.abc import Iterator

# Counts up whenever stored rows, fields or their meaning change.
STORED_VERSION: Final = 1

# Fields that are scored, with what they hold:
#   body      title, thread's question and message, stemmed, with positions
#   question  the thread's question, stemmed
#   words     body, unstemmed: for prefix, fuzzy and spelling
SCORED: Final = ("body", "question", "words")
# Fields that only filter, so that Whoosh itself can narrow a search.
EXACT: Final = ("author", "book", "flags", "id", "kind", "participant", "role", "thread", "year")


class TermsAnalyzer(Analyzer):
    """Our analyzer in the form Whoosh calls one, so that its own API works too.

    ``what`` chooses the stemmed ``terms`` or the unstemmed ``words``.
    """

    def __init__(self, what: str) -> None:
        self.what = what

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        """Yield Whoosh's tokens of a text."""
        analysis = analyze(value)
        texts = analysis.words if self.what == "words" else analysis.terms
        token = Token(positions=True, chars=True)
        for token.text, token.pos, token.startchar, token.endchar in zip(
            texts, analysis.positions, analysis.starts, analysis.ends, strict=True
        ):
            token.boost = 1.0
            yield token


class TermsField(fields.FieldType):
    """A scored field of terms, with positions when phrases are searched in it."""

    def __init__(self, what: str, *, with_positions: bool = False) -> None:
        kind = formats.Positions if with_positions else formats.Frequency
        super().__init__(kind(), TermsAnalyzer(what), scorable=True)


def build_schema(*, columns_too: bool = True) -> fields.Schema:
    """Return the schema of a new index; an index with arrays needs no columns."""
    schema = fields.Schema()
    schema.add("body", TermsField("terms", with_positions=True))
    schema.add("question", TermsField("terms"))
    schema.add("words", TermsField("words"))
    for name in EXACT:
        schema.add(name, fields.ID(stored=False))
    schema.add("document", fields.STORED())
    if not columns_too:
        return schema
    schema.add("week", fields.COLUMN(columns.RefBytesColumn()))
    schema.add("row", fields.COLUMN(columns.VarBytesColumn()))
    return schema


def fingerprint() -> str:
    """Return a short hash of all that an index depends on beside its documents."""
    shape = (STORED_VERSION, ANALYZER_VERSION, SCORED, EXACT)
    return "whoosh-" + hashlib.sha256(repr(shape).encode()).hexdigest()[:12]

"""Which Whoosh fields a document becomes.

In: nothing. Out: the schema.
Never: touches documents. Whoosh pickles these classes by their place: they stay here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh import fields, formats
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer

from searchqa.analysis import analyze
from searchqa.engines.whoosh_engine.form import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def build_schema() -> fields.Schema:
    """Return the schema of a new index."""
    schema = fields.Schema()
    schema.add("body", TermsField("terms", with_positions=True))
    schema.add("question", TermsField("terms"))
    schema.add("words", TermsField("words"))
    for name in EXACT:
        schema.add(name, fields.ID(stored=False))
    schema.add("document", fields.STORED())
    return schema

"""See ARCHITECTURE.md."""

from typing import TYPE_CHECKING

from searchqa.exports import late

if TYPE_CHECKING:
    from searchqa.analysis.analyzer import Analysis, analyze, main_tokens, pairs, stem
    from searchqa.analysis.edition import ANALYZER_VERSION
    from searchqa.analysis.stopwords import STOP_WORDS
else:
    # Who only compares an index with its analysis needs no stemmer.
    __getattr__, __dir__ = late(
        __name__,
        ("searchqa.analysis.edition", "searchqa.analysis.stopwords", "searchqa.analysis.analyzer"),
    )

__all__ = [
    "ANALYZER_VERSION",
    "STOP_WORDS",
    "Analysis",
    "analyze",
    "main_tokens",
    "pairs",
    "stem",
]

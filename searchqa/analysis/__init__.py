"""See ARCHITECTURE.md."""

from searchqa.analysis.analyzer import (
    ANALYZER_VERSION,
    Analysis,
    analyze,
    main_tokens,
    pairs,
    stem,
)
from searchqa.analysis.stopwords import STOP_WORDS

__all__ = [
    "ANALYZER_VERSION",
    "STOP_WORDS",
    "Analysis",
    "analyze",
    "main_tokens",
    "pairs",
    "stem",
]

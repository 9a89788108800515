"""Full-text search over author Q&A transcripts: ``searchqa.open("index").search("…")``."""

from typing import TYPE_CHECKING

from searchqa.exports import late
from searchqa.version import __version__

if TYPE_CHECKING:
    from searchqa.app import Index, open  # noqa: A004 (searchqa.open reads as in gzip.open)
    from searchqa.errors import (
        BrokenIndexError,
        ConfigError,
        IndexDamagedError,
        IndexForeignError,
        IndexFormatError,
        IndexLockedError,
        IndexMissingError,
        NotFoundError,
        QueryError,
        ReadError,
        SearchqaError,
        SourceError,
    )
    from searchqa.model import Author, Book, Document, Link, Problem, Span
    from searchqa.results import (
        BookRef,
        Bucket,
        Hit,
        Loosening,
        QueryEcho,
        Results,
        ScorePart,
        Snippet,
        ThreadRef,
        ThreadView,
    )
else:
    # The command line begins here, too, and has its own order of reading modules.
    __getattr__, __dir__ = late(
        __name__, ("searchqa.errors", "searchqa.model", "searchqa.results", "searchqa.app")
    )

__all__ = [
    "Author",
    "Book",
    "BookRef",
    "BrokenIndexError",
    "Bucket",
    "ConfigError",
    "Document",
    "Hit",
    "Index",
    "IndexDamagedError",
    "IndexForeignError",
    "IndexFormatError",
    "IndexLockedError",
    "IndexMissingError",
    "Link",
    "Loosening",
    "NotFoundError",
    "Problem",
    "QueryEcho",
    "QueryError",
    "ReadError",
    "Results",
    "ScorePart",
    "SearchqaError",
    "Snippet",
    "SourceError",
    "Span",
    "ThreadRef",
    "ThreadView",
    "__version__",
    "open",
]

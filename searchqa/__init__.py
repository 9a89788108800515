"""Full-text search over author Q&A transcripts: ``searchqa.open("index").search("…")``."""

from searchqa.app import Index
from searchqa.app import open_index as open  # noqa: A004 (searchqa.open reads as in gzip.open)
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
from searchqa.version import __version__

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

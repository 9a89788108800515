"""See ARCHITECTURE.md."""

from searchqa.app.export import export
from searchqa.app.index import Index, open_index
from searchqa.app.index import open_index as open  # noqa: A004 (searchqa.open reads as in gzip.open)
from searchqa.app.jobs import CheckReport, check, reindex, sample_config

__all__ = [
    "CheckReport",
    "Index",
    "check",
    "export",
    "open",
    "open_index",
    "reindex",
    "sample_config",
]

"""See ARCHITECTURE.md."""

from searchqa.app.check import check
from searchqa.app.export import export
from searchqa.app.index import Index, open_index
from searchqa.app.index import open_index as open  # noqa: A004 (searchqa.open reads as in gzip.open)
from searchqa.app.jobs import reindex, sample_config

__all__ = [
    "Index",
    "check",
    "export",
    "open",
    "open_index",
    "reindex",
    "sample_config",
]

"""See ARCHITECTURE.md."""

from searchqa.app.index import Index, open_index
from searchqa.app.jobs import CheckReport, check, reindex, sample_config

__all__ = ["CheckReport", "Index", "check", "open_index", "reindex", "sample_config"]

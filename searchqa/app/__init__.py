"""See ARCHITECTURE.md."""

from typing import TYPE_CHECKING

from searchqa.exports import late

if TYPE_CHECKING:
    from searchqa.app.index import Index, open, open_index  # noqa: A004 (searchqa.open reads as in gzip.open)
    from searchqa.app.jobs import CheckReport, check, reindex, sample_config
else:
    # Who reindexes has no use for what searches; whoever searches asks for that first.
    __getattr__, __dir__ = late(__name__, ("searchqa.app.index", "searchqa.app.jobs"))

__all__ = ["CheckReport", "Index", "check", "open", "open_index", "reindex", "sample_config"]

"""See ARCHITECTURE.md."""

from typing import TYPE_CHECKING

from searchqa.exports import late

if TYPE_CHECKING:
    from searchqa.app.checking import check
    from searchqa.app.exporting import export
    from searchqa.app.index import Index, open, open_index  # noqa: A004 (searchqa.open reads as in gzip.open)
    from searchqa.app.jobs import reindex, sample_config
else:
    # Who reindexes has no use for what searches; whoever searches asks for that first.
    __getattr__, __dir__ = late(
        __name__,
        (
            "searchqa.app.index",
            "searchqa.app.jobs",
            "searchqa.app.checking",
            "searchqa.app.exporting",
        ),
    )

__all__ = [
    "Index",
    "check",
    "export",
    "open",
    "open_index",
    "reindex",
    "sample_config",
]

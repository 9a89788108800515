"""See ARCHITECTURE.md."""

from searchqa.search.job import Search

__all__ = ["Search"]

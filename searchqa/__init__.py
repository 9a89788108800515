"""Full-text search over author Q&A transcripts."""

from searchqa.version import __version__

__all__ = ["__version__"]

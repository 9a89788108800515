"""See ARCHITECTURE.md."""

from searchqa.config.loading import find_index, load
from searchqa.config.model import Config, Options, SourceConfig

__all__ = ["Config", "Options", "SourceConfig", "find_index", "load"]

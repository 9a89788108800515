"""See ARCHITECTURE.md."""

from searchqa.config.loading import find_index, load
from searchqa.config.model import Config, Options, ServerConfig, SourceConfig

__all__ = ["Config", "Options", "ServerConfig", "SourceConfig", "find_index", "load"]

"""See ARCHITECTURE.md."""

from searchqa.cli.run import main

__all__ = ["main"]

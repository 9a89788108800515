"""See ARCHITECTURE.md."""

from searchqa.cli.door import main

__all__ = ["main"]

"""See ARCHITECTURE.md."""

from searchqa.web.application import make_app
from searchqa.web.settings import Settings

__all__ = ["Settings", "make_app"]

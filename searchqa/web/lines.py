"""The log: one line for each thing that happened, whatever it was.

In: log records of ours, of uvicorn, of asyncio. Out: lines on stderr.
Never: writes a traceback, or stops a server whose log nobody reads any longer.
"""

from __future__ import annotations

import logging
import sys
from datetime import datetime, timezone
from typing import Final

from searchqa.web.observe import place_of

_OURS: Final = "searchqa"


class OneLine(logging.Formatter):
    """``2026-05-04T09:30:00.123Z INFO GET /search 200 1.2 ms 127.0.0.1``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record in one line."""
        at = datetime.fromtimestamp(record.created, timezone.utc)
        text = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            text += f": {place_of(error)}"
        stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f"{stamp} {record.levelname} {' '.join(text.split())}"


def log_to_stderr() -> None:
    """Send what is worth knowing to stderr; of libraries only what went wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    # A full disk behind the log is no reason to write a traceback there.
    logging.raiseExceptions = False

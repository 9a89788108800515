"""Commands that mend an index, as a person would type them.

In: the index's folder. Out: one line. Never: looks at a disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build_hint(index: Path) -> str:
    """Return the command that makes an index where there is none."""
    return f"searchqa index SOURCE --index {_quoted(index)} builds it"


def rebuild_hint(index: Path) -> str:
    """Return the command that mends an index."""
    return f"searchqa index SOURCE --full --index {_quoted(index)} builds it anew"


def _quoted(path: Path) -> str:
    """Return a path as a shell takes it."""
    text = str(path)
    if text.isascii() and text.replace("/", "").replace("-", "").replace(".", "").isalnum():
        return text
    # Hints are made ahead of trouble, on each query's way.
    import shlex

    return shlex.quote(text)

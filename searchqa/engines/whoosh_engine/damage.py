"""One wording for segments that can't be opened.

In: what Whoosh raised. Out: our error. Never: decides what damage is.
"""

from __future__ import annotations

from searchqa.errors import IndexDamagedError


def damaged(error: Exception) -> IndexDamagedError:
    """Return the error that people see, with the way to mend it."""
    return IndexDamagedError(
        f"The index can't be opened ({type(error).__name__}: {error}).",
        "Build it again: searchqa index --full SOURCE",
    )

"""Public addresses of our pages.

In: the address of the start page, ids. Out: whole addresses. Never: reads a request.
"""

from __future__ import annotations

from urllib.parse import quote


def book_address(base: str, book_id: str) -> str:
    """Return the address of a book's page."""
    return f"{base}/books/{_quoted(book_id)}"


def thread_address(base: str, thread_id: str, position: int | None = None) -> str:
    """Return the address of a conversation, or of one message in it."""
    message = "" if position is None else f"#m{position}"
    return f"{base}/threads/{_quoted(thread_id)}{message}"


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "replace"), safe="/")

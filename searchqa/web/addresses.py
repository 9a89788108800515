"""Addresses of our pages.

In: the address of the start page, ids. Out: whole addresses. Never: reads a request.
"""

from __future__ import annotations

from urllib.parse import quote


def book_address(base: str, book_id: str) -> str:
    """Return the address of a book's page."""
    return f"{base}/books/{quoted(book_id)}"


def thread_address(base: str, thread_id: str, position: int | None = None, asked: str = "") -> str:
    """Return the address of a conversation, or of one message in it.

    Args:
        base: What stands before our paths, with or without scheme and host.
        thread_id: The conversation's id.
        position: The message's, or None.
        asked: Parameters as they stand in an address, or "".
    """
    message = "" if position is None else f"#m{position}"
    return f"{base}/threads/{quoted(thread_id)}{f'?{asked}' if asked else ''}{message}"


def quoted(path: str) -> str:
    """Return an id as it stands in a path; its slashes stay."""
    return quote(path.encode("utf-8", "replace"), safe="/")

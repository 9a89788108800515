"""What a page weighs on the wire, with what it brings along.

In: a server, an address. Out: bytes. Never: counts a picture of a book as the page's own.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import dataclass
from typing import Final

from benchmarks.serving.client import Client

# Behind link, script, and img; a page of ours has no other way to bring something along.
_BROUGHT: Final = re.compile(
    r"<(?:link[^>]*rel=\"?(?:stylesheet|icon)\"?[^>]*href|script[^>]*src|img[^>]*src)=\"?([^\">\s]+)"
)


@dataclass(frozen=True)
class Weight:
    """Bytes of a page and of what it brings along, compressed as they are sent."""

    page: int
    brought: int
    pictures: int


def weigh(port: int, path: str) -> Weight | None:
    """Return what a page weighs, None when there is none."""
    return asyncio.run(_weigh(port, path))


async def _weigh(port: int, path: str) -> Weight | None:
    client = Client(port)
    status, body = await client.get(path)
    if status != 200:
        return None
    text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    brought = pictures = 0
    for address in sorted(set(_BROUGHT.findall(text.decode("utf-8")))):
        if not address.startswith("/"):
            continue
        _, content = await client.get(address)
        if address.startswith("/covers/"):
            pictures += len(content)
        else:
            brought += len(content)
    return Weight(len(body), brought, pictures)

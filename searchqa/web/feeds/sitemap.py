"""/sitemap.xml: each page worth finding from elsewhere (sitemaps.org).

In: the index. Out: addresses; in parts and an index of them when there are
many. Never: lists a page of results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from searchqa.model import iso_day
from searchqa.schema import ALL, MAX_LIMIT
from searchqa.web.addresses import book_address, thread_address
from searchqa.web.caching import answered
from searchqa.web.feeds.xml import document, put, root
from searchqa.web.site import base_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from searchqa.app import Index

router = APIRouter()
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MEDIA_TYPE: Final = "application/xml"
# The protocol's own bound is 50,000.
MOST: Final = 45_000


@router.get("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """Return all addresses, or where the parts are."""
    return await _answer(request, None)


@router.get("/sitemap-{part:int}.xml")
async def sitemap_part(request: Request, part: int) -> Response:
    """Return one part of the addresses, counted from 1."""
    return await _answer(request, part)


async def _answer(request: Request, part: int | None) -> Response:
    base = base_of(request)

    def made(index: Index) -> Response:
        whole = _made(index, base, part)
        if whole is None:
            raise HTTPException(404)
        return document(whole, _MEDIA_TYPE)

    return await answered(request, made)


def _made(index: Index, base: str, part: int | None) -> Element | None:
    front = [(f"{base}/", ""), (f"{base}/books", "")]
    books = index.newest_books()
    front += [(book_address(base, book.id), iso_day(book.end) or "") for book in books]
    threads = index.search("", collection=ALL, limit=0, facets=()).total
    parts = -(-(len(front) + threads) // MOST)
    if part is None and parts > 1:
        return _index(base, parts)
    if part is not None and not 1 <= part <= parts:
        return None
    first = ((part or 1) - 1) * MOST
    whole = root("urlset", _NAMESPACE)
    begun = front[first : first + MOST]
    rest = _threads(index, base, max(0, first - len(front)), MOST - len(begun))
    for address, changed in (*begun, *rest):
        url = put(whole, "url")
        put(url, "loc", address)
        if changed:
            put(url, "lastmod", changed)
    return whole


def _index(base: str, parts: int) -> Element:
    whole = root("sitemapindex", _NAMESPACE)
    for part in range(1, parts + 1):
        put(put(whole, "sitemap"), "loc", f"{base}/sitemap-{part}.xml")
    return whole


def _threads(index: Index, base: str, offset: int, most: int) -> Iterator[tuple[str, str]]:
    """Yield so many threads' addresses from an offset on, each with its last day."""
    end = offset + most
    while offset < end:
        limit = min(MAX_LIMIT, end - offset)
        found = index.search("", collection=ALL, offset=offset, limit=limit, facets=(), fragments=0)
        hits = found.hits
        yield from (
            (thread_address(base, hit.thread.id), iso_day(hit.book.end) or "") for hit in hits
        )
        if len(hits) < limit:
            return
        offset += limit

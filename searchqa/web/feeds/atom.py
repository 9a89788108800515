"""/feed.atom: a search as a feed, newest first (RFC 4287).

In: a search's parameters. Out: a feed of up to fifty entries. Never: changes
an entry's id while its thread is the same.
"""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from pydantic import ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from searchqa.model import UNDATED, iso_moment
from searchqa.presenters.headline import short
from searchqa.presenters.own import place
from searchqa.version import __version__
from searchqa.web.addresses import thread_address
from searchqa.web.api.params import Asked
from searchqa.web.caching import answered
from searchqa.web.feeds.xml import document, put, root
from searchqa.web.site import base_of, site_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from searchqa.app import Index
    from searchqa.results import Hit, Results

router = APIRouter()
MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_ENTRIES: Final = 50
_EPOCH: Final = date(1970, 1, 1)


class FeedParams(Asked):
    """A search's parameters; the page's other ones, such as its order, say nothing here."""

    model_config = ConfigDict(extra="ignore")


@router.get("/feed.atom")
async def feed(request: Request, params: Annotated[FeedParams, Query()]) -> Response:
    """Return what a search finds, newest first."""
    chosen = {**params.chosen(), "sort": "newest", "limit": _ENTRIES, "facets": ()}
    site = site_of(request)

    def found(index: Index) -> Response:
        results = index.search(params.q, **chosen)
        site.metrics.searched("feed", results)
        whole = _feed(request, results, index.manifest.created, site.settings.server.title)
        return document(whole, MEDIA_TYPE)

    return await answered(request, found)


def _feed(request: Request, results: Results, created: str, title: str) -> Element:
    base, query = base_of(request), request.url.query
    asked = f"?{query}" if query else ""
    whole = root("feed", _NAMESPACE)
    put(whole, "id", f"{base}/feed.atom{asked}")
    put(whole, "title", f"{results.query.text} · {title}" if results.query.text else title)
    put(whole, "updated", _newest(results.hits) or _time(created))
    put(whole, "link", rel="self", type=MEDIA_TYPE, href=f"{base}/feed.atom{asked}")
    put(whole, "link", rel="alternate", type="text/html", href=f"{base}/search{asked}")
    put(whole, "generator", "searchqa", version=__version__)
    for hit in results.hits:
        _entry(whole, hit, base, grouped=results.query.group == "thread")
    return whole


def _entry(whole: Element, hit: Hit, base: str, *, grouped: bool) -> None:
    entry = put(whole, "entry")
    address = thread_address(base, hit.thread.id, hit.position)
    # Of a thread another message may be the best one tomorrow; it is the same entry then.
    put(entry, "id", thread_address(base, hit.thread.id) if grouped else address)
    put(entry, "title", short(hit.thread.question, hit.book.collection))
    put(entry, "updated", _updated(hit))
    if hit.sent is not None:
        put(entry, "published", _updated(hit))
    put(entry, "link", rel="alternate", type="text/html", href=address)
    if place(hit.url, hit.book.collection):
        put(entry, "link", rel="via", href=hit.url)
    put(put(entry, "author"), "name", hit.participant or "(no name)")
    put(entry, "category", term=hit.book.title)
    put(entry, "summary", " … ".join(one.text for one in hit.snippets), type="text")


def _newest(hits: tuple[Hit, ...]) -> str:
    return max(map(_updated, hits), default="")


def _updated(hit: Hit) -> str:
    """Return the message's own moment, else the end of its book's week."""
    if hit.sent is not None:
        return iso_moment(hit.sent.replace(microsecond=0)) or ""
    # Readers need some moment, and for good: what nobody dated is older than all that has a date.
    day = _EPOCH if hit.book.end == UNDATED else hit.book.end
    return f"{day.isoformat()}T00:00:00Z"


def _time(created: str) -> str:
    return datetime.fromisoformat(created).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

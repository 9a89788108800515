"""/opensearch.xml: how a browser adds us to its search box (OpenSearch 1.1).

In: the site. Out: a description document. Never: names an address that isn't ours.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from searchqa.web.api.suggest import OPENSEARCH
from searchqa.web.caching import cached, unchanged
from searchqa.web.feeds.atom import MEDIA_TYPE as ATOM
from searchqa.web.feeds.xml import document, put, root
from searchqa.web.site import base_of, site_of

router = APIRouter()
MEDIA_TYPE: Final = "application/opensearchdescription+xml"
_NAMESPACE: Final = "http://a9.com/-/spec/opensearch/1.1/"
# The specification's bound on a short name.
_SHORT: Final = 16


@router.get("/opensearch.xml")
async def description(request: Request) -> Response:
    """Return the description document."""
    held = unchanged(request)
    if held is not None:
        return held
    site, base = site_of(request), base_of(request)
    title = site.settings.server.title
    whole = root("OpenSearchDescription", _NAMESPACE)
    put(whole, "ShortName", title[:_SHORT])
    put(whole, "LongName", title[: 3 * _SHORT])
    put(whole, "Description", "Questions to authors and their answers, searched word by word.")
    put(whole, "InputEncoding", "UTF-8")
    icon = f"{base}/static/{site.assets.name('icon.svg')}"
    put(whole, "Image", icon, height="16", width="16", type="image/svg+xml")
    terms = "q={searchTerms}"
    put(whole, "Url", type="text/html", method="get", template=f"{base}/search?{terms}")
    suggest = f"{base}/api/suggest?format=opensearch&{terms}"
    put(whole, "Url", type=OPENSEARCH, rel="suggestions", template=suggest)
    put(whole, "Url", type=ATOM, template=f"{base}/feed.atom?{terms}")
    put(whole, "Url", type=MEDIA_TYPE, rel="self", template=f"{base}/opensearch.xml")
    return cached(request, document(whole, MEDIA_TYPE), site.live.generation)

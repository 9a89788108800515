"""Answers a browser or proxy may keep until the index changes.

In: a request, the generation that answers. Out: an ETag, or a 304.
Never: lets an old answer pass for a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from searchqa.digest import sha256
from searchqa.version import __version__
from searchqa.web.site import base_of, is_start, site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from searchqa.app import Index


def etag_of(request: Request, generation: str) -> str:
    """Return a weak ETag: what is asked, of which generation, made by which version.

    Weak (RFC 9110, 8.8.1), since an answer's time differs from one to the next.
    """
    asked = "\n".join(
        (
            base_of(request),
            request.url.path,
            request.url.query,
            generation,
            __version__,
            site_of(request).assets.version,
            site_of(request).settings.server.title,
            # The start page says when the sources were last looked at.
            site_of(request).standing.looked if is_start(request) else "",
        )
    )
    return f'W/"{sha256(asked.encode("utf-8", "replace"))[:20]}"'


def unchanged(request: Request) -> Response | None:
    """Return a 304 if whoever asks has the answer of this generation already."""
    held = request.headers.get("if-none-match", "")
    generation = site_of(request).live.generation
    if not held or not generation:
        return None
    etag = etag_of(request, generation)
    # Compared weakly (RFC 9110, 13.1.2): whoever stands between may have dropped the W/.
    if etag[2:] not in [one.strip().removeprefix("W/") for one in held.split(",")]:
        return None
    return Response(status_code=304, headers=headers_of(etag))


def cached(request: Request, response: Response, generation: str) -> Response:
    """Return a response marked so that it can be kept and asked about."""
    response.headers.update(headers_of(etag_of(request, generation)))
    return response


async def answered(request: Request, make: Callable[[Index], Response]) -> Response:
    """Return what the index that answers now says, marked to be kept, or that it is unchanged.

    Args:
        request: What is asked.
        make: Makes the response; it runs in a thread, with the index held open.

    Raises:
        SearchqaError: As ``Desk.ask``.
    """
    same = unchanged(request)
    if same is not None:
        return same
    return await site_of(request).ask(lambda index: cached(request, make(index), index.generation))


def headers_of(etag: str) -> dict[str, str]:
    """Return the headers of an answer that may be kept, but asked about each time."""
    return {"etag": etag, "cache-control": "no-cache"}

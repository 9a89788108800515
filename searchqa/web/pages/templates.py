"""Templates, and what each of them may use.

In: a template's name and values. Out: HTML responses, cached by generation.
Never: puts a value on a page unescaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from zlib import crc32

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from searchqa.flatten import participant_key
from searchqa.model import iso_moment
from searchqa.presenters.headline import short
from searchqa.presenters.nouns import nouns
from searchqa.presenters.wording import count, milliseconds, moment, week
from searchqa.web.addresses import quoted
from searchqa.web.pages import marking
from searchqa.web.pages.state import State
from searchqa.web.site import base_of, is_start, root_of, site_of

if TYPE_CHECKING:
    from starlette.requests import Request

# Colours of covers that are drawn, in the stylesheet.
_TINTS: Final = 6


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("searchqa.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        count=count,
        nouns_of=nouns,
        week=week,
        moment=moment,
        iso_moment=iso_moment,
        milliseconds=milliseconds,
        person_key=participant_key,
        safe_link=lambda url, words: marking.link(url, marking.plain(words or url)),
    )
    environment.filters.update(
        plain=marking.plain,
        fragments=marking.fragments,
        headline=short,
        tint=lambda text: crc32(text.encode("utf-8", "replace")) % _TINTS,
        path=lambda text: quote(text, safe="", errors="replace"),
        path_of_id=quoted,
    )
    return environment


_TEMPLATES: Final = _environment()


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 (what a template shows)
    """Return a page; every template knows the site, the root and the field's state."""
    site = site_of(request)
    values.setdefault("state", State())
    html = _TEMPLATES.get_template(name).render(
        root=root_of(request),
        base=base_of(request),
        has_cover=site.covers.has,
        site=site.settings.server.title,
        script=site.assets.name("app.js"),
        style=site.assets.name("style.css"),
        icon=site.assets.name("icon.svg"),
        revisions=site.standing.revisions,
        looked=site.standing.looked if is_start(request) else "",
        **values,
    )
    return HTMLResponse(html.encode("utf-8", "replace"), status)

